"""The touchscreen: Qt Quick screens, their view models, and the process that shows them."""

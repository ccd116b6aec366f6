"""The self-check of a home (`kiosk doctor --site`), and what the running server answers it."""

"""The sounds of the kiosk: how they are made, when they are played, and by which program."""

"""`kiosk` commands of a server: serve, and those that work beside it while it runs."""

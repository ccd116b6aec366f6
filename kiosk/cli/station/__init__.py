"""`kiosk` commands of a kiosk: run, and those that work beside it while it runs."""

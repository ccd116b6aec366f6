"""Pairing of a kiosk that has no token yet: it shows a code until a lead approves it."""

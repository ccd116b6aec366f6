"""What the kiosk shows while it rests."""

"""What falls due by itself: no-shows, the end of a day, retention, and the timers that run them."""

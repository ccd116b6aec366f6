"""What the visitor should do for a good picture, when to take it, and which of a burst is best."""

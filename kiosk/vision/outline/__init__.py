"""The outline of a screen in a picture, and the picture straightened to it."""

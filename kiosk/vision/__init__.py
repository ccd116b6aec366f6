"""What the kiosk makes of what it is shown: guidance and the picture, then its words and tags.

Frames and instants come in, values go out. Knows no camera and no screen; reading happens in a
process of its own.
"""

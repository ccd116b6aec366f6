"""What is seen on a picture: guidance, outlines, words and codes.

Frames and instants come in, values go out. Nothing here knows a camera or a screen; words and codes
are read in a process of its own.
"""

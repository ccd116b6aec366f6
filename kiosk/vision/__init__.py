"""Looking at pictures: what the visitor should do, when to shoot, what to keep of it.

Pure: frames and instants come in, values go out. Knows no camera, thread or screen.
"""

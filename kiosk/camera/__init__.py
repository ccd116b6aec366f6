"""The camera: previews and stills from a device, a film or a stream.

Knows nothing of screens, visits or the disk.
"""

"""What the kiosk makes of a picture: its words, codes and tags. Runs outside the screen's process.

Siblings (camera, store, sync, server) are never imported here.
"""

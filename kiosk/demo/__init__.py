"""The demonstration.

A site, a film for machines without a camera, and a server beside the kiosk. Never part of a real
station.
"""

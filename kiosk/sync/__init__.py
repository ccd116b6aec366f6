"""Sync between a station and its server: events and pictures up, the state of the site down.

Decides nothing about the queue.
"""

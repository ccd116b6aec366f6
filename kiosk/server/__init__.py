"""The server, home of a site's queue.

Merges facts of its stations, decides who is next, serves the pages.
"""

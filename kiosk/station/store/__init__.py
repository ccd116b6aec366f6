"""The station's own SQLite file.

What happened here, what is not yet acknowledged, what the home last said.
"""

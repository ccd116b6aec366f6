"""The domain: visits, queue, site and numbers, in plain Python.

It imports the standard library only; time, ids and chance come in as arguments.
"""

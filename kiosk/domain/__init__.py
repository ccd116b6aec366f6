"""What a walk-up desk is, in plain Python.

Imports the standard library only; time, ids and chance come in as arguments.
"""

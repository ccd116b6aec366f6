"""Ordinary screens without a fault, as lines of text: nothing on them is a code."""

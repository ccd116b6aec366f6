"""Photographs of screens that never were: drawn from a seed, with the truth about all in them."""

"""Owns the touchscreen. Never decides what a visit is; the domain does."""

"""Whole stores: what one holds, and copies from one database engine to another, each proven."""

"""Copies of a whole store from one database engine to another, each proven row by row."""

"""Figures for people and machines outside: CSV export, Prometheus metrics."""

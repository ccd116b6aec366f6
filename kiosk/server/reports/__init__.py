"""Reports: CSV export of visits and Prometheus metrics."""

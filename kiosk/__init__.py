"""The walk-up kiosk without its faces: domain, station, server and sync. Never imports Qt."""

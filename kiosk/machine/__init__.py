"""What the operating system gives: durable files, folder lock, SQLite copies, systemd, log lines.

Knows nothing of visits, pictures or sites.
"""

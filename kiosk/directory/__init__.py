"""The lists a site keeps: people by badge, devices by tag; read again when their file changes."""

"""Pictures as bytes, made safe and stored by hash, for station and server alike."""

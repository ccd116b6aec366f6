"""Pictures as bytes: made safe, kept under their hash. Serves station and server alike."""

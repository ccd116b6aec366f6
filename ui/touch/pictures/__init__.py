"""Image providers: what QML loads by an image:// address. None reads the disk while shown."""

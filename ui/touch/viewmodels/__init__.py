"""View models: what the screens bind to. They hold codes and values; QML makes the sentences."""

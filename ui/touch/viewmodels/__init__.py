"""Owns what the screens bind to. Never holds a sentence for a visitor; QML makes those."""

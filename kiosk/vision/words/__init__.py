"""Optical character recognition: the models, text detection and text recognition."""

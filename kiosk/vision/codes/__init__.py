"""Known codes in lines of text, and printed codes (QR, Data Matrix, Code 128)."""

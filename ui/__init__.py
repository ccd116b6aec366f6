"""Owns the faces: the touchscreen and the browser pages. Never owns a rule of the business."""

"""The faces: the touchscreen and the browser pages. They hold no rule of the business."""

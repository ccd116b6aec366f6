"""What joins camera and vision: a camera that guides, and a scanner for printed codes.

Camera and vision never import each other.
"""

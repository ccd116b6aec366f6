"""What joins camera and vision: a camera that guides, and a scanner for printed codes.

Camera and vision do not import each other.
"""

"""What the server processes of one site share: hints of changes, and the folder of pictures."""

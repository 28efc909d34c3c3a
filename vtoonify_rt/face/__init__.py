"""Find a face, keep it, and cut the picture around it."""

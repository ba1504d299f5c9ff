"""The packages that code needs, pinned as the virtual environment has them."""

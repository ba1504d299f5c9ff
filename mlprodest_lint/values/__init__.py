"""What the records of a worker mean once all its modules are known."""

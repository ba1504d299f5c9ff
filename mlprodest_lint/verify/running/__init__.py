"""Runs a worker in its own interpreter, held in, and says what it does."""

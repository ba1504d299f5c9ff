"""Finds what would make the publication of a Prodest machine-learning worker fail."""

__version__ = "0.1.0"

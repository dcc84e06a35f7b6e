"""Reads about what was agreed."""

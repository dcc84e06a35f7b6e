"""Reads about selections."""

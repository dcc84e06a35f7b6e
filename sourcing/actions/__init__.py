"""Writes about selections."""

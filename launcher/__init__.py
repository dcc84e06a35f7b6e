"""Starts, tests and checks the product on a machine that has only Python; `dev.py` is its door.

Importing any module here needs the standard library alone: third-party modules are imported inside functions that
run once the environment is made.
"""

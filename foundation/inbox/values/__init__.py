"""Cells of text as values: instants, decimals, durations, booleans, and what counts as missing. Pure; never guesses.

A parser is made once per column and called per cell. It gives a `Parsed`: the value (None when missing or wrong) and,
when something must be said, the kind of problem.
"""

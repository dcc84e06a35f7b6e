"""The mark before text that a spreadsheet would run as a formula, put on when writing and taken off when reading.

`-5 units` is written `'-5 units`; a text that already begins with such marks gets one more, so taking one off always
gives back the very text.
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")


def escape_formula(text: str) -> str:
    """The text as a CSV cell that no spreadsheet program runs."""
    return f"'{text}" if _RISKY.match(text) else text


def unescape_formula(cell: str) -> str:
    """The text that `escape_formula` was given."""
    return cell[1:] if _MARKED.match(cell) else cell

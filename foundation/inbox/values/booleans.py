"""Yes and no."""

from collections.abc import Callable, Iterable

from foundation.inbox.values import kinds
from foundation.inbox.values.parsed import ANY_MISSING, Missing, Parsed

TRUE_TEXTS = ("true", "t", "yes", "y", "1", "1.0", "on", "x", "met", "ok", "ja", "oui", "sí", "si")
FALSE_TEXTS = ("false", "f", "no", "n", "0", "0.0", "off", "breached", "missed", "not met", "nein", "non")


def boolean_parser(
    true: Iterable[str] = TRUE_TEXTS, false: Iterable[str] = FALSE_TEXTS, missing: Missing = ANY_MISSING
) -> Callable[[str], Parsed[bool]]:
    """A parser of one column of yes and no, without regard to case and white space around."""
    known: dict[str, Parsed[bool]] = {text.strip().lower(): Parsed(True) for text in true}
    known |= {text.strip().lower(): Parsed(False) for text in false}
    wrong: Parsed[bool] = Parsed(None, kinds.BOOLEAN_UNREADABLE)

    def parse(cell: str) -> Parsed[bool]:
        parsed = known.get(cell) or known.get(cell.strip().lower())
        if parsed is not None:
            return parsed
        return Parsed(None) if cell in missing else wrong

    return parse

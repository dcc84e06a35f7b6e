"""What a parser gives back, and which texts mean that there is nothing."""

from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from foundation.inbox.problems import Level, ProblemKind

Value = TypeVar("Value")
_REMEMBERED = 100_000
_SHORT = 64
MISSING_TEXTS = ("", "?", "-", "--", "n/a", "na", "#n/a", "null", "none", "nil", "nan", "(empty)", "(blank)")


class Parsed(NamedTuple, Generic[Value]):
    """`value` is None when the cell is missing or cannot be read; `problem` says which, and may be a mere warning."""

    value: Value | None
    problem: ProblemKind | None = None

    @property
    def wrong(self) -> bool:
        """Whether the cell has a text that cannot be read."""
        return self.problem is not None and self.problem.level != Level.WARNING


class Remembered(dict[str, Parsed[Value]]):
    """A parser that remembers: `remembered[cell]`. Columns repeat themselves, and a look-up is cheap.

    Forgets everything past 100,000 cells, and never keeps a long one.
    """

    def __init__(self, parse: Callable[[str], Parsed[Value]]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, cell: str) -> Parsed[Value]:
        parsed = self._parse(cell)
        if len(cell) <= _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[cell] = parsed
        return parsed


class Missing:
    """The texts that mean "nothing here", without regard to case and white space around."""

    def __init__(self, texts: Iterable[str] = MISSING_TEXTS) -> None:
        self.texts = frozenset({"", *(text.strip().lower() for text in texts)})

    def __contains__(self, cell: str) -> bool:
        return cell.strip().lower() in self.texts

    def text(self, cell: str) -> str | None:
        """The cell without white space around, or None when it is missing."""
        shown = cell.strip()
        return None if shown.lower() in self.texts else shown


ANY_MISSING = Missing()

"""What came of a row and of a table of known answers, and how it is printed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Agrees, disagrees, says nothing about this product, or cannot be read."""

    AGREES = "agreeing"
    DISAGREES = "disagreeing"
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"


class UnreadableError(ValueError):
    """A cell that cannot be read; the row becomes an error that names it."""


@dataclass(frozen=True)
class RowResult:
    """One row: its id, the verdict, and the reason or the two figures."""

    id: str
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class TableResult:
    """One table: its file name, and its rows' results or why there are none."""

    name: str
    rows: tuple[RowResult, ...]

    def count(self, verdict: Verdict) -> int:
        """How many rows came to `verdict`."""
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def is_good(self) -> bool:
        """Whether no row disagrees and every row could be read."""
        return not self.count(Verdict.DISAGREES) and not self.count(Verdict.ERROR)

    def lines(self) -> Iterator[str]:
        """The report: one line of counts, then the ids and reasons of whatever did not agree."""
        counts = ", ".join(f"{self.count(verdict)} {verdict.value}" for verdict in list(Verdict)[:3])
        errors = self.count(Verdict.ERROR)
        yield f"{self.name}: {len(self.rows)} rows, {counts}" + (f", {errors} unreadable" if errors else "")
        for verdict in (Verdict.DISAGREES, Verdict.ERROR, Verdict.NOT_APPLICABLE):
            by_reason: dict[str, list[str]] = defaultdict(list)
            for row in self.rows:
                if row.verdict is verdict:
                    by_reason[row.reason].append(row.id)
            for reason, ids in by_reason.items():
                named = "every row" if len(ids) == len(self.rows) else ", ".join(ids)
                yield f"  {verdict.value}: {named}: {reason}"


def compared(row_id: str, *, ours: object, expected: object, agrees: bool) -> RowResult:
    """The result of a plain comparison."""
    if agrees:
        return RowResult(row_id, Verdict.AGREES)
    return RowResult(row_id, Verdict.DISAGREES, f"expected {expected}, found {ours}")


def not_applicable(row_id: str, reason: str) -> RowResult:
    """A row that says nothing about this product, and why."""
    return RowResult(row_id, Verdict.NOT_APPLICABLE, reason)

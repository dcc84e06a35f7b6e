"""What a fold found, as plain JSON for the pages: problems by repair, values nobody decided on, places, coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from foundation.inbox.accounting import RowOutcome
from foundation.inbox.problems import ImportProblem
from workitems.folding import FoldReport
from workitems.ingest.judging import Judged

SHOWN_LINES: Final = 5
SHOWN_VALUES: Final = 500
_COVERING: Final = ("opened_at", "resolved_at", "closed_at")


@dataclass
class _Repair:
    """Problems that one repair mends: the same kind in the same column."""

    first: ImportProblem
    count: int = 0
    lines: list[int] = field(default_factory=list)
    values: Counter[str] = field(default_factory=Counter)


class Findings:
    """Collects while rows and items go by; memory grows with kinds of problems, not with rows."""

    def __init__(self) -> None:
        self.rows: Counter[RowOutcome] = Counter()
        self.items: Counter[RowOutcome] = Counter()
        self.unassigned = 0
        self.rows_read = 0
        self.engagements: Counter[int] = Counter()
        self.first_at: datetime | None = None
        self.last_at: datetime | None = None
        self._repairs: dict[tuple[str, str | None], _Repair] = {}

    def note_problems(self, problems: Iterable[ImportProblem]) -> None:
        """Count what is wrong with a row, under the repair it needs."""
        for problem in problems:
            repair = self._repairs.setdefault((problem.code, problem.column), _Repair(problem))
            repair.count += 1
            if len(repair.lines) < SHOWN_LINES and problem.line is not None:
                repair.lines.append(problem.line)
            if problem.value is not None and len(repair.values) < SHOWN_VALUES:
                repair.values[problem.value] += 1

    def note_items(self, judged: Iterable[Judged]) -> None:
        """Count items, and their rows with them."""
        for each in judged:
            folded, item = each.folded, each.folded.item
            self.items[each.outcome] += 1
            self.rows[each.outcome] += len(folded.lines)
            self.rows[RowOutcome.DUPLICATE] += len(folded.superseded)
            if each.place.engagement_id is None:
                self.unassigned += 1
            else:
                self.engagements[each.place.engagement_id] += 1
            for name in _COVERING:
                self._cover(getattr(item, name))

    def _cover(self, at: datetime | None) -> None:
        if at is not None:
            self.first_at = min(self.first_at or at, at)
            self.last_at = max(self.last_at or at, at)

    def to_json(self, report: FoldReport) -> dict[str, Any]:
        """All of it; ``repairs`` with the most rows first."""
        repairs = sorted(self._repairs.values(), key=lambda each: -each.count)
        return {
            "unassigned": self.unassigned,
            "unmapped": dict(report.unmapped.most_common(SHOWN_VALUES)),
            "undecided": dict(report.undecided.most_common()),
            "set_aside": dict(report.set_aside.most_common()),
            "warnings": dict(report.warnings.most_common()),
            "moved": report.moved,
            "stopped_at_closing": report.stopped_at_closing,
            "taken_up_again": report.taken_up_again,
            "engagements": {str(pk): count for pk, count in self.engagements.items()},
            "first_at": self.first_at.isoformat() if self.first_at else None,
            "last_at": self.last_at.isoformat() if self.last_at else None,
            "repairs": [
                {
                    "problem": each.first.as_json(),
                    "count": each.count,
                    "lines": each.lines,
                    "values": dict(each.values.most_common(SHOWN_LINES)),
                }
                for each in repairs
            ],
        }

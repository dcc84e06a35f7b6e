"""Reading a batch's file through its mapping: rows one by one, then items judged in lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from foundation.inbox.accounting import RowOutcome
from foundation.inbox.models import ImportBatch
from foundation.inbox.problems import ImportProblem
from foundation.inbox.reading.rows import Row
from foundation.inbox.reading.table import Table
from workitems.canonical import Shape
from workitems.event_log import EventLogFold
from workitems.folding import RowFate, RowVerdict
from workitems.ingest.files import Mended
from workitems.ingest.findings import Findings
from workitems.ingest.judging import Judged, judge
from workitems.ingest.places import Places
from workitems.item_table import ItemTableFold
from workitems.mapping import Mapping

RowSink = Callable[[Row, RowVerdict], None]


class FileRefused(Exception):  # noqa: N818 - a state of the file, not a fault of ours
    """The file or its mapping cannot be used; ``problems`` say why."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        super().__init__("; ".join(str(each) for each in problems))
        self.problems = tuple(problems)


class Reading:
    """One pass over a file. First ``rows``, to the end; then ``items``; then ``findings`` are complete."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        """Raises FileRefused when the mapping does not fit the header."""
        if problems := mapping.problems(header):
            raise FileRefused(problems)
        self.mapping = mapping
        self.findings = Findings()
        self._fold = (EventLogFold if mapping.shape == Shape.EVENT_LOG else ItemTableFold)(mapping, header)
        column = mapping.columns.get("external_id", "")
        self._id_place = list(header).index(column) if column in header else -1

    def rows(self, rows: Iterable[Row], batch: ImportBatch | None = None, sink: RowSink | None = None) -> Iterator[int]:
        """Take every row, give each with its verdict to ``sink``, and yield the rows read so far, now and then."""
        findings = self.findings
        wanted = Mended(batch.mended if batch else {}, self._id_place)(iter(rows))
        for number, row in enumerate(wanted, start=1):
            verdict = self._fold.add(row)
            if verdict.fate == RowFate.DUPLICATE:
                findings.rows[RowOutcome.DUPLICATE] += 1
            elif verdict.fate == RowFate.QUARANTINED:
                findings.rows[RowOutcome.QUARANTINED] += 1
                findings.note_problems(verdict.problems)
            if sink is not None:
                sink(row, verdict)
            findings.rows_read = number
            if number % 1_000 == 0:
                yield number
        yield findings.rows_read

    def items(self, places: Places) -> Iterator[list[Judged]]:
        """The items with their outcomes, in lists; the rows must all have been taken."""
        for judged in judge(self._fold.finish(), self.mapping, places):
            self.findings.note_items(judged)
            yield judged

    @property
    def report(self) -> dict[str, object]:
        """The findings as JSON."""
        return self.findings.to_json(self._fold.report)


def refuse_unless_complete(table: Table) -> None:
    """Nothing of a file may be used before all of it was read. Raises FileRefused."""
    if table.failure is not None:
        raise FileRefused([table.failure])


def header_of(table: Table) -> tuple[str, ...]:
    """The names of the columns. Raises FileRefused when the file was refused."""
    refuse_unless_complete(table)
    return table.header

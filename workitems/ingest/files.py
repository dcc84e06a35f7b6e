"""The rows of a file with the lines that somebody mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foundation.inbox.reading.rows import Row


class Mended:
    """The rows of a table with some lines replaced, and of a correction only those of the items concerned."""

    def __init__(self, lines: Mapping[str, Sequence[str]], id_place: int) -> None:
        """``lines`` by line number as text; ``id_place`` is where a row has its external id."""
        self._lines = {int(line): list(cells) for line, cells in lines.items()}
        self._id_place = id_place
        self._ids = {self._id(cells) for cells in self._lines.values()}

    def __call__(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows to import; all of them when nothing was mended."""
        if not self._lines:
            yield from rows
            return
        for row in rows:
            if row.line in self._lines:
                yield Row(row.line, self._lines[row.line])
            elif not row.problems and self._id(row.cells) in self._ids:
                yield row

    def _id(self, cells: Sequence[str]) -> str:
        return cells[self._id_place].strip() if 0 <= self._id_place < len(cells) else ""

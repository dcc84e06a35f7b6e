"""The reader's own process: `python -m foundation.inbox.reading.child`, request on stdin, messages on stdout.

A hostile file can cost this process its life and nobody else's. It bounds itself before it opens the file.
"""

import json
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from foundation.inbox.reading import kinds
from foundation.inbox.reading.delimited import DelimitedTable
from foundation.inbox.reading.limits import Limits, megabytes
from foundation.inbox.reading.messages import encode, failure_message, info_message, rows_message
from foundation.inbox.reading.refusal import Refused
from foundation.inbox.reading.rows import ReadOptions, Row
from foundation.inbox.reading.sources import check_size, kind_of

BATCH_ROWS = 500
BATCH_CHARS = 1 << 20


def bound(limits: Limits) -> None:
    """Bound memory and computing time of this process, for good; write no core file."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def read(path: Path, options: ReadOptions, limits: Limits, out: BinaryIO) -> None:
    """Write the table's description, its rows in batches, and an end. Raises Refused, MemoryError."""
    check_size(path, limits)
    kind = kind_of(path, limits)
    table: Any
    if kind == "zip":
        from foundation.inbox.reading.workbook import WorkbookTable  # noqa: PLC0415 - only workbooks pay for it

        table = WorkbookTable(path, options, limits)
    else:
        table = DelimitedTable(path, options, limits, compressed=kind == "gzip")
    out.write(encode(info_message(table.info)))
    out.flush()
    batch: list[Row] = []
    chars = 0
    for row in table.rows():
        batch.append(row)
        chars += sum(map(len, row.cells))
        if len(batch) >= BATCH_ROWS or chars >= BATCH_CHARS:
            out.write(encode(rows_message(batch)))
            batch, chars = [], 0
    out.write(encode(rows_message(batch)))
    out.write(encode({"end": {"blank_lines": table.blank_lines}}))


def main() -> int:
    """Do what the request on stdin says; every outcome, but for a killed process, is a message."""
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    out = sys.stdout.buffer
    bound(limits)
    try:
        read(Path(request["path"]), ReadOptions(**request["options"]), limits, out)
    except Refused as refusal:
        out.write(encode(failure_message(refusal.problem)))
    except MemoryError:
        out.write(encode(failure_message(kinds.MEMORY_LIMIT.at(limit=megabytes(limits.memory_bytes)))))
    except BrokenPipeError:
        return 1
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes becomes a sentence
        out.write(encode(failure_message(kinds.READER_FAILED.at(detail=type(error).__name__))))
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())

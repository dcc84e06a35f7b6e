"""A stored file as a table again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from foundation.inbox.models import ImportBatch
from foundation.inbox.reading.rows import ReadOptions
from foundation.inbox.reading.table import Table


@contextmanager
def opened(content: bytes | memoryview, name: str, options: Mapping[str, Any] | None = None) -> Iterator[Table]:
    """The bytes of an upload as a table; ``options`` are those of ``ReadOptions``, empty ones left out."""
    with tempfile.NamedTemporaryFile(suffix=PurePath(name).suffix[:10]) as file:
        file.write(content)
        file.flush()
        with Table(file.name, ReadOptions(**(options or {}))) as table:
            yield table


@contextmanager
def opened_batch(batch: ImportBatch) -> Iterator[Table]:
    """The file of a batch as a table."""
    with opened(batch.file.content, batch.file.name, batch.options) as table:
        yield table

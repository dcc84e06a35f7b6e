"""Rows of fixed width straight from PostgreSQL's binary COPY into a numpy array: no Python object per row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_HEADER: Final = 19
_TRAILER: Final = 2


def copied(sql: str, params: Sequence[Any], columns: Sequence[tuple[str, str]]) -> NDArray[np.void]:
    """The rows of a SELECT as a structured array.

    ``columns`` names each column with its big-endian numpy type (``>i4`` for int4, ``>i8`` for int8 and timestamptz in
    microseconds since 2000). No column may be NULL; the format is PostgreSQL's documented COPY BINARY.
    """
    fields: list[tuple[str, str]] = [("_fields", ">i2")]
    for name, kind in columns:
        fields += [(f"_{name}", ">i4"), (name, kind)]
    # The driver's own cursor: Django's logging one, in force where queries are counted, takes no parameters here.
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT BINARY)", params) as copy:
        data = b"".join(copy)
    return np.frombuffer(data[_HEADER:-_TRAILER], dtype=np.dtype(fields))

"""What the wall refused of a write, told to people: the row was closed to them after they had opened it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from psycopg.errors import InsufficientPrivilege


@contextmanager
def closed_meanwhile(text: str) -> Iterator[None]:
    """Around a write that was allowed a moment ago. Nothing of it stays when row-level security refuses it.

    Raises:
        ValidationError: with ``text``, when the wall refuses a row. A missing grant is a fault of ours and raised.
    """
    try:
        with transaction.atomic():
            yield
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege) or "row-level security" not in str(error):
            raise
        raise ValidationError(text) from error

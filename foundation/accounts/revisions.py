"""Two people edit the same row: the second one sees a conflict instead of undoing the first one's work."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _


class Revised(models.Model):
    """A row whose edits are counted; a form carries the revision that it was opened with."""

    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    class Meta:
        abstract = True


class ConflictError(ValidationError):
    """Somebody else saved in between. Nothing was written."""

    def __init__(self, message: str = "") -> None:
        usual = _(
            "Somebody else saved this in the meantime. Your text is kept: compare it with theirs, then save again."
        )
        super().__init__(message or usual)


R = TypeVar("R", bound=Revised)


def take_revision(row: R, *, seen: int) -> R:
    """Count one more edit of a row, if nobody edited it since ``seen``; call it in the transaction of the edit.

    Raises:
        ConflictError: when somebody did. What was typed stays in the form.
    """
    changed = type(row)._default_manager.filter(pk=row.pk, revision=seen).update(revision=F("revision") + 1)
    if changed != 1:
        raise ConflictError
    row.revision = seen + 1
    return row

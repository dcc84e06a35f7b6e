"""Between a valid form and the verb that it calls: what the verb refuses is shown at the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from foundation.accounts.revisions import ConflictError

T = TypeVar("T")


def take(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Do ``act`` with the values of a valid form; returns its result, or None when it was refused.

    A ValidationError goes to the fields it names. A uniqueness that somebody else won between the form's check and the
    write (two submits at once) becomes a message as well; any other failure of the database is raised.
    """
    try:
        with transaction.atomic():
            return act()
    except ValidationError as error:
        _show(form, error)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        form.add_error(None, _("The same was saved a moment ago, by you or somebody else. Look before you try again."))
    return None


def is_conflict(form: forms.BaseForm) -> bool:
    """Whether a form was refused because somebody else had saved in between."""
    return any(isinstance(error, ConflictError) for error in form.non_field_errors().as_data())


def has_seen(form: forms.BaseForm, seen: int, *, name: str = "seen") -> None:
    """Show a refused form again with what is saved now as seen: saving it once more means "I have read theirs"."""
    sent: Any = form.data
    data = sent.copy()
    data[form.add_prefix(name)] = str(seen)
    form.data = data


def _show(form: forms.BaseForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    known: dict[str | None, Any] = {}
    for name, errors in error.error_dict.items():
        known.setdefault(name if name in form.fields else None, []).extend(errors)
    for field, errors in known.items():
        form.add_error(field, ValidationError(errors))


def old_values(form: forms.BaseModelForm[Any]) -> dict[str, Any]:
    """What a model form's changed fields held before, by name; for the audit log and ``update_fields``."""
    if not form.changed_data:
        return {}
    row = form.instance
    stored = type(row)._base_manager.get(pk=row.pk)
    return {name: getattr(stored, name) for name in form.changed_data}

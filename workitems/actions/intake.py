"""Intake forms: made, changed, extended by questions, retired; and the patterns of requests that come again."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from foundation.inbox.actions import open_hook, revoke_hook
from workitems.models import FieldKind, IntakeField, IntakeForm, RequestTemplate

MOST_FIELDS: Final = 40
_NO_KEY: Final = re.compile(r"[^a-z0-9]+")


@transaction.atomic
def create_form(*, form: IntakeForm, by: User | None, now: datetime) -> IntakeForm:
    """Make a process's intake form.

    Raises:
        ValidationError: when the process has one in force, or ``engagement`` is of another process.
    """
    _refuse_other_process(form)
    if IntakeForm.objects.filter(process=form.process_id, retired_at=None).exists():
        raise ValidationError({"process": _("This process has an intake form already. Change that one, or retire it.")})
    form.created_by, form.created_at = by, now
    form.save()
    record("intakeform.made", by=by, subject=form, process=form.process_id)
    return form


@transaction.atomic
def change_form(*, form: IntakeForm, seen: int, by: User, was: dict[str, Any]) -> IntakeForm:
    """Change a form's settings; requests made before keep what they were asked. ``seen`` is the revision opened.

    Raises:
        ConflictError: when somebody saved it in between.
        ValidationError: when ``engagement`` is of another process.
    """
    _refuse_other_process(form)
    take_revision(form, seen=seen)
    form.save(update_fields=[*was, "revision"])
    record("intakeform.changed", by=by, subject=form, fields=sorted(was))
    return form


@transaction.atomic
def retire_form(*, form: IntakeForm, by: User, now: datetime) -> None:
    """Take a form out of use, and its mail address with it; what was asked through it stays."""
    if IntakeForm.objects.filter(pk=form.pk, retired_at=None).update(retired_at=now) != 1:
        return
    if form.hook is not None:
        revoke_hook(hook=form.hook, by=by, now=now)
    record("intakeform.retired", by=by, subject=form)


@transaction.atomic
def add_field(*, field: IntakeField, by: User | None) -> IntakeField:
    """Ask one more question, the last one; its key is made from the label.

    Raises:
        ValidationError: for a choice without choices, or beyond forty questions.
    """
    _refuse_empty_choice(field)
    _lock(field.form)
    keys = set(IntakeField.objects.filter(form=field.form).values_list("key", flat=True))
    if len(keys) >= MOST_FIELDS:
        raise ValidationError(_("Forty questions are the most. Nobody answers more."))
    field.key = field.key or free_key(field.label, keys)
    field.position = len(keys) + 1
    field.save()
    _numbered(field.form)
    record("intakefield.added", by=by, subject=field, form=field.form_id, kind=field.kind)
    return field


@transaction.atomic
def change_field(*, field: IntakeField, by: User, was: dict[str, Any]) -> IntakeField:
    """Change a question; answers given before keep the label they were given under.

    Raises:
        ValidationError: for a choice without choices.
    """
    _refuse_empty_choice(field)
    field.save(update_fields=list(was))
    record("intakefield.changed", by=by, subject=field, form=field.form_id, fields=sorted(was))
    return field


@transaction.atomic
def move_field(*, field: IntakeField, up: bool, by: User) -> None:
    """Put a question one place up or down; at the end nothing changes."""
    _lock(field.form)
    rows = list(IntakeField.objects.filter(form=field.form).order_by("position", "pk"))
    place = next(index for index, row in enumerate(rows) if row.pk == field.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
        _number(rows)
        record("intakefield.moved", by=by, subject=field, form=field.form_id, place=other + 1)


@transaction.atomic
def remove_field(*, field: IntakeField, by: User) -> None:
    """Ask a question no more; the answers given stay with their requests."""
    _lock(field.form)
    record("intakefield.removed", by=by, subject=field, form=field.form_id)
    form = field.form
    field.delete()
    _numbered(form)


@transaction.atomic
def save_template(*, template: RequestTemplate, by: User | None, now: datetime) -> RequestTemplate:
    """Keep a request as a pattern for the ones that come again."""
    template.created_by, template.created_at = by, now
    template.save()
    record("requesttemplate.made", by=by, subject=template, form=template.form_id)
    return template


@transaction.atomic
def change_template(*, template: RequestTemplate, seen: int, by: User) -> RequestTemplate:
    """Change a pattern's name and what it fills in.

    Raises:
        ConflictError: when somebody saved it in between.
    """
    take_revision(template, seen=seen)
    template.save(update_fields=["name", "preset", "revision"])
    record("requesttemplate.changed", by=by, subject=template)
    return template


@transaction.atomic
def archive_template(*, template: RequestTemplate, by: User, now: datetime) -> None:
    """Offer a pattern no more. Doing it twice changes nothing."""
    if RequestTemplate.objects.filter(pk=template.pk, archived_at=None).update(archived_at=now) == 1:
        record("requesttemplate.archived", by=by, subject=template)


@transaction.atomic
def open_mail(*, form: IntakeForm, by: User, now: datetime) -> str:
    """Let work be asked for by mail; returns the secret, shown once. An address that was closed gets a new one.

    Raises:
        ValidationError: when the form takes mail already, or is retired.
    """
    locked = IntakeForm.objects.select_for_update(of=("self",)).select_related("hook").get(pk=form.pk)
    if locked.retired_at is not None or (locked.hook is not None and locked.hook.revoked_at is None):
        raise ValidationError(_("This form takes mail already, or is retired."))
    form.hook, secret = open_hook(name=form.name, by=by, now=now)
    form.save(update_fields=["hook"])
    return secret


def free_key(label: str, taken: set[str]) -> str:
    """A key for programs from a label: "Cost centre" is ``cost_centre``; a number follows when it is taken."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    base = _NO_KEY.sub("_", plain).strip("_")[:30]
    base = base if base[:1].isalpha() else f"field_{base}".rstrip("_")
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(key for key in numbered if key not in taken)


def _refuse_other_process(form: IntakeForm) -> None:
    if form.engagement is not None and form.engagement.process_id != form.process_id:
        raise ValidationError({"engagement": _("This engagement is of another process. Choose one of the form's.")})


def _refuse_empty_choice(field: IntakeField) -> None:
    if field.kind == FieldKind.CHOICE and len(field.choices) < 2:  # noqa: PLR2004  # one is no choice
        raise ValidationError({"choices": _("A choice needs two choices or more, one a line.")})
    if len({choice.casefold() for choice in field.choices}) != len(field.choices):
        raise ValidationError({"choices": _("The same choice stands there twice.")})


def _lock(form: IntakeForm) -> None:
    IntakeForm.objects.select_for_update(of=("self",)).get(pk=form.pk)


def _numbered(form: IntakeForm) -> None:
    _number(list(IntakeField.objects.filter(form=form).order_by("position", "pk")))


def _number(rows: list[IntakeField]) -> None:
    for place, row in enumerate(rows, start=1):
        row.position = place
    IntakeField.objects.bulk_update(rows, ["position"])

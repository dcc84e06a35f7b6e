"""What changes the work inventory: a process described anew, judged, or taken from the library."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.catalogue import add_row, change_row
from engagements.inventory.library import StarterProcess
from engagements.models import Process
from foundation.accounts.audit import record
from foundation.accounts.models import User

TEXTS = ("name", "area", "description", "trigger", "inputs", "outputs", "quality_bar", "acceptance_criteria")
VALUES = ("service", "frequency", "minutes", "repetition", "strategic")


@transaction.atomic
def change_process(*, process: Process, by: User, was: dict[str, Any], seen: int) -> Process:
    """Save what changed since revision ``seen``; ``was`` holds the old values.

    Raises:
        ConflictError: when somebody else saved it meanwhile; nothing is written.
    """
    process.revision = seen
    return change_row(row=process, by=by, was=was)


@transaction.atomic
def decide_process(*, process: Process, by: User, was: dict[str, Any], seen: int) -> Process:
    """Save whether it may leave the house, why, and when that is looked at again.

    Raises:
        ConflictError: when somebody else saved the process meanwhile.
    """
    change_process(process=process, by=by, was=was, seen=seen)
    record("process.decided", by=by, subject=process, verdict=process.verdict, review=str(process.review_date or ""))
    return process


@transaction.atomic
def adopt_starter(*, starter: StarterProcess, by: User) -> Process:
    """Put a process of the library on the list, its texts in the language of the moment; volume stays to be said.

    Raises:
        ValidationError: when there is a process of that name already.
    """
    texts = {name: _(getattr(starter, name)) for name in TEXTS}
    if Process.objects.filter(name__iexact=texts["name"]).exists():
        raise ValidationError(_("A process called %(name)s is there already.") % {"name": texts["name"]})
    values = {name: getattr(starter, name) for name in VALUES}
    return add_row(row=Process(**texts, **values), by=by)

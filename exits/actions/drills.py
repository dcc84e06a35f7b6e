"""Drills: begun, written down step by step, finished with what they came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from exits.drilling import result_of
from exits.models import DrilledStep, ExitDrill, ExitPlan, Mode
from exits.queries.plans import tasks_of
from foundation.accounts.audit import record
from foundation.accounts.models import User


@transaction.atomic
def begin_drill(
    *, plan: ExitPlan, mode: Mode, held_on: date, took_part: str, by: User, now: datetime, today: date
) -> ExitDrill:
    """Run the plan as an exercise; every task of the plan waits for how it went.

    Raises:
        ValidationError: when one is under way, the plan has no tasks, or the day has not come.
    """
    ExitPlan.objects.select_for_update().get(pk=plan.pk)
    if ExitDrill.objects.filter(plan=plan, finished_at=None).exists():
        raise ValidationError(_("A drill is under way. Finish that one first."))
    if held_on > today:
        raise ValidationError({"held_on": _("This day has not come yet. Begin the drill on the day itself.")})
    steps = tasks_of(plan)
    if not steps:
        raise ValidationError(_("No step of the plan has a day: there is nothing to try out."))
    drill: ExitDrill = ExitDrill.objects.create(
        plan=plan, mode=mode, held_on=held_on, took_part=took_part.strip(), begun_by=by, begun_at=now
    )
    DrilledStep.objects.bulk_create(
        DrilledStep(drill=drill, key=step.key, position=place, title=step.title)
        for place, step in enumerate(steps, start=1)
    )
    record("exitdrill.begun", by=by, subject=drill, mode=mode.value, held_on=held_on.isoformat())
    return drill


@transaction.atomic
def note_drill(*, drill: ExitDrill, said: Mapping[int, tuple[str, str]], by: User) -> ExitDrill:
    """Keep how steps went: (how, note) by the id of the drilled step.

    Raises:
        ValidationError: when it was finished meanwhile.
    """
    drill = _under_way(drill)
    rows = list(drill.steps.all())
    for row in rows:
        row.worked, row.note = said.get(row.pk, (row.worked, row.note))
    DrilledStep.objects.bulk_update(rows, ["worked", "note"])
    record("exitdrill.noted", by=by, subject=drill, tried=sum(bool(row.worked) for row in rows))
    return drill


@transaction.atomic
def finish_drill(*, drill: ExitDrill, note: str, by: User, now: datetime) -> ExitDrill:
    """It is over: the result follows from its steps and never changes again.

    Raises:
        ValidationError: when no step was tried, nobody says what was learned, or it was finished meanwhile.
    """
    drill = _under_way(drill)
    result = result_of([row.worked for row in drill.steps.all()])
    if not result:
        raise ValidationError(_("Say of at least one step how it went."))
    if not note.strip():
        raise ValidationError({"note": _("Say what was learned, in a sentence.")})
    drill.result, drill.note, drill.finished_by, drill.finished_at = result, note.strip(), by, now
    drill.save(update_fields=["result", "note", "finished_by", "finished_at"])
    record("exitdrill.finished", by=by, subject=drill, result=result)
    return drill


def _under_way(drill: ExitDrill) -> ExitDrill:
    found: ExitDrill = ExitDrill.objects.select_for_update().get(pk=drill.pk)
    if found.finished_at is not None:
        raise ValidationError(_("This drill is finished."))
    return found

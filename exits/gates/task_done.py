"""What must hold before a task of an exit counts as done, by its kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exits.models import ExitTask, StepKind
from exits.queries.runs import erasures_of, settlement_of, unproved
from scorecards.models import Scorecard
from scorecards.models.cards import CardState


def reason_not_done(task: ExitTask) -> str:
    """Why a task is not done yet, for people; empty when nothing stands against it."""
    ask = _REASONS.get(StepKind(task.kind))
    return ask(task) if ask else ""


def _access(task: ExitTask) -> str:
    count = len(unproved(task.exit))
    words = ngettext(
        "%(count)d access is open. Take it back with proof, or say what still needs it.",
        "%(count)d accesses are open. Take each back with proof, or say what still needs it.",
        count,
    )
    return words % {"count": count} if count else ""


def _certificate(task: ExitTask) -> str:
    return "" if task.file_id else _("The certificate is missing: put the file there.")


def _retention(task: ExitTask) -> str:
    count = sum(row.finished_at is None for row in erasures_of(task.exit))
    words = ngettext("%(count)d class of data waits.", "%(count)d classes of data wait.", count)
    return words % {"count": count} if count else ""


def _scorecard(task: ExitTask) -> str:
    run = task.exit
    zone = ZoneInfo(run.organization.time_zone)
    last_minute = datetime.combine(run.ends_on, time(23, 59), zone)
    issued = Scorecard.objects.filter(engagement=run.engagement_id, state=CardState.ISSUED)
    if issued.filter(period_start__lte=last_minute, period_end__gt=last_minute).exists():
        return ""
    return _("The scorecard of the last week is not issued yet.")


def _settlement(task: ExitTask) -> str:
    return "" if settlement_of(task.exit) else _("What is owed is not agreed yet: write the settlement down.")


_REASONS: Final[dict[StepKind, Callable[[ExitTask], str]]] = {
    StepKind.ACCESS: _access,
    StepKind.CERTIFICATE: _certificate,
    StepKind.RETENTION: _retention,
    StepKind.SCORECARD: _scorecard,
    StepKind.SETTLEMENT: _settlement,
}

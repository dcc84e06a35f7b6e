"""Reads about the decision of a pilot: what was decided, on which evidence, and what stands today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from pilots.models import Choice, Pilot, PilotDecision
from pilots.queries.memo import memo_of


class Standing(NamedTuple):
    """The evidence to be shown: that of the decision that ended the pilot, else today's."""

    memo: Mapping[str, Any]
    decision: PilotDecision | None
    extension: PilotDecision | None


def standing_of(pilot: Pilot, *, today: date) -> Standing:
    """The memo as it was put before whoever decided; before that as it stands today."""
    rows = list(PilotDecision.objects.filter(pilot=pilot).select_related("decided_by").order_by("decided_at"))
    extension = next((each for each in rows if each.choice == Choice.EXTEND), None)
    decision = next((each for each in rows if each.choice != Choice.EXTEND), None)
    memo = (decision.memo if decision else None) or memo_of(pilot, today=today)
    return Standing(memo, decision, extension)

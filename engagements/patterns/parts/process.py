"""What is done: fills what the process does not say yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engagements.actions.catalogue import change_row
from engagements.models import Engagement
from foundation.accounts.models import User

TEXTS = ("area", "description", "service", "trigger", "inputs", "outputs", "quality_bar", "acceptance_criteria")
OTHERS = ("done_by", "frequency", "minutes", "repetition", "strategic", "reasons", "reason_note")


def apply(engagement: Engagement, content: dict[str, Any], by: User, now: datetime) -> None:
    """Empty fields of the process take the template's values; what somebody wrote stays.

    A ``volume`` counts per frequency, so it is taken only together with it.
    """
    process = engagement.process
    was: dict[str, Any] = {}
    counted = ("volume",) if not process.frequency else ()
    for name in (*TEXTS, *OTHERS, *counted):
        if content.get(name) and getattr(process, name) in ("", None, []):
            was[name] = getattr(process, name)
            setattr(process, name, content[name])
    change_row(row=process, by=by, was=was)


def export(engagement: Engagement) -> dict[str, Any]:
    """The words of the process, with its name as a proposal."""
    process = engagement.process
    values = {name: getattr(process, name) for name in (*TEXTS, *OTHERS)}
    values["minutes"] = None if process.minutes is None else str(process.minutes)
    return {"name": process.name} | {name: value for name, value in values.items() if value not in ("", None, [])}

"""Asking one check."""

from __future__ import annotations

from datetime import date

from engagements.gates.registry import check_of
from engagements.models import Stage
from tests.procedures.desk import TODAY, Desk


def ask(desk: Desk, key: str, today: date = TODAY) -> tuple[bool, str]:
    """What a check of going live finds: whether it holds, and its sentence."""
    check = check_of(key)
    assert check is not None
    assert check.stage == Stage.LIVE
    found = check.ask(desk.engagement, today)
    return found.holds, found.message

"""A business case for the walk over every page."""

from __future__ import annotations

from datetime import datetime

from engagements.models import Engagement
from finance.actions.cases import create_case
from finance.models import BusinessCase
from finance.starters import Starter
from foundation.accounts.models import User


def show_cases(engagement: Engagement, *, by: User, now: datetime) -> dict[str, int]:
    """A draft of an engagement, made from a starter."""
    case = BusinessCase(title="Move the nights", engagement=engagement, currency="EUR")
    made = create_case(case=case, starter=Starter.SHARED_DESK, by=by, now=now, today=now.date(), seed=1)
    return {"cases": made.case_id}

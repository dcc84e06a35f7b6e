"""Mutual accountability: how the client did its part, as it is sealed with the week (docs/metrics.md)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from engagements.models import Side
from engagements.queries.conversations import WEEKS, answers_in_time
from engagements.queries.rhythm import rating_of_us
from scorecards.composition import text
from scorecards.models import Scorecard
from scorecards.sections import prompt_payment


def accountability(card: Scorecard) -> dict[str, Any] | None:
    """The client's answers in time, prompt payment and rating by the vendor's people, up to the end of the card's week.

    None for the own team, to which the client owes neither answers nor money.
    """
    engagement, end = card.engagement, card.period_end
    if engagement.vendor.is_own_team:
        return None
    answers = answers_in_time([engagement.pk], by=Side.CLIENT, now=end)
    rating, month, people = rating_of_us([engagement.pk], now=end)
    paid = prompt_payment()(engagement.vendor_id, today=end.astimezone(ZoneInfo(card.organization.time_zone)).date())
    return {
        "answers": {"met": answers.met, "decided": answers.decided, "weeks": WEEKS},
        "payment": {"in_time": paid.in_time, "due": paid.due, "months": paid.months},
        "rating": {
            "mean": None if rating is None else text(float(rating)),
            "people": people,
            "month": month.isoformat() if month else None,
        },
    }

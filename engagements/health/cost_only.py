"""Failure 5: it was bought for the price and is judged by the price."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from engagements.health.rule import Symptom
from engagements.models import Engagement
from engagements.models.processes import Reason
from engagements.queries.stages import agreed_targets

ABOUT_QUALITY = frozenset(
    {"error_rate", "accuracy", "reopen_rate", "csat", "first_contact", "external_rating", "source_met"}
)
ABOUT_MONEY = frozenset({"cost_per_unit"})


def ask(engagement: Engagement, today: date) -> Symptom:
    """Signs: cost is the only reason, no metric of quality, every metric is about money."""
    targets = agreed_targets(engagement, today)
    measures = {target.metric.measure for target in targets}
    signs = []
    if set(engagement.process.reasons) == {Reason.COST}:
        signs.append(gettext("Cost is the only reason why it is outsourced."))
    if targets and measures <= ABOUT_MONEY:
        signs.append(gettext("Every metric is about money."))
    elif not measures & ABOUT_QUALITY:
        signs.append(gettext("No metric shows whether the work is good."))
    return Symptom(tuple(signs), "engagements:engagement-detail")

"""Figures that people enter."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement, Metric
from engagements.models.metrics import Measure, Unit
from engagements.models.parties import Side
from engagements.periods import Period, PeriodKind, periods_between
from foundation.accounts.audit import record
from foundation.accounts.models import User
from scorecards.actions.measuring import mark_weeks
from scorecards.measures.entries import MEASURES
from scorecards.models import ManualValue

LINKS: Final = ("https://", "http://")
"""How the evidence of an external rating begins."""


@transaction.atomic
def enter_value(
    *,
    engagement: Engagement,
    metric: Metric,
    period: Period,
    numerator: Decimal,
    denominator: Decimal | None,
    note: str,
    by: User,
    now: datetime,
    side: Side = Side.CLIENT,
) -> ManualValue:
    """Enter a metric's figure of a period, or replace it; the audit log keeps both. The week is then measured again.

    A share takes numerator and denominator (3 of 40); a number stands alone.

    Raises:
        ValidationError: for a metric that is computed, a period that runs still, or parts that make no figure.
    """
    _check(metric, period, numerator=numerator, denominator=denominator, note=note, now=now)
    key: dict[str, Any] = {
        "engagement": engagement,
        "metric": metric,
        "period_kind": period.kind.value,
        "period_key": period.key,
    }
    old = ManualValue.objects.select_for_update().filter(**key).first()
    value: ManualValue
    value, _made = ManualValue.objects.update_or_create(
        **key,
        defaults={
            "period_start": period.start,
            "numerator": numerator,
            "denominator": denominator,
            "note": note.strip(),
            "entered_by": by,
            "entered_at": now,
            "side": side,
        },
    )
    record(
        "manualvalue.entered",
        by=by,
        subject=value,
        period=period.key,
        side=str(side),
        numerator=str(numerator),
        denominator=None if denominator is None else str(denominator),
        replaced=None if old is None else [str(old.numerator), str(old.denominator), old.note],
    )
    weeks = periods_between(PeriodKind.WEEK, period.start, period.end, period.zone)
    ended = [week for week in weeks if week.end <= now]
    if ended:
        mark_weeks({engagement.pk: [ended[-1]]}, now=now)
    return value


def _check(
    metric: Metric, period: Period, *, numerator: Decimal, denominator: Decimal | None, note: str, now: datetime
) -> None:
    problems: dict[str, str] = {}
    if metric.measure not in MEASURES:
        raise ValidationError(_("%(metric)s is computed from work items; nothing can be entered.") % {"metric": metric})
    if period.end > now:
        problems["period"] = _("This period has not ended yet.")
    if not note.strip():
        problems["note"] = _("Say where the figure comes from.")
    elif metric.measure == Measure.EXTERNAL_RATING and not note.strip().startswith(LINKS):
        problems["note"] = _("Begin with the address of the page, such as https://…, so that others can look.")
    if denominator is not None and denominator < 0:
        problems["denominator"] = _("This cannot be negative.")
    is_share = metric.unit == Unit.PERCENT and denominator is not None
    if is_share and denominator is not None and not 0 <= numerator <= denominator:
        problems["numerator"] = _("A share lies between 0 and the number it is taken from.")
    if metric.measure in (Measure.ERROR_RATE, Measure.ACCURACY) and denominator is None:
        problems["denominator"] = _("Say how many were checked.")
    if problems:
        raise ValidationError(problems)

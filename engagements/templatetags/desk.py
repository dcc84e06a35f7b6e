"""How answers in time and pulses are written."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from engagements.answer_clock import Asked, Outcome, Punctuality, outcome
from engagements.models.rhythm import BEST, WORST
from engagements.pulse_months import one_digit
from engagements.queries.desk import percent
from engagements.queries.rhythm import ShownMonth
from foundation.charts.templatetags.charts import sparkline

register = template.Library()
STATUS = {Outcome.MET: "ok", Outcome.MISSED: "bad", Outcome.OPEN: "warn", Outcome.WITHDRAWN: "none"}


@register.filter
def in_time(figure: Punctuality) -> str:
    """The share answered in time, or a dash without data."""
    return percent(figure) or "\N{EN DASH}"


@register.filter
def pulse_score(value: Fraction | None) -> str:
    """A mean of 1 to 5 with one digit, or a dash without an answer."""
    return "\N{EN DASH}" if value is None else number_format(one_digit(value), 1)


@register.simple_tag
def question_state(asked: Asked, now: datetime) -> dict[str, Any]:
    """How a question stands: the chip's status and word, and when it was decided."""
    verdict, at = outcome(asked, now)
    words = {
        Outcome.MET: _("Answered in time"),
        Outcome.MISSED: _("Answered late") if asked.answered_at else _("Overdue"),
        Outcome.OPEN: _("Waits for an answer"),
        Outcome.WITHDRAWN: _("Taken back"),
    }
    if verdict is Outcome.MISSED and asked.answered_at is None and asked.withdrawn_at is not None:
        words[verdict] = _("Taken back late")
    return {"status": STATUS[verdict], "word": words[verdict], "at": at, "is_open": verdict is Outcome.OPEN}


@register.simple_tag
def pulse_trend(months: list[ShownMonth], whose: str, name: str) -> SafeString:
    """The months as a small line, the oldest first; ``whose`` is own or theirs."""
    series = [getattr(month, whose) for month in reversed(months)]
    return sparkline([None if each is None else float(each) for each in series], name=name)


@register.simple_tag
def pulse_scale() -> str:
    """What the scores run between."""
    return _("%(worst)d to %(best)d") % {"worst": WORST, "best": BEST}

"""What the workspace knows of a case's drivers: process, own runs, scope, pilot, chosen offer, terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _

from engagements.inventory.workload import minutes_a_month, volume_a_month
from engagements.models import Engagement, Process
from engagements.models.engagements import Route
from engagements.queries.engagements import terms_on
from engagements.queries.processes import own_baseline, own_runs
from engagements.queries.segments import segments_of
from finance.case import Grade, Source, SourceKind
from finance.queries.offers import offered
from finance.queries.pilots import piloted
from finance.starters import Known

MINUTES_OF_A_POST: Final = Decimal(130 * 60)
"""Minutes that one post works a month, leave and illness taken off: 130 hours."""
_WEEKS: Final = Decimal(52) / 12
_SPREAD: Final = Decimal("0.15")
_CENT: Final = Decimal("0.01")


def known_of(*, process: Process | None, engagement: Engagement | None, currency: str, today: date) -> dict[str, Known]:
    """The drivers that are known, by key: the scope goes before the process's volume, the terms before the offer.

    A decided pilot goes before what was known or forecast of volume, quality and hours; what is agreed or offered as a
    price goes before what the pilot cost.
    """
    found: dict[str, Known] = {}
    process = process or (engagement.process if engagement else None)
    if process:
        found |= dict(_of_process(process, today))
    if engagement:
        found |= dict(_of_scope(engagement, today))
        measured = piloted(engagement, currency=currency, today=today, forecast=found.get("volume"))
        found |= measured
        found |= offered(engagement, currency=currency, today=today)
        found |= dict(_of_terms(engagement, currency, today))
        if hours := measured.get("oversight"):
            found["oversight"] = hours
    return found


def _of_process(process: Process, today: date) -> Iterator[tuple[str, Known]]:
    source = Source(SourceKind.PROCESS, process.name, today, str(process.pk))
    if volume := volume_a_month(process.volume, process.frequency):
        basis = _("%(volume)s %(frequency)s, as in the inventory") % {
            "volume": process.volume,
            "frequency": process.get_frequency_display(),
        }
        yield "volume", _around(volume, Grade.JUDGED, basis, source, Decimal(1))
    own = own_baseline(own_runs(process))
    each = own.minutes_each or process.minutes
    minutes = minutes_a_month(process.volume, process.frequency, each)
    if minutes and each:
        words = {"minutes": _shown(each), "n": own.count}
        basis = _("%(minutes)s minutes each, measured on %(n)s of your own") if own.count else _("%(minutes)s min each")
        basis = f"{basis % words}; {_('130 hours a month and post')}"
        grade = Grade.MEASURED if own.count else Grade.JUDGED
        yield "people", _around(minutes / MINUTES_OF_A_POST, grade, basis, source, _CENT)


def _of_scope(engagement: Engagement, today: date) -> Iterator[tuple[str, Known]]:
    segments = [each for each in segments_of(engagement.pk) if each.route == Route.PARTNER]
    if not segments or any(each.weekly_volume is None for each in segments):
        return
    base = sum(Decimal(each.weekly_volume or 0) for each in segments)
    low = sum(Decimal(each.volume_low if each.volume_low is not None else each.weekly_volume or 0) for each in segments)
    high = sum(
        Decimal(each.volume_high if each.volume_high is not None else each.weekly_volume or 0) for each in segments
    )
    source = Source(SourceKind.SCOPE, engagement.name, today, str(engagement.pk))
    basis = _("%(low)s to %(high)s a week by the forecast band of the scope") % {"low": low, "high": high}
    numbers = [(each * _WEEKS).quantize(Decimal(1), ROUND_HALF_UP) for each in (low, base, high)]
    yield "volume", Known(numbers[0], numbers[1], numbers[2], Grade.QUOTED, basis, source)


def _of_terms(engagement: Engagement, currency: str, today: date) -> Iterator[tuple[str, Known]]:
    """Fee and oversight of the engagement, when they are in the case's currency."""
    terms = terms_on(engagement.pk, today)
    if terms is None or terms.currency != currency:
        return
    source = Source(SourceKind.ENGAGEMENT, engagement.name, today, str(engagement.pk))
    if terms.monthly_fee:
        basis = _("Terms in force since %(day)s") % {"day": terms.valid_from.isoformat()}
        yield "fee", Known(terms.monthly_fee, terms.monthly_fee, terms.monthly_fee, Grade.QUOTED, basis, source)
    if terms.oversight_hours:
        basis = _("%(hours)s hours a month by the terms") % {"hours": terms.oversight_hours}
        yield "oversight", _around(terms.oversight_hours / _WEEKS, Grade.QUOTED, basis, source, _CENT)
    if terms.oversight_rate:
        rate = terms.oversight_rate
        yield "oversight_rate", Known(rate, rate, rate, Grade.QUOTED, _("Rate in the terms"), source)


def _around(value: Decimal, grade: Grade, basis: str, source: Source, step: Decimal) -> Known:
    """A single figure with 15 % either way, since a case asks for a range."""
    low, base, high = ((value * (1 + share)).quantize(step, ROUND_HALF_UP) for share in (-_SPREAD, Decimal(0), _SPREAD))
    return Known(low, base, high, grade, f"{basis} ±15 %", source)


def _shown(value: Decimal) -> str:
    return format(value.quantize(_CENT).normalize(), "f")

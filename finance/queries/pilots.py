"""What the decided pilot of an engagement measured of the drivers of a case: volume, quality, hours and cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.models.metrics import Measure
from engagements.queries.engagements import local_today
from finance.actuals.months import Span
from finance.actuals.trial import WEEKS_A_MONTH, Piece, Weeks, a_week, for_each, weeks
from finance.case import Category, SourceKind
from finance.queries.facts import Facts, facts_of
from finance.queries.realisation import line_categories
from finance.starters.known import Known, told_by
from pilots.models import Choice, PilotDecision, SuccessCriterion

_SPREAD: Final = Fraction(15, 100)
_ONE: Final = Decimal(1)
_CENT: Final = Decimal("0.01")
_FINE: Final = Decimal("0.0001")
_HUNDRED: Final = Decimal(100)


class _Told(NamedTuple):
    """What is said of a driver."""

    driver: str
    numbers: tuple[Decimal, Decimal, Decimal]
    basis: str


def piloted(engagement: Engagement, *, currency: str, today: date, forecast: Known | None) -> dict[str, Known]:
    """What the pilot that was decided last, to scale or to stop, measured of this engagement; {} without one.

    Shares that went wrong are those of the memo that was decided on, with its bounds. Volume and fee are told only
    where the mean reaches the low of the forecast: below it the pilot had a part of the work. Money in `currency`.
    """
    mine = Q(pilot__engagement=engagement) | Q(pilot__second_engagement=engagement)
    ended = PilotDecision.objects.filter(mine, choice__in=[Choice.SCALE, Choice.STOP]).select_related("pilot")
    decision = ended.order_by("-decided_at").first()
    if decision is None:
        return {}
    trial, organization = _days(decision, engagement), engagement.organization
    facts = facts_of([engagement.pk], organization, since=trial.start, until=trial.end)[engagement.pk]
    found: dict[str, Known] = {}
    for driver, numbers, basis in (*_quality(decision, engagement), *_work(facts, trial, currency, forecast)):
        found |= told_by(
            SourceKind.PILOT,
            label=decision.pilot.title,
            ref=str(decision.pilot.pk),
            on=today,
            basis=basis,
            numbers={driver: numbers},
        )
    return found


def _days(decision: PilotDecision, engagement: Engagement) -> Span:
    """From its first day to its last, or to the day before it was decided."""
    pilot = decision.pilot
    end = min(pilot.after_last, local_today(engagement.organization, decision.decided_at))
    return Span(pilot.start_date, max(end, pilot.start_date + timedelta(days=1)))


def _quality(decision: PilotDecision, engagement: Engagement) -> Iterator[_Told]:
    """The share that went wrong, and how much less that is than before."""
    rows = {row["id"]: row for row in decision.memo.get("criteria", ()) if row["n"] and row["estimate"]}
    counted = SuccessCriterion.objects.filter(
        pk__in=rows, engagement=engagement, metric__measure__in=[Measure.ERROR_RATE, Measure.ACCURACY]
    ).select_related("metric")
    criterion = counted.order_by("position", "pk").first()
    if criterion is None:
        return
    row, turned = rows[criterion.pk], criterion.metric.measure == Measure.ACCURACY
    base = Decimal(row["estimate"])
    low, high = Decimal(row["lower"] or base), Decimal(row["upper"] or base)
    if turned:
        low, base, high = _HUNDRED - high, _HUNDRED - base, _HUNDRED - low
    words = {"share": _shown(base), "n": row["n"]}
    said = _("%(share)s %% of %(n)s checked went wrong") % words
    yield _Told("rework", _three(low / 100, base / 100, high / 100, _FINE), said)
    if row["baseline"]:
        before = _HUNDRED - Decimal(row["baseline"]) if turned else Decimal(row["baseline"])
        least, fewer, most = (max(before - each, Decimal(0)) / 100 for each in (high, base, low))
        source = row["baseline_source"] or _("baseline of the pilot")
        told = _("%(said)s, before it %(before)s %% (%(source)s)")
        words = {"said": said, "before": _shown(before), "source": source}
        yield _Told("fewer_errors", _three(least, fewer, most, _FINE), told % words)


def _work(facts: Facts, trial: Span, currency: str, forecast: Known | None) -> Iterator[_Told]:
    """Own hours, the cost of a unit, and where the pilot had all of the work its volume and fee."""
    categories = line_categories()
    hours = [
        (Span(each.period_start, each.period_end), Fraction(each.quantity))
        for each in facts.entries
        if each.quantity is not None and categories.get(each.line) is Category.OVERSIGHT
    ]
    if spent := a_week(hours, trial):
        yield _Told(
            "oversight",
            _around(spent, _CENT),
            _("%(hours)s hours a week were entered ±15 %%") % {"hours": _shown(spent)},
        )
    bills: list[Piece] = [
        (Span(each.period_start, each.period_end), Fraction(each.amount))
        for each in facts.lines
        if each.invoice.currency == currency and categories.get(each.cost_line) is Category.SERVICE
    ]
    paid = for_each(bills, facts.accepted, trial)
    if paid and paid[0] > 0:
        words = {"amount": _shown(paid[1]), "currency": currency, "n": paid[2]}
        said = _("%(amount)s %(currency)s were invoiced for %(n)s accepted ±15 %%") % words
        yield _Told("unit_price", _around(paid[0], _CENT), said)
    done = weeks(facts.accepted, trial)
    if done and (forecast is None or done.a_month[1] >= forecast.low):
        yield _Told("volume", _three(*done.a_month, _ONE), _volume_words(done))
        fee = a_week(bills, trial)
        if fee and fee > 0:
            said = _("%(amount)s %(currency)s a week were invoiced ±15 %%") % {
                "amount": _shown(fee),
                "currency": currency,
            }
            yield _Told("fee", _around(fee * WEEKS_A_MONTH, _CENT), said)


def _volume_words(done: Weeks) -> str:
    return _("%(total)s accepted in %(weeks)s weeks, %(least)s to %(most)s in each") % {
        "total": done.total,
        "weeks": done.count,
        "least": done.least,
        "most": done.most,
    }


def _around(value: Fraction, step: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """A single figure with 15 % either way, since a case asks for a range."""
    return _three(value * (1 - _SPREAD), value, value * (1 + _SPREAD), step)


def _three(low: Any, base: Any, high: Any, step: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    made = [_rounded(each, step) for each in (low, base, high)]
    return made[0], made[1], made[2]


def _rounded(value: Decimal | Fraction, step: Decimal) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return exact.quantize(step, ROUND_HALF_UP)


def _shown(value: Decimal | Fraction) -> str:
    return format(_rounded(value, _CENT).normalize(), "f")

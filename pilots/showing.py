"""A pilot as its pages show it: each criterion with what is known so far, each trigger, the gates along the days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.models import ActionItem
from foundation.charts import Milestone, PilotLine
from pilots.figures.budget import Burn, burn_of
from pilots.figures.triggers import Window
from pilots.models import CriterionReading, Kind, Pilot, PilotAmendment, RollbackTrigger, SuccessCriterion
from pilots.phase import Phase
from pilots.words import DASH, figure, fired_words, limit, threshold, trigger_name, window_words

_HUNDRED: Final = Decimal(100)
PHASES: Final = {
    Phase.PLANNED: "none",
    Phase.LOCKED: "run",
    Phase.RUNNING: "run",
    Phase.ENDED: "warn",
    Phase.DECIDED: "ok",
    Phase.ROLLING_BACK: "bad",
    Phase.ROLLED_BACK: "none",
}


def phase_words(phase: Phase) -> str:
    """The phase, as people say it."""
    return {
        Phase.PLANNED: _("Planned"),
        Phase.LOCKED: _("Locked, not begun"),
        Phase.RUNNING: _("Running"),
        Phase.ENDED: _("Ended, waits for the decision"),
        Phase.DECIDED: _("Decided"),
        Phase.ROLLING_BACK: _("Rolling back"),
        Phase.ROLLED_BACK: _("Rolled back"),
    }[phase]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion with its newest reading in words; ``burn`` in words too, empty where there is none."""

    criterion: SuccessCriterion
    threshold: str
    reading: CriterionReading | None
    estimate: str
    interval: str
    counted: str
    share: int
    burn: str = ""
    burn_mark: str = ""
    trend: tuple[Decimal | None, ...] = ()


class TriggerRow(NamedTuple):
    """A trigger with its limit, the finding when it fired, else what it sees now; ``mark`` is the status of that."""

    trigger: RollbackTrigger
    name: str
    limit: str
    fired: str
    now: str = ""
    mark: str = "none"


def criterion_rows(
    pilot: Pilot, criteria: Iterable[SuccessCriterion], readings: Mapping[int, list[CriterionReading]]
) -> list[CriterionRow]:
    """The criteria with their readings, oldest first."""
    return [_row(pilot, each, readings.get(each.pk, [])) for each in criteria]


def trigger_rows(triggers: Iterable[RollbackTrigger], windows: Mapping[int, Window] | None = None) -> list[TriggerRow]:
    """The triggers in words; ``windows`` are what those that have not fired see now."""
    return [_trigger_row(each, (windows or {}).get(each.pk)) for each in triggers]


def _trigger_row(trigger: RollbackTrigger, window: Window | None) -> TriggerRow:
    row = TriggerRow(trigger, trigger_name(trigger), limit(trigger), "")
    if trigger.fired_at:
        return row._replace(fired=fired_words(trigger), mark="bad")
    if window is None:
        return row
    says_nothing = window.value is None or window.n < trigger.minimum_n
    return row._replace(now=window_words(trigger, window), mark="none" if says_nothing and not trigger.event else "ok")


def line_of(
    pilot: Pilot, today: date, amendments: Iterable[PilotAmendment], drill: ActionItem | None, zone: ZoneInfo
) -> PilotLine:
    """The gates along the pilot's days."""
    gates = [_gate(pilot.start_date, _("start"), "on_target" if today >= pilot.start_date else "no_data")]
    gates += [
        _gate(each.applied_at.astimezone(zone).date(), _("amendment %(n)d") % {"n": each.number}, "at_risk")
        for each in amendments
        if each.applied_at is not None
    ]
    if drill is not None:
        gates.append(_gate(drill.due_date, _("off-boarding drill"), "no_data" if drill.is_open else "on_target"))
    if pilot.rollback_started_at is not None:
        gates.append(_gate(pilot.rollback_started_at.astimezone(zone).date(), _("rollback"), "off_target"))
    decision = pilot.decided_at.astimezone(zone).date() if pilot.decided_at else pilot.last_day
    gates.append(_gate(decision, _("decision"), "on_target" if pilot.decided_at else "no_data"))
    return PilotLine(pilot.start_date, pilot.last_day, today, tuple(gates))


def _gate(day: date, name: str, status: str) -> Milestone:
    return Milestone(day, f"{name} {date_format(day, 'j M')}", status)


def _row(pilot: Pilot, criterion: SuccessCriterion, readings: list[CriterionReading]) -> CriterionRow:
    newest = readings[-1] if readings else None
    n = newest.n if newest else 0
    share = min(100, n * 100 // criterion.planned_n)
    counted = _("%(n)d of %(planned)d") % {"n": n, "planned": criterion.planned_n}
    if newest is None or not n:
        return CriterionRow(criterion, threshold(criterion), newest, DASH, _("no data yet"), counted, share)
    burn = _burn(pilot, criterion, newest)
    return CriterionRow(
        criterion,
        threshold(criterion),
        newest,
        figure(newest.estimate, criterion.unit),
        _interval(criterion, newest),
        counted,
        share,
        _burn_words(burn) if burn else "",
        ("bad" if burn.budget.exhausted else "warn" if burn.ends_early else "ok") if burn else "",
        tuple(each.estimate for each in readings),
    )


def _interval(criterion: SuccessCriterion, reading: CriterionReading) -> str:
    """The bounds, each of 90 %; of a percentile those of the share within its threshold."""
    if reading.lower is None or reading.upper is None:
        return _("too few for an interval")
    unit = criterion.unit if criterion.kind == Kind.MEAN else "percent"
    words = {"low": figure(reading.lower, unit), "high": figure(reading.upper, unit)}
    if criterion.kind == Kind.PERCENTILE and reading.numerator is not None:
        words["share"] = figure(reading.numerator * _HUNDRED / reading.n, unit)
        return _("%(share)s within it, %(low)s to %(high)s") % words
    return _("%(low)s to %(high)s") % words


def _burn(pilot: Pilot, criterion: SuccessCriterion, reading: CriterionReading) -> Burn | None:
    if criterion.error_budget is None or reading.failures is None:
        return None
    return burn_of(
        allowed=criterion.error_budget / _HUNDRED,
        failures=reading.failures,
        n=reading.n,
        planned_n=criterion.planned_n,
        day=pilot.day_number(reading.day),
        days=pilot.days,
    )


def _burn_words(burn: Burn) -> str:
    budget = burn.budget
    words = {"used": budget.failures, "allowed": figure(budget.allowed, "score")}
    said = _("%(used)d of %(allowed)s failures used") % words
    if burn.rate is None:
        return said
    return f"{said}, " + _("burn rate %(rate)s") % {"rate": figure(burn.rate, "score")}


def day_words(pilot: Pilot, today: date) -> str:
    """Day n of N, or when it begins or ended."""
    number = pilot.day_number(today)
    if not number:
        return _("begins on %(day)s") % {"day": date_format(pilot.start_date, "j M Y")}
    if today > pilot.last_day:
        return _("%(days)d days, ended on %(day)s") % {
            "days": pilot.days,
            "day": date_format(pilot.last_day, "j M Y"),
        }
    return _("day %(n)d of %(days)d") % {"n": number, "days": pilot.days}

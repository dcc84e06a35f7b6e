"""A criterion's plan in words, with its curve: how many items, on about which day, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from engagements.models.metrics import Direction
from foundation import charts
from foundation.charts.templatetags.charts import WORDS
from pilots.figures.planner import WANTED, Caution, Plan, Point, Warn
from pilots.models import Kind, Pilot, SuccessCriterion
from pilots.words import threshold

_PERCENT: Final = 100
_MOST_POINTS: Final = 160
_TABLE: Final = (20, 30, 45, 50, 75, 100, 150, 200, 300, 450, 600, 1000, 1500, 2000, 3000)


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A criterion's plan as the page shows it; ``rows`` stand behind the curve."""

    criterion: SuccessCriterion
    threshold: str
    finding: str
    decided: str
    warnings: tuple[tuple[str, str], ...]
    wide: SafeString
    phone: SafeString
    rows: tuple[tuple[str, str, str], ...]
    truth_name: str = ""
    spread_name: str = ""
    truth: str = ""
    spread: str = ""
    unit: str = ""


def card(pilot: Pilot, criterion: SuccessCriterion, plan: Plan) -> PlanCard:
    """The plan of one criterion in words."""
    finding = finding_of(criterion, plan)
    return PlanCard(
        criterion=criterion,
        threshold=threshold(criterion),
        finding=finding,
        decided=decided_words(pilot, plan),
        warnings=tuple((_tone(each.kind), warning_words(criterion, each)) for each in plan.warnings),
        wide=_curve(criterion, plan, finding, 520),
        phone=_curve(criterion, plan, finding, 320),
        rows=tuple(_rows(criterion, plan)),
    )


def finding_of(criterion: SuccessCriterion, plan: Plan) -> str:
    """The first sentence: what the planned n can do, and how many it takes."""
    words = {"n": criterion.planned_n, "chance": _chance(plan.planned.power), "needed": plan.needed}
    if plan.needed is None:
        return _("With %(n)d items the chance of “met” is %(chance)s; no number of items makes it 80 %%.") % words
    if plan.planned.power >= WANTED:
        return _("With %(n)d items the chance of “met” is %(chance)s: that is enough.") % words
    return _("With %(n)d items the chance of “met” is %(chance)s; 80 %% needs %(needed)d.") % words


def decided_words(pilot: Pilot, plan: Plan) -> str:
    """On about which day it is decided."""
    if plan.day is None:
        return _("No volume is known: nobody can say when it is decided.")
    if plan.day > pilot.days:
        words = {"day": date_format(pilot.last_day, "j M"), "n": plan.day}
        return _("Decided at the pilot's end, on %(day)s: the planned n would come on about day %(n)d.") % words
    day = pilot.start_date + timedelta(days=plan.day - 1)
    return _("Decided on about day %(n)d, %(day)s.") % {"n": plan.day, "day": date_format(day, "j M")}


def warning_words(criterion: SuccessCriterion, warning: Caution) -> str:
    """What is wrong with a plan, and what to do."""
    if warning.kind in (Warn.LOW_CHANCE, Warn.NO_FAILURE) and warning.needed is None:
        return _(
            "“Not enough evidence” is likely, however many items come: what you expect is too close to the threshold."
        )
    words = {
        "threshold": threshold(criterion),
        "n": warning.n,
        "right": warning.right,
        "needed": warning.needed,
        "day": warning.day,
        "chance": _chance(warning.power),
    }
    return {
        Warn.NEVER: _("%(n)d items cannot pass %(threshold)s even if all are right: it takes at least %(needed)s."),
        Warn.NO_FAILURE: _(
            "At %(threshold)s %(n)d items pass only if not one of them fails. If the truth is what you assume, that has"
            " a chance of %(chance)s; plan %(needed)s items for 80 %%."
        )
        if criterion.kind == Kind.SHARE and criterion.direction == Direction.LOWER
        else _(
            "At %(threshold)s %(n)d items pass only with %(right)d of %(n)d. If the truth is what you assume, that has"
            " a chance of %(chance)s; plan %(needed)s items for 80 %%."
        ),
        Warn.LOW_CHANCE: _("“Not enough evidence” is likely: plan %(needed)s items for a chance of 80 %%."),
        Warn.NOT_BETTER: _(
            "What you assume is no better than the threshold, so no number of items will show that it is met."
        ),
        Warn.AFTER_END: _(
            "The planned n does not come within the pilot's days: fewer items, more volume or more days."
        ),
        Warn.TOO_FEW_FOR_MEAN: _("A mean is judged from %(needed)s items on."),
    }[warning.kind] % words


def _tone(kind: Warn) -> str:
    return "bad" if kind in (Warn.NEVER, Warn.NOT_BETTER, Warn.TOO_FEW_FOR_MEAN) else "warn"


def _curve(criterion: SuccessCriterion, plan: Plan, finding: str, width: int) -> SafeString:
    """The curve, thinned to what a screen can show; what is marked stays."""
    every = max(len(plan.curve) // _MOST_POINTS, 1)
    kept = [point for at, point in enumerate(plan.curve) if at % every == 0 or point.n in (plan.needed, plan.planned.n)]
    series = charts.PowerSeries(
        [(point.n, point.power * _PERCENT) for point in kept],
        wanted=WANTED * _PERCENT,
        needed=plan.needed,
        planned=(plan.planned.n, plan.planned.power * _PERCENT),
    )
    svg = charts.power_chart(series, width=width, height=190, name=criterion.name, finding=finding, words=WORDS)
    return mark_safe(svg)  # noqa: S308 - every text and attribute in it went through svg.clean


def _rows(criterion: SuccessCriterion, plan: Plan) -> Sequence[tuple[str, str, str]]:
    """Round numbers of items, the planned and the needed one: what has to be right, and the chance."""
    wanted = {*_TABLE, plan.planned.n, plan.needed}
    points = {point.n: point for point in (*plan.curve, plan.planned) if point.n in wanted}
    return [
        (number_format(n, 0, force_grouping=True), _right(points[n]), _chance(points[n].power)) for n in sorted(points)
    ]


def _right(point: Point) -> str:
    return "" if point.right is None else _("%(right)d of %(n)d") % {"right": point.right, "n": point.n}


def _chance(power: float) -> str:
    """In whole percent; almost certain is not certain, and hardly possible is not impossible."""
    percent = round(power * _PERCENT)
    if power and not percent:
        return _("under 1 %")
    return _("over 99 %") if percent == _PERCENT and power < 1 else f"{percent}\N{NO-BREAK SPACE}%"

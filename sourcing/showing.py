"""A result as its page shows it: figures rounded once, sentences that state the finding, the bars of the chart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.charts import Swing
from sourcing.models import Brief, Group
from sourcing.queries.results import Ranked, Result
from sourcing.scoring import Part, State

CHIPS: Final = {
    State.IN: ("ok", gettext_lazy("in")),
    State.KNOCKED_OUT: ("bad", gettext_lazy("knocked out")),
    State.BELOW_MINIMUM: ("warn", gettext_lazy("below a minimum")),
    State.NO_DATA: ("none", gettext_lazy("no data")),
}
FIRST_SPREADS: Final = 6
APART: Final = 2
"""Points between two raters from which the page says that they should talk."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Points of a group as shown, with whether they fail its minimum."""

    label: str
    text: str
    fails: bool
    minimum: str


@dataclass(frozen=True, slots=True)
class Line:
    """An offer in the ranking."""

    row: Ranked
    status: str
    word: str
    total: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Spread:
    """A criterion on which raters differ for an offer."""

    vendor: str
    criterion: str
    group: str
    mean: str
    low: int
    high: int
    n: int


@dataclass(frozen=True, slots=True)
class Case:
    """A weight at its low and high, with the lead that the first then has; ``turns`` names who passes it."""

    group: str
    weight: str
    low: str
    high: str
    low_turns: str
    high_turns: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the page prints."""

    finding: str
    lines: list[Line]
    spreads: list[Spread]
    stable: str
    swings: list[Swing]
    lead: float
    lead_text: str
    cases: list[Case]

    @property
    def widest(self) -> list[Spread]:
        """Where raters are furthest apart."""
        return self.spreads[:FIRST_SPREADS]

    @property
    def other_spreads(self) -> list[Spread]:
        """The rest of them."""
        return self.spreads[FIRST_SPREADS:]


def shown_result(result: Result, brief: Brief) -> Shown:
    """The result in words and figures."""
    sure = result.stability
    return Shown(
        finding=_finding(result),
        lines=[_line(row, result) for row in result.rows],
        spreads=_spreads(result),
        stable=_stable(result),
        swings=_swings(result),
        lead=float(sure.lead) if sure else 0.0,
        lead_text=_("%(lead)s points ahead") % {"lead": tenths(sure.lead)} if sure else "",
        cases=_cases(result),
    )


def tenths(value: Fraction | None, places: int = 1) -> str:
    """A figure with one place, rounded half up in the reader's way; a dash for none."""
    if value is None:
        return "\N{EN DASH}"
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return number_format(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), places)


def _finding(result: Result) -> str:
    first = result.first
    if not first:
        return _("No proposal passes every knock-out and minimum: nobody can be chosen.")
    names = _(" and ").join(row.offer.vendor.name for row in first)
    if len(first) > 1:
        return _("%(names)s are level with %(total)s of 100 points.") % {
            "names": names,
            "total": tenths(first[0].standing.total),
        }
    words = {"name": names, "total": tenths(first[0].standing.total)}
    if result.stability is None:
        return _("%(name)s is the only proposal that is left, with %(total)s of 100 points.") % words
    lead = _("%(name)s comes first with %(total)s of 100 points, %(lead)s ahead of the next.")
    return lead % {**words, "lead": tenths(result.stability.lead)}


def _line(row: Ranked, result: Result) -> Line:
    status, word = CHIPS[row.standing.state]
    cells = [_cell(part) for part in row.standing.parts]
    return Line(row, status, str(word), tenths(row.standing.total), cells)


def _cell(part: Part) -> Cell:
    minimum = "" if part.minimum is None else number_format(part.minimum.normalize())
    return Cell(str(Group(part.key).label), tenths(part.points), part.fails, minimum)


def _spreads(result: Result) -> list[Spread]:
    found = [
        Spread(
            row.offer.vendor.name,
            result.criteria[one.criterion].name,
            str(Group(part.key).label),
            tenths(one.mean),
            one.low or 0,
            one.high or 0,
            one.n,
        )
        for row in result.rows
        for part in row.standing.parts
        for one in part.judged
        if one.n > 1 and one.spread >= APART
    ]
    return sorted(found, key=lambda each: each.low - each.high)


def _stable(result: Result) -> str:
    sure = result.stability
    if sure is None:
        return ""
    name = result.name_of(sure.winner)
    if not sure.turning:
        words = ngettext(
            "%(name)s stays first in the %(n)d case.", "%(name)s stays first in all %(n)d cases.", len(sure.cases)
        )
        return words % {"name": name, "n": len(sure.cases)}
    turns = [
        _("%(group)s at %(weight)s %% puts %(other)s first")
        % {
            "group": Group(case.group).label,
            "weight": tenths(case.weight),
            "other": result.name_of(case.ahead),
        }
        for case in sure.turning
    ]
    words = _("%(name)s stays first in %(stays)d of %(n)d cases: %(turns)s.")
    return words % {"name": name, "stays": sure.stays, "n": len(sure.cases), "turns": "; ".join(turns)}


def _pairs(result: Result) -> list[tuple[Any, Any]]:
    cases = result.stability.cases if result.stability else ()
    return list(zip(cases[::2], cases[1::2], strict=True))


def _swings(result: Result) -> list[Swing]:
    """The lead with each weight at its low and high, the widest first."""
    swings = [
        Swing(
            str(Group(low.group).label),
            float(low.lead),
            float(high.lead),
            f"{tenths(low.weight)}\N{NO-BREAK SPACE}%",
            f"{tenths(high.weight)}\N{NO-BREAK SPACE}%",
        )
        for low, high in _pairs(result)
    ]
    return sorted(swings, key=lambda each: -abs(float(each.at_high or 0) - float(each.at_low or 0)))


def _cases(result: Result) -> list[Case]:
    known = {group.key: group.weight for group in result.groups}
    return [
        Case(
            str(Group(low.group).label),
            tenths(Fraction(known[low.group])),
            tenths(low.lead),
            tenths(high.lead),
            result.name_of(low.ahead),
            result.name_of(high.ahead),
        )
        for low, high in _pairs(result)
    ]

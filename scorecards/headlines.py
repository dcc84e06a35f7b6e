"""The finding of a scorecard in a sentence, from translated parts: the same figures give the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from scorecards.status import Status

_PLACES: Final = {"percent": 1, "count": 0, "hours": 1, "days": 1, "score": 1, "money": 2}
_MOST_PLACES: Final = 6
_STREAK: Final = 2
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Line:
    """What the headline needs of a line: ``trend`` are its values, oldest first, None for no data."""

    name: str
    unit: str
    status: Status
    value: Decimal | None
    previous: Decimal | None
    expected: Decimal | None
    trend: Sequence[Decimal | None]
    currency: str = ""
    period_kind: str = "week"


def rounded(value: Decimal, unit: str, *, against: Decimal | None = None) -> Decimal:
    """A value as it is shown: rounded, but never across 100 % or onto a target that it does not reach."""
    borders = [border for border in (against, Decimal(100) if unit == "percent" else None) if border is not None]
    for places in range(_PLACES.get(unit, 1), _MOST_PLACES + 1):
        shown = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        if all((shown > border) == (value > border) and (shown < border) == (value < border) for border in borders):
            break
    return _trimmed(shown)


def shown(value: Decimal, unit: str, *, against: Decimal | None = None, currency: str = "") -> str:
    """A value with its unit in the language in force: "78 %", "15", "4.5 h", "12.50 EUR"."""
    number = number_format(rounded(value, unit, against=against), use_l10n=True, force_grouping=True)
    if unit == "percent":
        return _("%(number)s %%") % {"number": number}
    if unit == "hours":
        return _("%(number)s h") % {"number": number}
    if unit == "days":
        return _("%(number)s d") % {"number": number}
    return f"{number} {currency}".strip() if unit == "money" else number


def headline(lines: Sequence[Line], worst: Line | None) -> str:
    """The sentence: what the worst metric did, how long already, and how many metrics are on target."""
    judged = [line for line in lines if line.status in (Status.ON_TARGET, Status.AT_RISK, Status.OFF_TARGET)]
    met = sum(line.status is Status.ON_TARGET for line in judged)
    if not judged or worst is None:
        return _nothing_judged(lines)
    if met == len(judged):
        every = ngettext("The one metric is on target", "All %(count)d metrics are on target", met) % {"count": met}
        return every + _without_data(lines)
    of = _("%(met)d of %(all)d on target") % {"met": met, "all": len(judged)}
    return f"{_what_happened(worst)}; {of}{_without_data(lines)}"[:LONGEST]


def _nothing_judged(lines: Sequence[Line]) -> str:
    if any(line.status is Status.TOO_FEW for line in lines):
        return _("Too few items to judge this period")
    if any(line.value is not None for line in lines):
        return _("Measured, with no target to judge it by yet")
    return _("No data for this period")


def _without_data(lines: Sequence[Line]) -> str:
    missing = sum(line.status is Status.NO_DATA for line in lines)
    if not missing:
        return ""
    return "; " + ngettext("%(count)d without data", "%(count)d without data", missing) % {"count": missing}


def _what_happened(line: Line) -> str:
    """Such as: P1 response fell to 78 %, its fifth week down."""
    value = line.value if line.value is not None else Decimal(0)
    words = {
        "metric": line.name,
        "value": shown(value, line.unit, against=line.expected, currency=line.currency),
    }
    if line.previous is None:
        return _("%(metric)s is at %(value)s") % words
    if value == line.previous:
        return _("%(metric)s stayed at %(value)s") % words
    up = value > line.previous
    moved = _("%(metric)s rose to %(value)s") % words if up else _("%(metric)s fell to %(value)s") % words
    run = streak(line.trend)
    if run < _STREAK:
        return moved
    return moved + ", " + _in_a_row(run, line.period_kind, up=up)


def streak(trend: Sequence[Decimal | None]) -> int:
    """How many times in a row the value moved the way it moved last; a gap or a standstill ends it."""
    run, way = 0, 0
    for after, before in zip(reversed(trend), list(reversed(trend))[1:], strict=False):
        if after is None or before is None or after == before:
            break
        step = 1 if after > before else -1
        if way and step != way:
            break
        way, run = step, run + 1
    return run


def _in_a_row(run: int, period_kind: str, *, up: bool) -> str:
    words = {"ordinal": _ordinal(run)}
    if period_kind == "week":
        return _("its %(ordinal)s week up") % words if up else _("its %(ordinal)s week down") % words
    return _("its %(ordinal)s period up") % words if up else _("its %(ordinal)s period down") % words


def _ordinal(number: int) -> str:
    """Second to tenth in words, beyond in figures."""
    words = {
        2: pgettext("ordinal", "second"),
        3: pgettext("ordinal", "third"),
        4: pgettext("ordinal", "fourth"),
        5: pgettext("ordinal", "fifth"),
        6: pgettext("ordinal", "sixth"),
        7: pgettext("ordinal", "seventh"),
        8: pgettext("ordinal", "eighth"),
        9: pgettext("ordinal", "ninth"),
        10: pgettext("ordinal", "tenth"),
    }
    return words.get(number) or pgettext("ordinal", "no. %(number)d") % {"number": number}


def _trimmed(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()

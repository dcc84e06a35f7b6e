"""A week's form: what is asked, what was answered, and what is wrong with it. Pure but for the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from scorecards.headlines import shown
from scorecards.sheet_lines import NOTHING

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """A figure that the partner is asked for. ``low`` and ``high`` are the control limits of the newest scorecard
    (mean of the baseline and 3 sigma around it, docs/metrics.md); None while there are fewer than 12 points."""

    metric_id: int
    name: str
    definition: str
    unit: str
    is_share: bool
    period_kind: str
    period_key: str
    low: str | None = None
    high: str | None = None

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Ask:
        """From a form's JSON."""
        return cls(**stored)

    def to_json(self) -> dict[str, Any]:
        """For a form's JSON."""
        return asdict(self)

    @property
    def usual_low(self) -> str:
        """The lower limit in the metric's unit, as it is shown; a dash for none."""
        return NOTHING if self.low is None else shown(Decimal(self.low), self.unit)

    @property
    def usual_high(self) -> str:
        """The upper limit, likewise."""
        return NOTHING if self.high is None else shown(Decimal(self.high), self.unit)

    def is_unusual(self, value: Decimal) -> bool:
        """Whether a value lies outside the usual range; on the limit is inside."""
        return (self.low is not None and value < Decimal(self.low)) or (
            self.high is not None and value > Decimal(self.high)
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure that the partner gives: a share as 3 of 40, else the number alone."""

    metric_id: int
    numerator: Decimal
    denominator: Decimal | None
    note: str

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Answer:
        """From a submission's JSON."""
        whole = stored["denominator"]
        return cls(
            stored["metric_id"],
            Decimal(stored["numerator"]),
            None if whole is None else Decimal(whole),
            stored["note"],
        )

    def to_json(self) -> dict[str, Any]:
        """For a submission's JSON; numbers are strings of plain digits."""
        return {
            "metric_id": self.metric_id,
            "numerator": format(self.numerator, "f"),
            "denominator": None if self.denominator is None else format(self.denominator, "f"),
            "note": self.note,
        }

    def value(self, ask: Ask) -> Decimal | None:
        """What it comes to in the metric's unit; None for a share of nothing."""
        if self.denominator is None:
            return self.numerator
        if not self.denominator:
            return None
        return self.numerator * (100 if ask.is_share else 1) / self.denominator


def problems_of(asks: Sequence[Ask], answers: Sequence[Answer]) -> dict[str, str]:
    """What is wrong with the answers, by the form's field: ``number_``, ``of_`` or ``note_`` and the metric's id."""
    known = {ask.metric_id: ask for ask in asks}
    found: dict[str, str] = {}
    for answer in answers:
        ask = known.get(answer.metric_id)
        if ask is None:
            found["__all__"] = _("This metric is not asked for any more. Reload the page.")
        else:
            found |= _problem(ask, answer)
    return found


def _problem(ask: Ask, answer: Answer) -> dict[str, str]:
    key = ask.metric_id
    if ask.is_share and answer.denominator is None:
        return {f"of_{key}": _("A share needs the number it is taken from.")}
    if answer.denominator is not None and answer.denominator < 0:
        return {f"of_{key}": _("This cannot be negative.")}
    if ask.is_share and answer.denominator is not None and not 0 <= answer.numerator <= answer.denominator:
        return {f"number_{key}": _("A share lies between 0 and the number it is taken from.")}
    value = answer.value(ask)
    if value is not None and ask.is_unusual(value) and not answer.note.strip():
        return {f"note_{key}": _("Outside your usual range: add a note that says why.")}
    return {}

"""One metric on a scorecard as it is shown: figures and texts, read from a line of a snapshot, for page, mail and PDF.

Texts are in the language in force; figures follow its locale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Final, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scorecards.control_chart import TEXTS, Finding
from scorecards.headlines import shown

MINUS: Final = "\N{MINUS SIGN}"
NOTHING: Final = "\N{EN DASH}"
"""What stands where there is no figure."""

WEEKS: Final = 12
SHARE: Final = "percent"
_UNITS: Final = {SHARE: " %", "hours": " h", "days": " d"}
_MOST_PLACES: Final = 3


class Dot(NamedTuple):
    """A period of the trend: its key, the value (None for no data) and n."""

    key: str
    value: Decimal | None
    n: int

    @property
    def label(self) -> str:
        """Short, for an axis: W47, Nov's 11, Q4."""
        return self.key.partition("-")[2] or self.key


@dataclass(frozen=True, slots=True)
class Target:
    """What was agreed. ``operator`` is ≥, ≤, > or <."""

    expected: Decimal
    minimum: Decimal | None
    stretch: Decimal | None
    operator: str
    minimum_sample: int
    baseline: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a snapshot (``queries.snapshots.line_document``); decimals instead of strings, texts as properties."""

    metric_id: int
    name: str
    measure: str
    unit: str
    direction: str
    definition: str
    version: int
    source: str
    formula: int
    cadence: str
    period_kind: str
    period_key: str
    target: Target | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    interval: tuple[Decimal, Decimal] | None
    raw_value: Decimal | None
    raw_numerator: Decimal | None
    raw_denominator: Decimal | None
    excluded: int
    previous: Decimal | None
    delta: Decimal | None
    is_better: bool | None
    status: str
    series: tuple[Dot, ...]
    limits: Mapping[str, Any]
    signal: str
    currency: str
    reason: str

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> SheetLine:
        """From a snapshot's line."""
        raw, moved, between = stored["raw"], stored["change"] or {}, stored["interval"]
        return cls(
            **{name: stored[name] for name in _PLAIN},
            target=_target(stored["target"]),
            value=decimal(stored["value"]),
            numerator=decimal(stored["numerator"]),
            denominator=decimal(stored["denominator"]),
            interval=(Decimal(between["low"]), Decimal(between["high"])) if between else None,
            raw_value=decimal(raw["value"]),
            raw_numerator=decimal(raw["numerator"]),
            raw_denominator=decimal(raw["denominator"]),
            previous=decimal(stored["previous"]),
            delta=decimal(moved.get("delta")),
            is_better=moved.get("better"),
            series=tuple(Dot(each["key"], decimal(each["value"]), each["n"]) for each in stored["series"]),
            currency=stored["detail"].get("currency", ""),
            reason=stored["detail"].get("reason", ""),
        )

    @property
    def actual(self) -> str:
        """The figure with its unit; a dash for no data."""
        return self.text_of(self.value)

    @property
    def aim(self) -> str:
        """The expected value with its direction: "≥ 95 %"; a dash where nothing is agreed."""
        return f"{self.target.operator} {self._bound(self.target.expected)}" if self.target else NOTHING

    @property
    def least(self) -> str:
        """The minimum with its direction: worse than it is off target."""
        if not self.target or self.target.minimum is None:
            return NOTHING
        return f"{'≤' if self.lower_is_better else '≥'} {self._bound(self.target.minimum)}"

    @property
    def best(self) -> str:
        """The stretch value."""
        return self._bound(self.target.stretch) if self.target and self.target.stretch is not None else NOTHING

    @property
    def counted(self) -> str:
        """What the figure was made from: "14 of 18" for a share, else n; empty for a count."""
        if self.value is None or self.denominator is None:
            return ""
        if self.unit == SHARE and self.numerator is not None:
            return _("%(part)s of %(whole)s") % {"part": plain(self.numerator), "whole": plain(self.denominator)}
        return _("n %(count)s") % {"count": number_format(self.n, force_grouping=True)}

    @property
    def numerator_text(self) -> str:
        """The numerator; money with its currency."""
        return "" if self.numerator is None else self._part(self.numerator)

    @property
    def denominator_text(self) -> str:
        """The denominator."""
        return "" if self.denominator is None else plain(self.denominator)

    @property
    def baseline_text(self) -> str:
        """The baseline's value."""
        return self._bound(Decimal(self.target.baseline["value"])) if self.target and self.target.baseline else ""

    @property
    def between(self) -> str:
        """The 95 % Wilson interval of a share of at most 100; else empty."""
        if self.interval is None:
            return ""
        low, high = (number_format(_rounded(end, 1), 1, use_l10n=True) for end in self.interval)
        return _("%(low)s to %(high)s %%") % {"low": low, "high": high}

    @property
    def moved(self) -> str:
        """Change since the period before, signed; a dash unless both have data."""
        if self.delta is None:
            return NOTHING
        places = 0 if self.unit == "count" else 2 if self.unit == "money" else 1
        while places < _MOST_PLACES and self.delta and not _rounded(self.delta, places):
            places += 1
        number = number_format(abs(_rounded(self.delta, places)), places if self.delta else 0, force_grouping=True)
        sign = "" if not self.delta else "+" if self.delta > 0 else MINUS
        return sign + number

    @property
    def is_adjusted(self) -> bool:
        """Whether approved exclusions changed what is counted."""
        return self.excluded > 0

    @property
    def unadjusted(self) -> str:
        """The raw figure, exclusions counted."""
        return self.text_of(self.raw_value)

    @property
    def unadjusted_counted(self) -> str:
        """What the raw figure was made from."""
        if self.unit != SHARE or self.raw_numerator is None or self.raw_denominator is None:
            return ""
        return _("%(part)s of %(whole)s") % {"part": plain(self.raw_numerator), "whole": plain(self.raw_denominator)}

    @property
    def lower_is_better(self) -> bool:
        """For the charts."""
        return self.direction == "lower"

    @property
    def suffix(self) -> str:
        """The unit as charts write it after a figure."""
        return _UNITS.get(self.unit, f" {self.currency}" if self.unit == "money" and self.currency else "")

    @property
    def trend(self) -> list[Decimal | None]:
        """The last 12 periods, oldest first."""
        return [dot.value for dot in self.series[-WEEKS:]]

    @property
    def signal_words(self) -> str:
        """What the control chart says of the last point."""
        try:
            words = TEXTS[Finding(self.signal)]
        except ValueError:
            return ""
        return _(words) % {"run": self.limits.get("run", 0)}

    @property
    def is_signal(self) -> bool:
        """Whether the last point is more than ordinary noise."""
        return self.signal not in ("", Finding.NO_DATA, Finding.RUN_CHART, Finding.STEADY)

    @property
    def is_missed(self) -> bool:
        """Whether the target was missed, by little or by much."""
        return self.status in ("at_risk", "off_target")

    @property
    def is_lagging(self) -> bool:
        """Whether it closes in a cadence of its own, so that the scorecard shows its last closed period."""
        return self.period_kind != "week"

    @property
    def possible(self) -> tuple[float, float] | None:
        """What values can be, for axes."""
        return (0.0, 100.0) if self.unit == SHARE else None

    def text_of(self, value: Decimal | None) -> str:
        """A value of this metric with its unit; a dash for none. Never rounded onto a target that it does not reach."""
        if value is None:
            return NOTHING
        against = self.target.expected if self.target else None
        return shown(value, self.unit, against=against, currency=self.currency).replace("-", MINUS)

    def _part(self, number: Decimal) -> str:
        if self.unit in ("money", "hours", "days"):
            return shown(number, self.unit, currency=self.currency)
        return plain(number)

    def _bound(self, value: Decimal) -> str:
        return shown(value, self.unit, currency=self.currency)


_PLAIN: Final = (
    "metric_id", "name", "measure", "unit", "direction", "definition", "version", "source", "formula", "cadence",
    "period_kind", "period_key", "n", "excluded", "status", "limits", "signal",
)  # fmt: skip


def decimal(text: str | None) -> Decimal | None:
    """A number as snapshots keep it."""
    return None if text is None else Decimal(text)


def plain(number: Decimal) -> str:
    """A count, or part of one, in the reader's locale without needless decimals."""
    whole = number.to_integral_value()
    return number_format(whole if number == whole else number.normalize(), force_grouping=True)


def _target(stored: Mapping[str, Any] | None) -> Target | None:
    if stored is None:
        return None
    return Target(
        expected=Decimal(stored["expected"]),
        minimum=decimal(stored["minimum"]),
        stretch=decimal(stored["stretch"]),
        operator=stored["operator"],
        minimum_sample=stored["minimum_sample"],
        baseline=stored["baseline"],
    )


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)

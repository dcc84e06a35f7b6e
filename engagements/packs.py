"""Packs: several metrics of the starter library with targets, agreed for an engagement in one step. Pure.

Sources: requirements 12 to 14 of the product (weekly, monthly and operations pack).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from engagements.library import StarterMetric, Typical, starter_metric


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


class Promise(NamedTuple):
    """A metric of the library (``key``) as a pack has it.

    Without ``bounds`` the typical target of the library holds, and without that one somebody sets it on the page.
    ``cadence`` empty: the library's.
    """

    key: str
    bounds: Typical | None = None
    is_strict: bool = False
    cadence: str = ""

    @property
    def metric(self) -> StarterMetric:
        """The library's metric."""
        found = starter_metric(self.key)
        if found is None:
            raise LookupError(self.key)
        return found

    @property
    def target(self) -> Typical | None:
        """What is agreed, in the metric's unit."""
        return self.bounds or self.metric.typical


class Pack(NamedTuple):
    """``key`` names it in addresses and never changes."""

    key: str
    name: str
    text: str
    promises: tuple[Promise, ...]


def _to(minimum: str, expected: str, stretch: str) -> Typical:
    return Typical(Decimal(minimum), Decimal(expected), Decimal(stretch))


PACKS: Final = (
    Pack(
        "operations",
        _("Operations pack"),
        _("Work that is done on time, quickly, without errors, by the procedure, and gets better."),
        (
            Promise("completion", _to("90", "95", "99"), cadence="week"),
            Promise("turnaround-mean", _to("36", "24", "12"), cadence="week"),
            Promise("error-rate", _to("4", "2", "0.5"), is_strict=True, cadence="month"),
            Promise("improvement-suggestions", _to("1", "2", "4"), cadence="month"),
            Promise("sop-adherence", _to("95", "100", "100"), cadence="two_weeks"),
        ),
    ),
    Pack(
        "weekly",
        _("Weekly pack"),
        _("What an operations review looks at each week: throughput, backlog, SLA adherence, error rate."),
        (Promise("throughput"), Promise("backlog"), Promise("sla-adherence"), Promise("error-rate")),
    ),
    Pack(
        "monthly",
        _("Monthly pack"),
        _("What a business review looks at each month: satisfaction, cost per unit, margin, suggestions."),
        (
            Promise("csat", cadence="month"),
            Promise("cost-per-unit", cadence="month"),
            Promise("net-margin"),
            Promise("improvement-suggestions"),
        ),
    ),
)


def pack(key: str) -> Pack | None:
    """The pack of that key."""
    return next((each for each in PACKS if each.key == key), None)

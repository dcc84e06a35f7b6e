"""What is asked of the measures: one metric of one engagement (or several together) in one period. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from engagements.periods import Period


@dataclass(frozen=True, slots=True)
class Parameters:
    """A metric version's parameters, read from its JSON; what is missing has the default of docs/metrics.md."""

    priorities: tuple[str, ...] = ()
    older_than_hours: Decimal = Decimal(0)
    business_hours: bool = False
    top_box_from: Decimal = Decimal(4)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Parameters:
        """From ``MetricVersion.parameters``."""
        return cls(
            priorities=tuple(sorted(map(str, stored.get("priorities") or ()))),
            older_than_hours=Decimal(str(stored.get("older_than_hours") or 0)),
            business_hours=stored.get("hours") == "business",
            top_box_from=Decimal(str(stored.get("top_box_from") or 4)),
        )


class Window(NamedTuple):
    """The items that a request is about: whose, of which part, of which priorities, and from when to when (UTC)."""

    organization_id: int
    engagement_ids: tuple[int, ...]
    segment_id: int | None
    priorities: tuple[str, ...]
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """One figure to be measured; compared by identity, so that looking one up costs nothing.

    Several engagements give one pooled figure, exact percentiles included (a vendor's, or a process's). ``measure`` and
    ``unit`` are values of ``Measure`` and ``Unit``.
    """

    organization_id: int
    engagement_ids: tuple[int, ...]
    period: Period
    measure: str
    unit: str
    metric_id: int = 0
    version_id: int = 0
    segment_id: int | None = None
    parameters: Parameters = field(default_factory=Parameters)

    window: Window = field(init=False)
    """The items it is about."""

    def __post_init__(self) -> None:
        window = Window(
            self.organization_id,
            self.engagement_ids,
            self.segment_id,
            self.parameters.priorities,
            self.period.start,
            self.period.end,
        )
        object.__setattr__(self, "window", window)


class Given(NamedTuple):
    """What every family is told: the requests whose period the data covers, and whether there are any exclusions."""

    covered: frozenset[Request]
    excludes: bool


def organizations(requests: Iterable[Request]) -> list[int]:
    """The organizations asked about, in order."""
    return sorted({request.organization_id for request in requests})

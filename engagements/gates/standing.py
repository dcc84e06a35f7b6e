"""How the gates of one engagement stand: every check asked, overrides counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engagements.gates.registry import Check, Finding, check_of, checks_of
from engagements.models import Engagement, GateOverride, Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """One check's answer, and the override in force if somebody waved it through."""

    check: Check
    finding: Finding
    override: GateOverride | None = None

    @property
    def is_open(self) -> bool:
        """It holds, was overridden, or only warns."""
        return self.finding.holds or self.override is not None or self.check.warns

    @property
    def state(self) -> str:
        """``holds``, ``overridden``, ``warning`` or ``missing``."""
        if self.finding.holds:
            return "holds"
        if self.override is not None:
            return "overridden"
        return "warning" if self.check.warns else "missing"


@dataclass(frozen=True, slots=True)
class Gate:
    """The gate of a stage with all its checks."""

    stage: Stage
    standings: tuple[Standing, ...]

    @property
    def is_open(self) -> bool:
        """Nothing is missing."""
        return all(each.is_open for each in self.standings)

    @property
    def missing(self) -> list[Standing]:
        """What keeps it shut."""
        return [each for each in self.standings if not each.is_open]


def overrides_of(engagement: Engagement) -> dict[str, GateOverride]:
    """The overrides in force, by the key of their check."""
    rows = GateOverride.objects.filter(engagement=engagement, withdrawn_at=None).select_related("overridden_by")
    return {row.check_key: row for row in rows}


def gates(engagement: Engagement, today: date, stages: Iterable[Stage] = tuple(Stage)) -> list[Gate]:
    """The gates of the stages asked for; a stage without any check has none. ``today`` is the organization's date."""
    overrides = overrides_of(engagement)
    return [
        Gate(stage, tuple(Standing(each, each.ask(engagement, today), overrides.get(each.key)) for each in asked))
        for stage in stages
        if (asked := checks_of(stage))
    ]


def standing_of(engagement: Engagement, key: str, today: date) -> Standing | None:
    """How one check stands, None when no room registered it."""
    found = check_of(key)
    if found is None:
        return None
    return Standing(found, found.ask(engagement, today), overrides_of(engagement).get(key))

"""The rules, asked of one plan; what was waved through counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from pilots.models import PilotWaiver
from pilots.readiness.plan import Finding, Plan
from pilots.readiness.rules import (
    backlog_count,
    backlog_uniform,
    budget,
    comparison,
    data,
    duration,
    intake,
    metrics,
    owner,
    processes,
    rollback,
    triggers,
)


class Rule(NamedTuple):
    """A rule; a ``hard`` one cannot be waved through. ``part`` is the section of the plan that mends it."""

    key: str
    label: object
    ask: Callable[[Plan], Finding]
    part: str
    hard: bool = False


RULES: Final = (
    Rule("duration", _("30 to 90 days"), duration.ask, "edit"),
    Rule("processes", _("One or two processes of one vendor"), processes.ask, "edit", hard=True),
    Rule("owner", _("An owner"), owner.ask, "edit", hard=True),
    Rule("budget", _("A budget"), budget.ask, "edit"),
    Rule("intake", _("One intake form"), intake.ask, "edit"),
    Rule("metrics", _("Three to five metrics with thresholds"), metrics.ask, "criteria"),
    Rule("data", _("Every metric has data"), data.ask, "criteria"),
    Rule("comparison", _("A control group, or a baseline for each metric"), comparison.ask, "criteria"),
    Rule("triggers", _("Rollback triggers"), triggers.ask, "triggers", hard=True),
    Rule("rollback", _("A way back for both sides"), rollback.ask, "edit"),
    Rule("backlog_count", _("50 to 200 items to begin with"), backlog_count.ask, "backlog"),
    Rule("backlog_uniform", _("Items of one type, size and measure of done"), backlog_uniform.ask, "backlog"),
)
BY_KEY: Final = {rule.key: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Standing:
    """One rule's answer, and the waiver in force if somebody waved it through."""

    rule: Rule
    finding: Finding
    waiver: PilotWaiver | None = None

    @property
    def is_open(self) -> bool:
        """It holds, or was waved through."""
        return self.finding.holds or (self.waiver is not None and not self.rule.hard)

    @property
    def mark(self) -> str:
        """The status whose shape stands beside it."""
        if self.finding.holds:
            return "ok"
        return "warn" if self.is_open else "bad"


def readiness(plan: Plan, waivers: Mapping[str, PilotWaiver]) -> list[Standing]:
    """Every rule's answer, in the order of the plan."""
    return [Standing(rule, rule.ask(plan), waivers.get(rule.key)) for rule in RULES]

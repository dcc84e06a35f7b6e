"""The rules asked of one plan, and the score: the weighted share of what is there, out of 100."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from exits.readiness import (
    access_known,
    alternative_named,
    clauses_cited,
    documentation_in_force,
    drilled_lately,
    every_topic,
    reserve_covers,
    retention_decided,
    reviewed_lately,
    tasks_owned,
    terms_known,
)
from exits.readiness.facts import Facts
from exits.readiness.rule import Answer, Kind


class Rule(NamedTuple):
    """A rule: what it looks for, and how much it weighs."""

    key: str
    label: object
    kind: Kind
    weight: int
    ask: Callable[[Facts], Answer]


RULES: Final = (
    Rule("every-topic", _("Every topic is spoken for"), Kind.MISSING, 10, every_topic.ask),
    Rule("clauses-cited", _("Each step cites its clause"), Kind.MISSING, 10, clauses_cited.ask),
    Rule("tasks-owned", _("Each task has an owner"), Kind.MISSING, 8, tasks_owned.ask),
    Rule("terms-known", _("The contract's end and notice are known"), Kind.MISSING, 10, terms_known.ask),
    Rule("alternative-named", _("Somebody would take over"), Kind.MISSING, 12, alternative_named.ask),
    Rule("documentation-in-force", _("The work is written down"), Kind.MISSING, 12, documentation_in_force.ask),
    Rule("access-known", _("Access to take back is known"), Kind.STALE, 8, access_known.ask),
    Rule("retention-decided", _("Retention is decided"), Kind.MISSING, 5, retention_decided.ask),
    Rule("reserve-covers", _("The reserve covers the estimate"), Kind.MISSING, 8, reserve_covers.ask),
    Rule("reviewed-lately", _("The plan was looked at"), Kind.STALE, 5, reviewed_lately.ask),
    Rule("drilled-lately", _("The plan was tried out"), Kind.UNTESTED, 12, drilled_lately.ask),
)
GOOD: Final = 80
FAIR: Final = 50


@dataclass(frozen=True, slots=True)
class Readiness:
    """What every rule answered."""

    answers: tuple[tuple[Rule, Answer], ...]

    @property
    def score(self) -> int:
        """0 to 100, rounded down: 100 means that every rule holds."""
        whole = sum(rule.weight for rule, _answer in self.answers)
        return int(100 * sum(rule.weight * answer.share for rule, answer in self.answers) / whole + 1e-9)

    @property
    def status(self) -> str:
        """The shape beside the score: ok from 80, warn from 50, else bad."""
        if self.score >= GOOD:
            return "ok"
        return "warn" if self.score >= FAIR else "bad"

    @property
    def gaps(self) -> list[tuple[Rule, Answer]]:
        """What does not hold, the heaviest first."""
        lacking = [pair for pair in self.answers if not pair[1].holds]
        return sorted(lacking, key=lambda pair: -pair[0].weight * (1 - pair[1].share))


def readiness(facts: Facts) -> Readiness:
    """Ask every rule."""
    return Readiness(tuple((rule, rule.ask(facts)) for rule in RULES))

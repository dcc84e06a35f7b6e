from __future__ import annotations

from datetime import date
from decimal import Decimal

from exits.data_classes import CLASSES
from exits.models import Topic
from exits.readiness.facts import Facts, Line
from exits.readiness.scoring import RULES, readiness

TODAY = date(2026, 11, 23)
READY = Facts(
    TODAY,
    reviewed_on=TODAY,
    lines=tuple(Line(topic.value, True, True, True) for topic in Topic),
    terms_known=True,
    alternative="own_team",
    alternative_sure=True,
    drilled_on=TODAY,
    drill_result="passed",
    sops=1,
    sops_in_force=1,
    grants=1,
    retention=frozenset(CLASSES),
    reserve=Decimal(1),
    estimate=Decimal(1),
)


def test_the_weights_make_a_hundred_and_every_rule_counts() -> None:
    assert sum(rule.weight for rule in RULES) == 100
    found = readiness(READY)
    assert (found.score, found.status, found.gaps) == (100, "ok", [])


def test_what_is_missing_costs_its_weight_and_the_heaviest_comes_first() -> None:
    found = readiness(Facts(TODAY))
    assert (found.score, found.status) == (0, "bad")
    assert [rule.key for rule, _answer in found.gaps[:3]] == [
        "alternative-named",
        "documentation-in-force",
        "drilled-lately",
    ]

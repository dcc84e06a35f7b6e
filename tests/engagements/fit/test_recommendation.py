"""What the rules say together, as a table of whole walks through the wizard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engagements.fit import rules
from engagements.fit.answers import Answers
from engagements.fit.recommendation import STEPS_IN_HOUSE, STEPS_KNOWN, STEPS_UNKNOWN, recommend
from engagements.fit.rule import MODELS
from engagements.models.processes import SourcingModel
from tests.engagements.fit.answering import PLAIN, given


@pytest.mark.parametrize(
    ("answers", "model", "fired"),
    [
        ({}, "in_house", []),
        ({"change": "rarely"}, "managed", ["standardised-and-steady"]),
        ({"goal": "outcome"}, "managed", ["outcome-wanted"]),
        ({"volatility": "spikes"}, "augmentation", ["spikes"]),
        ({"goal": "capability"}, "bot", ["capability-wanted"]),
        ({"goal": "capability", "knows_skill": False}, "bot", ["capability-wanted", "skill-unknown"]),
        ({"knows_skill": False}, "agency", ["skill-unknown"]),
        ({"goal": "one_person", "size": "one_or_two"}, "assistant", ["one-person", "skill-known"]),
        ({"size": "hours"}, "freelancer", ["few-hours", "skill-known"]),
        ({"presence": "on_site"}, "in_house", ["on-site"]),
        ({"presence": "on_site", "goal": "outcome"}, "managed", ["outcome-wanted", "on-site"]),
        ({"knowledge": "high"}, "in_house", ["deep-context"]),
        ({"knowledge": "high", "volatility": "spikes"}, "augmentation", ["spikes", "deep-context"]),
        (
            {"knowledge": "high", "goal": "outcome", "change": "rarely", "geography": "around_the_clock"},
            "in_house",
            ["standardised-and-steady", "outcome-wanted", "more-zones", "deep-context"],
        ),
        (
            {"sensitivity": "high", "goal": "outcome", "change": "rarely"},
            "in_house",
            ["standardised-and-steady", "outcome-wanted", "sensitive"],
        ),
        ({"complexity": "high", "change": "weekly"}, "in_house", ["complex-work", "fast-changing"]),
    ],
)
def test_a_walk(answers: dict[str, Any], model: str, fired: list[str]) -> None:
    found = recommend(given(**answers))
    assert (found.model, [rule.key for rule in found.fired]) == (model, fired)


def test_unfit_work_is_warned_about() -> None:
    unfit = recommend(given(complexity="high", sensitivity="high", change="weekly"))
    assert [rule.key for rule in unfit.warnings] == ["sensitive", "complex-work", "fast-changing"]
    assert recommend(PLAIN).warnings == ()


def test_the_next_steps_follow_the_skill_or_the_staying() -> None:
    assert recommend(given(goal="outcome")).steps == STEPS_KNOWN
    assert recommend(given(goal="outcome", knows_skill=False)).steps == STEPS_UNKNOWN
    assert recommend(given(knowledge="high", knows_skill=False)).steps == STEPS_IN_HOUSE


def test_every_file_is_a_rule_and_every_rule_has_a_test() -> None:
    files = {each.stem for each in Path(rules.__file__).parent.glob("*.py")} - {"__init__"}
    assert {rule.key.replace("-", "_") for rule in rules.RULES} == files
    tests = {each.stem.removeprefix("test_") for each in Path(__file__).parent.glob("test_*.py")}
    assert files <= tests
    assert len({rule.words for rule in rules.RULES}) == len(rules.RULES)


def test_the_models_are_those_of_the_database() -> None:
    assert list(MODELS) == list(SourcingModel.values)
    assert all({*rule.points, *rule.leaves} <= set(MODELS) for rule in rules.RULES)


def test_answers_are_stored_and_read_again() -> None:
    assert Answers.from_dict(PLAIN.to_dict()) == PLAIN
    with pytest.raises(ValueError, match="not answered: goal"):
        Answers.from_dict({name: value for name, value in PLAIN.to_dict().items() if name != "goal"})
    for wrong in ({"size": "huge"}, {"knows_skill": "no"}):
        with pytest.raises(ValueError, match=r"huge|yes or no"):
            Answers.from_dict({**PLAIN.to_dict(), **wrong})

"""The rubric as a table of cases."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from engagements.triage import Match, triage


@dataclass(frozen=True)
class Line:
    name: str
    priority: str
    words: list[str] = field(default_factory=list)
    item_type: str = ""


URGENT = Line("Urgent scheduling", "urgent", ["urgent meeting", "today*"], "scheduling")
SOON = Line("Anything urgent", "high", ["urgent", "as soon as possible"])
RESEARCH = Line("Research", "research", ["research*", "find out"])
REST = Line("Routine", "routine")
RULES = [URGENT, SOON, RESEARCH, REST]


@pytest.mark.parametrize(
    ("title", "description", "item_type", "expected"),
    [
        ("Urgent: move the board meeting", "", "scheduling", (URGENT, "urgent meeting")),
        ("Move the meeting", "This is URGENT.", " Scheduling ", (URGENT, "urgent meeting")),
        ("Move it", "by today's end", "scheduling", (URGENT, "today*")),
        ("Urgent: move the board meeting", "", "", (SOON, "urgent")),
        ("Urgent: move the board meeting", "", "travel", (SOON, "urgent")),
        ("Please, as soon\nas it is possible", "", "", (SOON, "as soon as possible")),
        ("Not urgently", "", "", (REST, "")),
        ("Researching hotels", "", "", (RESEARCH, "research*")),
        ("Find a hotel and rule out noise", "", "", (RESEARCH, "find out")),
        ("Book a room", "", "", (REST, "")),
        ("", "", "", (REST, "")),
    ],
)
def test_the_first_rule_that_fits_fires(
    title: str, description: str, item_type: str, expected: tuple[Line, str]
) -> None:
    rule, word = expected
    found = triage(RULES, title=title, description=description, item_type=item_type)
    assert found == Match(rule, rule.priority, word)


def test_no_rule_gives_no_priority() -> None:
    none: Match[Line] = triage([RESEARCH], title="Book a room")
    assert (none.rule, none.word, none.priority) == (None, "", "")
    assert triage([RESEARCH], title="Research").priority == "research"


def test_words_without_a_letter_fit_always() -> None:
    assert triage([Line("Odd", "low", ["", " * "])], title="Anything").priority == "low"

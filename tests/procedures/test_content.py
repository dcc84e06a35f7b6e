"""What a guide says: values, steps from lines, prose, quiz, difference. No database."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from django.template import Context, Template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedures.content import Asset, Content, Question, Step, content_from, steps_from
from procedures.difference import Change, difference, lines_between, words_between
from procedures.prose import Shape, blocks
from procedures.quiz import mark
from procedures.templatetags.guides import prose
from tests.procedures.desk import PLAY, QUIZ

FULL = replace(PLAY, assets=(Asset("Greeting", "https://files.example/g", "video"),), quiz=QUIZ, pass_share=100)


def test_a_content_survives_being_plain_values() -> None:
    assert content_from(FULL.as_json()) == FULL
    assert content_from({"text": "of another kind"}) == Content()


def test_the_search_text_gives_no_answer_away() -> None:
    text = FULL.plain_text()
    assert ("Good evening, night desk." in text, "Greeting" in text, "The night lead" in text) == (True, True, False)


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        ("Check the address", [Step("Check the address")]),
        (
            "1. Agent: checks the address\n\n2. Night lead: signs",
            [Step("checks the address", "Agent"), Step("signs", "Night lead")],
        ),
        ("- Open\n* Close", [Step("Open"), Step("Close")]),
        ("Say to whoever calls first: wait", [Step("Say to whoever calls first: wait")]),
        (" \n", []),
        ("At 09:00 open", [Step("At 09:00 open")]),
    ],
)
def test_steps_from_lines(lines: str, steps: list[Step]) -> None:
    assert list(steps_from(lines)) == steps


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("", []),
        ("One\ntwo", [(Shape.PARAGRAPH, 2)]),
        ("One\n\ntwo", [(Shape.PARAGRAPH, 1), (Shape.PARAGRAPH, 1)]),
        ("Do:\n- a\n- b\nthen", [(Shape.PARAGRAPH, 1), (Shape.BULLETS, 2), (Shape.PARAGRAPH, 1)]),
        ("1. a\n2) b", [(Shape.NUMBERS, 2)]),
        ("-5 degrees", [(Shape.PARAGRAPH, 1)]),
    ],
)
def test_prose(text: str, shapes: list[tuple[Shape, int]]) -> None:
    assert [(block.shape, len(block.lines)) for block in blocks(text)] == shapes


def test_prose_is_escaped() -> None:
    assert prose("<b>\n\n- <i>") == "<p>&lt;b&gt;</p>\n<ul><li>&lt;i&gt;</li></ul>"


@pytest.mark.parametrize(
    ("answers", "score", "wrong", "passed"),
    [
        (["b", "b", "b", "b"], 100, (), True),
        (["b", "b", "b", "x"], 75, (3,), True),
        (["x", "b", "b"], 50, (0, 3), False),
        ([], 0, (0, 1, 2, 3), False),
    ],
)
def test_marking(answers: list[str], score: int, wrong: tuple[int, ...], passed: bool) -> None:  # noqa: FBT001  # a column of the table
    content = Content(quiz=tuple(Question(str(n), "b", ("x",)) for n in range(4)), pass_share=75)
    found = mark(content, answers)
    assert (found.score, found.wrong, found.passed) == (Fraction(score), wrong, passed)


def test_the_share_is_compared_unrounded() -> None:
    content = Content(quiz=tuple(Question(str(n), "b", ("x",)) for n in range(3)), pass_share=67)
    assert (mark(content, ["b", "b", "x"]).score, mark(content, ["b", "b", "x"]).passed) == (Fraction(200, 3), False)


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("a b", "a b", [("same", "a b")]),
        ("call the lead", "call the night lead", [("same", "call the "), ("added", "night "), ("same", "lead")]),
        ("pick up", "", [("removed", "pick up")]),
        ("by nine", "by ten", [("same", "by "), ("removed", "nine"), ("added", "ten")]),
        (
            "in a minute or",
            "in 45 seconds or",
            [("same", "in "), ("removed", "a minute"), ("added", "45 seconds"), ("same", " or")],
        ),
    ],
)
def test_words(old: str, new: str, runs: list[tuple[str, str]]) -> None:
    assert [(run.change.value, run.text) for run in words_between(old, new)] == runs


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40), st.text(max_size=40))
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    runs = words_between(old, new)
    assert "".join(run.text for run in runs if run.change != Change.ADDED) == old
    assert "".join(run.text for run in runs if run.change != Change.REMOVED) == new


def test_a_step_in_the_middle_leaves_the_others_alone() -> None:
    lines = lines_between(["one", "two", "three"], ["one", "new", "two", "three"])
    assert [(line.change.value, line.runs[0].text) for line in lines] == [
        ("same", "one"),
        ("added", "new"),
        ("same", "two"),
        ("same", "three"),
    ]


def test_only_what_differs_is_shown_in_reading_order() -> None:
    new = replace(PLAY, objective="The plant never stops.", purpose="Every call is answered.", quiz=QUIZ)
    assert [section.name for section in difference(PLAY, new)] == ["purpose", "objective", "quiz"]
    assert difference(PLAY, PLAY) == []


def test_a_difference_is_told_by_marks_and_words_and_not_by_colour_alone() -> None:
    sections = difference(Content(purpose="by nine"), Content(purpose="by <ten>"))
    page = Template('{% include "procedures/difference.html" %}').render(Context({"sections": sections}))
    assert page.count("<del>") == page.count("<ins>") == page.count("added:") == page.count("removed:") == 1
    assert "&lt;ten&gt;" in page

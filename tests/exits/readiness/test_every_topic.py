from __future__ import annotations

from datetime import date

from exits.models import Topic
from exits.readiness.every_topic import ask
from exits.readiness.facts import Facts, Line


def test_topics_without_a_line_are_named() -> None:
    spoken = [topic for topic in Topic if topic not in (Topic.CREDITS, Topic.PROPERTY)]
    lines = tuple(Line(topic.value, True, True, False) for topic in spoken)
    found = ask(Facts(date(2026, 11, 23), lines=lines))
    assert (round(found.share * 14), found.message) == (12, "Nothing is said about: Credits, Intellectual property.")
    assert ask(Facts(date(2026, 11, 23), lines=tuple(Line(each.value, True, True, False) for each in Topic))).holds

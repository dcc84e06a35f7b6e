"""The worked examples of docs/metrics.md, run word by word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engagements.models import Engagement, EngagementTerms
from engagements.opening_hours import OpeningHours
from engagements.periods import period_from_key
from foundation.accounts.roles import Role
from tests.factories.cast import House
from tests.factories.scorecards import Levels, exclude, item
from tests.scorecards.asking import ask

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"
EXAMPLES = re.findall(r"```example\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
MEASURED = [each for each in EXAMPLES if each.startswith("measure")]
TIMED = [each for each in EXAMPLES if each.startswith("hours")]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def yes(text: str) -> bool:
    return {"yes": True, "no": False}[text]


READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "closed": ("closed_at", instant),
    "first": ("first_resolved_at", instant),
    "reopened": ("reopen_count", int),
    "status": ("status_class", str),
    "checked": ("checked", yes),
    "defective": ("defective", yes),
    "source_met": ("source_met", yes),
    "cost": ("cost", Decimal),
    "due": ("due_at", instant),
    "handled": ("handled_minutes", Decimal),
    "requester": ("requester", str),
    "type": ("item_type", str),
}


def pairs(words: list[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (word.partition("=") for word in words)]


def make(house: House, desk: Engagement, levels: Levels, words: list[str]) -> None:
    values: dict[str, Any] = {}
    later: list[tuple[str, str]] = []
    opened, done = "", None
    for name, value in pairs(words):
        if name == "opened":
            opened = value
        elif name == "done":
            done = instant(value)
        elif name == "rated":
            score, _, at = value.partition(":")
            values |= {"csat_score": score, "csat_at": instant(at)}
        elif name in READERS:
            field, read = READERS[name]
            values[field] = read(value)
        else:
            later.append((name, value))
    made = item(desk, instant(opened), done, **values)
    for name, value in later:
        if name == "clock":
            kind, outcome, *times = value.split(":", 2)
            moment = instant(times[0]) if times else None
            levels.clock(made, outcome, moment or made.opened_at, kind=kind, outcome_at=moment)
        else:
            assert name == "excluded"
            approver = house.people[Role.OPS_LEAD] if value == "approved" else None
            exclude(made, by=house.people[Role.ANALYST], approved_by=approver)


@pytest.mark.parametrize("example", MEASURED)
def test_a_measure_comes_to_what_the_example_says(example: str, house: House, desk: Engagement) -> None:
    EngagementTerms.objects.all().delete()
    levels, period, name = Levels(desk), period_from_key("2026-W47", "UTC"), ""
    parameters: dict[str, Any] = {}
    for line in example.strip().splitlines():
        verb, *words = line.split()
        if verb == "measure":
            name, parameters = words[0], dict(pairs(words[1:]))
        elif verb == "period":
            period = period_from_key(words[0], "UTC")
        elif verb == "terms":
            EngagementTerms.objects.create(engagement=desk, **dict(pairs(words)))
        elif verb == "item":
            make(house, desk, levels, words)
        else:
            assert verb == "expect"
            figure = ask(name, desk, period=period, **parameters)
            for what, expected in pairs(words):
                if what.startswith("detail."):
                    found = figure.detail[what.removeprefix("detail.")]
                    assert found == (json.loads(expected) if expected.startswith("[") else expected)
                else:
                    assert getattr(figure, what) == (None if expected == "none" else Decimal(expected)), what


def span(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


@pytest.mark.parametrize("example", TIMED)
def test_opening_hours_do_what_the_example_says(example: str) -> None:
    head, *lines = example.strip().splitlines()
    _, zone, days, *windows = head.split()
    first, last = (DAYS.index(day) for day in days.split("-"))
    hours = OpeningHours.from_dict({"zone": zone, "week": dict.fromkeys(DAYS[first : last + 1], windows)})
    for line in lines:
        verb, start, other, _, expected = line.split()
        if verb == "open":
            assert hours.open_between(instant(start), instant(other)) == span(expected) // timedelta(microseconds=1)
        else:
            assert hours.due(instant(start), span(other) // timedelta(microseconds=1)) == instant(expected)


def test_every_computed_measure_is_in_the_document() -> None:
    assert len(MEASURED) >= 11
    assert len(TIMED) == 3
    assert date(2026, 11, 16).isocalendar().week == 47

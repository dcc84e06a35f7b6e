"""Error budgets: the worked examples of docs/metrics.md, what has none, and the pages that show them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from engagements.models import Segment
from engagements.periods import period_from_key
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from scorecards.actions.freezing import freeze_scorecard
from scorecards.actions.measuring import measure_weeks
from scorecards.error_budget import Basis, Promised, Volume, elapsed, forecast
from scorecards.models import Scorecard
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.scorecards import item, metric

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"
EXAMPLES = re.findall(r"```example\n(budget .*?)```", DOCUMENT.read_text(encoding="utf-8"), flags=re.DOTALL)
W47, W48 = (period_from_key(f"2026-W{number}", "UTC") for number in (47, 48))
TUESDAY_EVENING = datetime(2026, 11, 24, 18, tzinfo=UTC)


def values(line: str) -> dict[str, str]:
    return dict(word.split("=") for word in line.split() if "=" in word)


def shown(number: Decimal | None) -> str:
    return "none" if number is None else f"{round(number, 6).normalize():f}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_document(example: str) -> None:
    head, counted, expect = example.strip().splitlines()
    given, facts = values(head), {name: Decimal(value) for name, value in values(counted).items()}
    measure, direction = head.split()[1:3]
    promised = Promised(measure, "percent", direction, Decimal(given["expected"]))
    period, basis, passed = period_from_key(given["period"], "UTC"), Basis.ACTUAL, Decimal(1)
    budget = promised.closed(facts["numerator"], facts["denominator"])
    if "now" in given:
        recent = [None if n == "none" else int(n) for n in given["recent"].split(",")]
        volume = forecast(measure, period, weekly=int(given["weekly"]), recent=recent)
        assert volume is not None
        budget, basis = promised.running(facts["numerator"], facts["denominator"], volume), volume.basis
        passed = elapsed(period, datetime.fromisoformat(given["now"]).replace(tzinfo=UTC))
    if expect == "expect none":
        assert budget is None
        return
    assert budget is not None
    assert values(expect) == {
        "n": str(budget.n),
        "basis": basis.value,
        "allowed": shown(budget.allowed),
        "failures": str(budget.failures),
        "remaining": shown(budget.remaining),
        "consumed": shown(budget.consumed),
        "burn": shown(budget.burn_rate(passed)),
        "exhausted": "yes" if budget.exhausted else "no",
    }


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 5


@pytest.mark.parametrize(
    ("measure", "unit", "direction", "expected"),
    [
        ("turnaround_mean", "hours", "lower", "24"),
        ("efficiency", "percent", "higher", "90"),
        ("external_rating", "percent", "higher", "90"),
        ("manual", "percent", "higher", "20"),
        ("manual", "percent", "lower", "51"),
    ],
)
def test_what_has_no_budget(measure: str, unit: str, direction: str, expected: str) -> None:
    promised = Promised(measure, unit, direction, Decimal(expected))
    assert promised.target is None
    assert promised.closed(Decimal(90), Decimal(100)) is None
    assert promised.running(Decimal(90), Decimal(100), Volume(100, Basis.RECENT)) is None


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(None, "10"), ("9", None), ("9.5", "10"), ("11", "10"), ("-1", "10"), ("1", "2.5")]
)
def test_parts_that_are_no_counts(numerator: str | None, denominator: str | None) -> None:
    parts = [None if part is None else Decimal(part) for part in (numerator, denominator)]
    assert Promised("manual", "percent", "higher", Decimal(90)).closed(*parts) is None


@pytest.mark.parametrize(
    ("measure", "key", "weekly", "recent", "volume"),
    [
        ("completion", "2026-W48", 70, [], (70, Basis.SEGMENTS)),
        ("completion", "2026-W46/2", 70, [], (140, Basis.SEGMENTS)),
        ("completion", "2026-11", 70, [], (300, Basis.SEGMENTS)),
        ("completion", "2026-W48", None, [10, 20], (15, Basis.RECENT)),
        ("completion", "2026-W48", 0, [10], (10, Basis.RECENT)),
        ("csat", "2026-W48", 70, [99, 1, 2, 3, 4], (2, Basis.RECENT)),
        ("csat", "2026-W48", 70, [None, None], None),
        ("csat", "2026-W48", 70, [], None),
    ],
)
def test_what_is_foretold(
    measure: str, key: str, weekly: int | None, recent: list[int | None], volume: tuple[int, Basis] | None
) -> None:
    assert forecast(measure, period_from_key(key, "UTC"), weekly=weekly, recent=recent) == volume


def test_more_than_was_foretold_counts() -> None:
    budget = Promised("completion", "percent", "higher", Decimal(90)).running(
        Decimal(45), Decimal(50), Volume(40, Basis.SEGMENTS)
    )
    assert budget is not None
    assert (budget.n, budget.allowed, budget.failures) == (50, Decimal(5), 5)


def test_time_that_has_passed_knows_the_change_of_the_clock() -> None:
    long_week = period_from_key("2026-W43", "Europe/Berlin")
    assert (elapsed(long_week, long_week.start), elapsed(long_week, W48.end)) == (Decimal(0), Decimal(1))
    # Thursday noon in Berlin is 84 hours in, of 169.
    noon = datetime(2026, 10, 22, 10, tzinfo=UTC)
    assert round(elapsed(long_week, noon), 9) == Decimal("0.497041420")


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY_EVENING, tick=False):
        yield


@pytest.fixture
def card(house: House) -> Scorecard:
    """A week of 20 due items, two of them late; in the week that runs 8, one of them late; 28 are expected a week."""
    desk = house.engagements["kestrel"]
    with staff(house.pk):
        metric("completion", desk, name="Done in time", expected="90", minimum="80")
        metric("throughput", desk, name="Solved", expected="3", minimum="1")
        Segment.objects.create(engagement=desk, name="Mail", weekly_volume=28)
        for number in range(20):
            day = "17" if number < 2 else "16"
            item(desk, "2026-11-16 09:00", f"2026-11-{day} 18:00", due_at=datetime(2026, 11, 17, tzinfo=UTC))
        for number in range(8):
            day = "24" if number < 1 else "23"
            item(desk, "2026-11-23 09:00", f"2026-11-{day} 17:00", due_at=datetime(2026, 11, 24, tzinfo=UTC))
        measure_weeks({desk.pk: [W47]}, now=TUESDAY_EVENING)
        return freeze_scorecard(engagement=desk, period=W47, now=TUESDAY_EVENING)


def words(response: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_pages_say_it(house: House, card: Scorecard, tuesday: None, sign_in: SignIn) -> None:
    lead = sign_in(house.people[Role.OPS_LEAD])
    with staff(house.pk):
        completion, solved = (card.lines.get(metric__name=name).metric_id for name in ("Done in time", "Solved"))
    metric_page = lead.get(reverse("scorecards:scorecard-metric", args=[house.slug, card.pk, completion]))
    text = words(metric_page)
    running = "2026-W48 runs still · of 28 expected, by the volume of the segments 2.8 1 1.8"
    assert running in text
    assert "36 % used 1.43 times as fast as time passes: it will not last" in text
    assert "2026-W47 of 20 counted 2 2 0" in text
    assert "100 % used 1 times what the period allows" in text
    assert 'aria-label="1 failed, 2.8 allowed"' in metric_page.content.decode()
    assert "Error budget" not in words(
        lead.get(reverse("scorecards:scorecard-metric", args=[house.slug, card.pk, solved]))
    )
    listed = words(lead.get(reverse("scorecards:scorecard-detail", args=[house.slug, card.pk])))
    assert "Done in time 2026-W47 · of 20 counted 2 2 0" in listed


def test_an_older_scorecard_shows_its_own_period_alone(house: House, card: Scorecard, sign_in: SignIn) -> None:
    lead: Client = sign_in(house.people[Role.OPS_LEAD])
    with staff(house.pk):
        completion = card.lines.get(metric__name="Done in time").metric_id
    with time_machine.travel(W48.end, tick=False):
        page = lead.get(reverse("scorecards:scorecard-metric", args=[house.slug, card.pk, completion]))
    assert [line.period_key for line in page.context["budgets"]] == ["2026-W47"]

"""The inventory's arithmetic: workload, candidate score, quick wins, own baseline."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engagements.inventory.candidate import candidate
from engagements.inventory.own_baseline import OwnRun, summed
from engagements.inventory.quick_wins import lacks
from engagements.inventory.workload import minutes_a_month, volume_a_month


@pytest.mark.parametrize(
    ("volume", "frequency", "minutes", "count", "expected"),
    [
        (30, "daily", "8", "650", "5200"),
        (4, "weekly", "30", "17.33", "520"),
        (1, "monthly", "240", "1", "240"),
        (0, "daily", "8", "0", "0"),
        (None, "daily", "8", None, None),
        (30, "", "8", None, None),
        (30, "daily", None, "650", None),
    ],
)
def test_workload(
    volume: int | None, frequency: str, minutes: str | None, count: str | None, expected: str | None
) -> None:
    found = volume_a_month(volume, frequency)
    assert (found and found.quantize(Decimal("0.01"))) == (count and Decimal(count).quantize(Decimal("0.01")))
    month = minutes_a_month(volume, frequency, Decimal(minutes) if minutes else None)
    assert (None if month is None else month.quantize(Decimal("0.0001"))) == (Decimal(expected) if expected else None)


@pytest.mark.parametrize(
    ("repetition", "strategic", "minutes", "expected"),
    [
        (3, 0, "5200", "100.0"),
        (2, 1, "520", "51.7"),
        (3, 0, "2400", "100.0"),
        (3, 0, "2399", "100.0"),
        (0, 3, "0", "0.0"),
        (3, 3, "0", "33.3"),
        (1, 2, "240", "25.6"),
        (None, 0, "5200", None),
        (3, None, "5200", None),
        (3, 0, None, None),
    ],
)
def test_candidate_score(
    repetition: int | None, strategic: int | None, minutes: str | None, expected: str | None
) -> None:
    month = None if minutes is None else Decimal(minutes)
    score = candidate(repetition=repetition, strategic=strategic, minutes_a_month=month).score
    assert (None if score is None else f"{score:.1f}") == expected


@pytest.mark.parametrize(("repetition", "strategic", "minutes"), [(4, 0, "0"), (0, -1, "0"), (0, 0, "-1")])
def test_no_candidate(repetition: int, strategic: int, minutes: str) -> None:
    with pytest.raises(ValueError, match=r"not within|less than none"):
        candidate(repetition=repetition, strategic=strategic, minutes_a_month=Decimal(minutes))


@pytest.mark.parametrize(
    ("volume", "repetition", "criteria", "expected"),
    [
        ("100", 2, "All links checked", ""),
        ("99.99", 3, "All links checked", "volume"),
        ("650", 1, "All links checked", "repeatable"),
        ("650", 3, " ", "criteria"),
        (None, None, "", "volume repeatable criteria"),
    ],
)
def test_quick_wins(volume: str | None, repetition: int | None, criteria: str, expected: str) -> None:
    month = None if volume is None else Decimal(volume)
    found = lacks(volume_a_month=month, repetition=repetition, acceptance_criteria=criteria)
    assert " ".join(found) == expected


def test_own_baseline_is_pooled() -> None:
    runs = [OwnRun(10, Decimal(80), 0), OwnRun(30, Decimal(180), 2), OwnRun(20, Decimal(130), None)]
    found = summed(runs)
    assert (found.runs, found.count, found.minutes_each) == (3, 60, Decimal("6.5"))
    assert (found.errors, found.checked, found.error_percent) == (2, 40, Decimal(5))
    assert found.interval is not None
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (0.014, 0.165)


def test_no_baseline_is_no_data() -> None:
    none = summed([])
    assert (none.minutes_each, none.error_percent, none.interval) == (None, None, None)

"""What a snapshot says once it is read: texts of a line, the streak, what has to be decided."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from scorecards.decisions import decisions
from scorecards.sheet_charts import charted
from scorecards.sheet_lines import MINUS, NOTHING, SheetLine
from scorecards.sheets import Sheet
from tests.factories.sheets import action, cause, document, line


def read(**changes: Any) -> SheetLine:
    return SheetLine.read(line(**changes))


def test_a_share_says_what_it_was_made_from_and_how_sure_it_is() -> None:
    found = read()
    assert (found.actual, found.counted, found.between) == ("77.8 %", "14 of 18", "54.8 to 91.0 %")
    assert (found.aim, found.least, found.best, found.moved) == ("≥ 95 %", "≥ 90 %", "98 %", f"{MINUS}17.2")
    assert (found.signal_words, found.is_signal) == ("below lower limit", True)


def test_what_misses_a_target_never_reads_as_if_it_met_it() -> None:
    assert read(value="94.96", denominator="2500", numerator="2374", interval=None).actual == "94.96 %"
    assert read(value="99.951", interval=None).actual == "99.95 %"


def test_no_data_is_a_dash_and_keeps_its_target() -> None:
    found = read(value=None, numerator=None, denominator=None, n=0, interval=None, change=None, previous=None,
                 status="no_data", signal="no_data")  # fmt: skip
    assert (found.actual, found.counted, found.between, found.moved, found.aim) == (NOTHING, "", "", NOTHING, "≥ 95 %")


@pytest.mark.parametrize(
    ("unit", "value", "delta", "shown", "moved"),
    [
        ("count", "15", "3", "15", "+3"),
        ("hours", "4.5", "-0.04", "4.5 h", f"{MINUS}0.04"),
        ("money", "12.5", "0", "12.5 EUR", "0"),
        ("days", "3.26", "1", "3.3 d", "+1.0"),
        ("percent", "50", "0.0004", "50 %", "+0.000"),
    ],
)
def test_values_and_changes_carry_their_unit(unit: str, value: str, delta: str, shown: str, moved: str) -> None:
    found = read(unit=unit, value=value, interval=None, change={"delta": delta, "better": None},
                 detail={"currency": "EUR"}, target=None)  # fmt: skip
    assert (found.actual, found.moved, found.aim) == (shown, moved, NOTHING)


def test_figures_follow_the_readers_language() -> None:
    with translation.override("de"):
        assert read().actual == "77,8 %"


def test_the_status_before_and_for_how_long() -> None:
    sheet = Sheet.read(document())
    assert (sheet.streak, sheet.before) == (1, ("at_risk", 3))
    statuses = [
        {"key": str(n), "status": s} for n, s in enumerate(["on_target", "at_risk", "off_target", "off_target"])
    ]
    later = Sheet.read(document(statuses=statuses))
    assert (later.streak, later.before) == (3, ("at_risk", 1))
    assert Sheet.read(document(statuses=[])).before == ("", 0)


def test_the_worst_comes_first_where_there_is_little_room() -> None:
    lines = [line(number, status="on_target") for number in range(1, 4)] + [line(4, status="at_risk"), line(5)]
    sheet = Sheet.read(document(lines=lines, scorecard={"worst_metric_id": 5}))
    assert [each.metric_id for each in sheet.by_weight] == [5, 4, 1, 2, 3]


def test_what_has_to_be_decided() -> None:
    assert decisions(Sheet.read(document())) == [
        "Metric 1 missed its target and has no root cause on record: who finds it, by when?"
    ]
    explained = document(root_causes=[cause()])
    assert decisions(Sheet.read(explained)) == [
        "Metric 1 missed its target and no action is open: what is done, by whom, by when?"
    ]
    late = Sheet.read(document(root_causes=[cause()], actions=[action(1), action(2)]))
    assert decisions(late) == ["2 actions are late (“Action 1”, “Action 2”): new dates, or help?"]
    long = [{"key": str(n), "status": "off_target"} for n in range(2)]
    assert decisions(Sheet.read(document(statuses=long)))[-1].startswith("Off target for 3 weeks in a row")
    calm = line(status="on_target")
    assert decisions(Sheet.read(document(lines=[calm], scorecard={"status": "on_target"}))) == []


def test_the_chart_says_signal_or_noise() -> None:
    chart = charted(read())
    assert chart.heading == "Metric 1 left its normal range, signalled since W47: a real change, not noise"
    assert chart.series.flagged == [25]
    assert chart.flagged == (("2026-W47", "beyond 3 sigma (below)"),)
    steady = read(
        value="95", signal="steady", series=[*line()["series"][:-1], {"key": "2026-W47", "value": "95", "n": 9}]
    )
    assert charted(steady).heading == "Metric 1 moves within its normal range: ordinary variation"
    young = read(limits={}, series=line()["series"][-3:], signal="run_chart")
    assert charted(young).heading == "Metric 1: too few periods yet to tell a real change from an ordinary one"

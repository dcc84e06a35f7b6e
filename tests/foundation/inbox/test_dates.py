"""Dates: in the order that the column decides, or asked."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from foundation.inbox.values.date_orders import find_date_order
from foundation.inbox.values.dates import DateOrder, date_parser

UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("order", "text", "instant"),
    [
        (DateOrder.ISO, "2026-01-05", "2026-01-05T00:00:00Z"),
        (DateOrder.ISO, "2026-01-05T10:30:15.250", "2026-01-05T10:30:15.250000Z"),
        (DateOrder.ISO, "2026/1/5 9:05", "2026-01-05T09:05:00Z"),
        (DateOrder.ISO, "2026-01-05 10:30:00+02:00", "2026-01-05T08:30:00Z"),
        (DateOrder.ISO, "2026-01-05T10:30:00Z", "2026-01-05T10:30:00Z"),
        (DateOrder.ISO, "20260105T103000Z", "2026-01-05T10:30:00Z"),
        (DateOrder.ISO, "2026-01-05 10:30:00 -0530", "2026-01-05T16:00:00Z"),
        (DateOrder.ISO, "2026-01-05 10:30:00 UTC", "2026-01-05T10:30:00Z"),
        (DateOrder.DAY_FIRST, "29/2/2016 01:16", "2016-02-29T01:16:00Z"),
        (DateOrder.DAY_FIRST, "5.1.2026", "2026-01-05T00:00:00Z"),
        (DateOrder.DAY_FIRST, "2026-01-05 10:00", "2026-01-05T10:00:00Z"),
        (DateOrder.MONTH_FIRST, "2/29/2016 01:16", "2016-02-29T01:16:00Z"),
        (DateOrder.MONTH_FIRST, "1/5/26, 12:05 AM", "2026-01-05T00:05:00Z"),
        (DateOrder.MONTH_FIRST, "1/5/2026 12:05 pm", "2026-01-05T12:05:00Z"),
        (DateOrder.ISO, "05/Jan/26 3:04 PM", "2026-01-05T15:04:00Z"),
        (DateOrder.DAY_FIRST, "5 January 2026 15:04", "2026-01-05T15:04:00Z"),
        (DateOrder.EPOCH_SECONDS, "1767609000", "2026-01-05T10:30:00Z"),
        (DateOrder.EPOCH_MILLISECONDS, "1767609000500", "2026-01-05T10:30:00.500000Z"),
        (DateOrder.EXCEL_1900, "46027.4375", "2026-01-05T10:30:00Z"),
        (DateOrder.EXCEL_1904, "44565.4375", "2026-01-05T10:30:00Z"),
        (DateOrder.DAY_FIRST, "1/2/69", "2069-02-01T00:00:00Z"),
        (DateOrder.DAY_FIRST, "1/2/70", "1970-02-01T00:00:00Z"),
    ],
)
def test_read(order: DateOrder, text: str, instant: str) -> None:
    parsed = date_parser(order, UTC)(text)
    assert parsed.problem is None
    assert parsed.value == dt.datetime.fromisoformat(instant)
    assert parsed.value.tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("order", "text", "code"),
    [
        (DateOrder.DAY_FIRST, "2/29/2016", "date_impossible"),
        (DateOrder.MONTH_FIRST, "29/2/2016 01:16", "date_impossible"),
        (DateOrder.DAY_FIRST, "30/2/2016 10:00", "date_impossible"),
        (DateOrder.ISO, "2026-01-05 25:00", "date_impossible"),
        (DateOrder.ISO, "2026-01-05 13:00 PM", "date_impossible"),
        (DateOrder.ISO, "5/1/2026", "date_unreadable"),
        (DateOrder.ISO, "yesterday", "date_unreadable"),
        (DateOrder.DAY_FIRST, "46027", "date_unreadable"),
        (DateOrder.ISO, "5 Foo 2026", "date_unreadable"),
        (DateOrder.ISO, "2026-01-05T10:00 Europe/Berlin", "date_unreadable"),
    ],
)
def test_refused(order: DateOrder, text: str, code: str) -> None:
    parsed = date_parser(order, UTC)(text)
    assert parsed.value is None
    assert parsed.wrong
    assert parsed.problem is not None
    assert parsed.problem.code == code


@pytest.mark.parametrize("text", ["", "  ", "?", "N/A", "null", "-"])
def test_missing(text: str) -> None:
    assert date_parser(DateOrder.ISO, UTC)(text) == (None, None)


def lines(*texts: str) -> list[tuple[int, str]]:
    return list(enumerate(texts, start=2))


@pytest.mark.parametrize(
    ("texts", "order", "evidence"),
    [
        (("3/4/2026", "13/4/2026 10:00", "?"), DateOrder.DAY_FIRST, ("13/4/2026 10:00", 3)),
        (("3/4/2026", "4/13/2026"), DateOrder.MONTH_FIRST, ("4/13/2026", 3)),
        (("2026-01-05", ""), DateOrder.ISO, ("2026-01-05", 2)),
        (("1767609000",), DateOrder.EPOCH_SECONDS, ("1767609000", 2)),
        (("1767609000000",), DateOrder.EPOCH_MILLISECONDS, ("1767609000000", 2)),
        (("2026-01-05", "13/4/2026"), DateOrder.DAY_FIRST, ("13/4/2026", 3)),
    ],
)
def test_one_value_decides_for_the_column(texts: tuple[str, ...], order: DateOrder, evidence: tuple[str, int]) -> None:
    finding = find_date_order("opened", lines(*texts))
    assert finding.order == order
    assert (finding.evidence, finding.evidence_line) == evidence
    assert finding.question is None


def test_ambiguous_dates_are_asked_never_guessed() -> None:
    finding = find_date_order("opened", lines("?", "3/4/2026 09:00", "5/6/2026", "2026-01-05"))
    assert finding.order is None
    assert finding.question is not None
    question = finding.question
    assert (question.code, question.line, question.column) == ("dates_ambiguous", 3, "opened")
    assert question.level.value == "question"
    assert question.message == (
        "“3/4/2026 09:00” may be day/month or month/day, and no value of the column decides. "
        "Choose the order of its dates."
    )


def test_contradicting_dates_show_both_places() -> None:
    question = find_date_order("opened", lines("13/4/2026", "4/13/2026")).question
    assert question is not None
    assert (question.code, question.line, question.value) == ("dates_contradict", 2, "13/4/2026")
    assert "can only be day first, but line 3 has “4/13/2026”, which cannot" in question.message


def test_a_column_without_dates() -> None:
    finding = find_date_order("opened", lines("?", ""))
    assert (finding.order, finding.seen, finding.question) == (DateOrder.ISO, 0, None)

"""One row an item."""

import datetime as dt

import pytest

from foundation.inbox.reading.rows import Row
from foundation.inbox.values.durations import DurationUnit
from workitems.canonical import Shape, StatusClass
from workitems.folding import FoldedItem, RowFate, RowVerdict
from workitems.item_table import ItemTableFold
from workitems.mapping import Mapping
from workitems.states import StateMeaning

FIELDS = {
    "external_id": "Id",
    "state": "Status",
    "opened_at": "Created",
    "event_at": "Updated",
    "resolved_at": "Solved",
    "first_response_minutes": "First reply",
    "csat_score": "Satisfaction",
    "handled_minutes": "Handled",
    "cost": "Cost",
    "currency": "Currency",
    "checked": "Checked",
    "defective": "Defective",
    "url": "Link",
    "title": "Subject",
}
HEADER = list(FIELDS.values())
MAPPING = Mapping(
    source="zendesk",
    shape=Shape.ITEM,
    columns=FIELDS,
    duration_unit=DurationUnit.MINUTES,
    states={
        "open": StateMeaning.RUNNING,
        "pending": StateMeaning.CLIENT,
        "solved": StateMeaning.STOPPED,
        "deleted": StateMeaning.CANCELLED,
        "spam": StateMeaning.QUARANTINE,
    },
    value_maps={"csat_score": {"Good": "5", "Bad": "1", "Offered": ""}},
)


def row(line: int, **cells: str) -> Row:
    known = {
        "Id": "7",
        "Status": "Open",
        "Created": "2026-01-05T08:00Z",
        **{k.replace("_", " "): v for k, v in cells.items()},
    }
    return Row(line, [known.get(name, "") for name in HEADER])


def fold(*rows: Row) -> tuple[list[FoldedItem], list[RowVerdict], ItemTableFold]:
    folder = ItemTableFold(MAPPING, HEADER)
    verdicts = [folder.add(each) for each in rows]
    items = list(folder.finish())
    report = folder.report
    assert report.rows == len(rows) == report.told + report.duplicates + report.quarantined
    return items, verdicts, folder


def story(item: FoldedItem) -> list[tuple[str, str]]:
    return [(each.kind.value, f"{each.at:%H:%M}") for each in item.events]


@pytest.mark.parametrize(
    ("cells", "events", "status"),
    [
        ({}, [("start", "08:00")], StatusClass.OPEN),
        ({"Status": "Pending"}, [("start", "08:00")], StatusClass.PAUSED),
        (
            {"Status": "Pending", "Updated": "2026-01-05T09:00Z"},
            [("start", "08:00"), ("pause", "09:00")],
            StatusClass.PAUSED,
        ),
        (
            {"Status": "Solved", "Solved": "2026-01-05T10:00Z", "Updated": "2026-01-06T09:00Z"},
            [("start", "08:00"), ("stop", "10:00")],
            StatusClass.RESOLVED,
        ),
        (
            {"Status": "Solved", "Updated": "2026-01-05T11:00Z"},
            [("start", "08:00"), ("stop", "11:00")],
            StatusClass.RESOLVED,
        ),
        (
            {"Status": "Open", "Solved": "2026-01-05T10:00Z", "Updated": "2026-01-05T12:00Z"},
            [("start", "08:00"), ("stop", "10:00"), ("reopen", "12:00")],
            StatusClass.OPEN,
        ),
        (
            {"Status": "Deleted", "Updated": "2026-01-05T12:00Z"},
            [("start", "08:00"), ("cancel", "12:00")],
            StatusClass.CANCELLED,
        ),
        (
            {"Status": "Odd", "Solved": "2026-01-05T10:00Z"},
            [("start", "08:00"), ("stop", "10:00")],
            StatusClass.RESOLVED,
        ),
        (
            {"First_reply": "90"},
            [("start", "08:00"), ("respond", "09:30")],
            StatusClass.OPEN,
        ),
    ],
)
def test_events_of_a_row(cells: dict[str, str], events: list[tuple[str, str]], status: StatusClass) -> None:
    (item,), _, _ = fold(row(2, **cells))
    assert (story(item), item.item.status_class) == (events, status)


def test_a_reopened_item_is_back_in_the_backlog() -> None:
    (item,), _, folder = fold(row(2, Solved="2026-01-05T10:00Z", Updated="2026-01-05T12:00Z"))
    assert (item.item.resolved_at, item.item.reopen_count, folder.report.taken_up_again) == (None, 1, 1)


def test_values() -> None:
    (item,), _, _ = fold(
        row(
            2,
            Satisfaction="good",
            Handled="1h 30m",
            Cost="1,250.50",
            Currency="eur",
            Defective="yes",
            Link="https://x/7",
        )
    )
    one = item.item
    assert (str(one.csat_score), str(one.handled_minutes), str(one.cost), one.currency) == ("5", "90", "1250.50", "EUR")
    assert (one.defective, one.checked, one.url) == (True, True, "https://x/7")


def test_a_satisfaction_that_was_offered_is_none() -> None:
    (item,), _, _ = fold(row(2, Satisfaction="Offered"))
    assert item.item.csat_score is None


def test_the_last_row_of_an_id_decides_and_the_others_are_duplicates() -> None:
    (item,), verdicts, folder = fold(row(2, Subject="old"), row(3, Subject="old"), row(4, Subject="new"))
    assert [each.fate for each in verdicts] == [RowFate.ITEM, RowFate.DUPLICATE, RowFate.ITEM]
    assert (item.item.title, list(item.lines), list(item.superseded)) == ("new", [4], [2])
    assert (folder.report.told, folder.report.duplicates) == (1, 2)


@pytest.mark.parametrize(
    ("cells", "code", "column", "value"),
    [
        ({"Id": " "}, "id_missing", "Id", None),
        ({"Created": ""}, "opened_missing", "Created", None),
        ({"Created": "5/1/2026"}, "date_unreadable", "Created", "5/1/2026"),
        ({"Solved": "2026-01-04T10:00Z"}, "closed_before_opened", "Solved", "2026-01-04 10:00"),
        ({"Status": "Spam"}, "state_quarantined", "Status", "Spam"),
        ({"Status": "Solved"}, "stop_undated", "Status", "Solved"),
        ({"Satisfaction": "fine"}, "number_unreadable", "Satisfaction", "fine"),
        ({"Handled": "long"}, "duration_unreadable", "Handled", "long"),
        ({"Cost": "-3"}, "count_negative", "Cost", "-3"),
        ({"Currency": "EURO"}, "currency_unknown", "Currency", "EURO"),
        ({"Currency": "12$"}, "currency_unknown", "Currency", "12$"),
        ({"Checked": "maybe"}, "boolean_unreadable", "Checked", "maybe"),
        ({"Checked": "no", "Defective": "yes"}, "defect_unchecked", "Defective", "true"),
        ({"Id": "9" * 201}, "text_too_long", "Id", "9" * 200),
    ],
)
def test_a_row_that_cannot_be_used_says_where(cells: dict[str, str], code: str, column: str, value: str | None) -> None:
    items, verdicts, folder = fold(row(2), row(3, **{"Id": "8", **cells}))
    (problem,) = verdicts[1].problems
    assert (problem.code, problem.line, problem.column, problem.value) == (code, 3, column, value)
    assert (len(items), folder.report.quarantined) == (1, 1)


def test_texts_that_are_cut_and_links_that_are_refused_are_counted() -> None:
    (item,), _, folder = fold(row(2, Subject="x" * 501, Link="javascript:alert(1)"))
    assert item.item.title is not None
    assert (len(item.item.title), item.item.url) == (500, None)
    assert folder.report.warnings == {"text_cut": 1, "link_refused": 1}


def test_defaults_fill_what_is_missing() -> None:
    mapping = Mapping(
        source="own",
        shape=Shape.ITEM,
        columns={"external_id": "Id", "opened_at": "Created", "currency": "Currency"},
        defaults={"currency": "GBP", "item_type": "Invoice"},
    )
    folder = ItemTableFold(mapping, HEADER)
    folder.add(row(2))
    folder.add(row(3, Id="8", Currency="EUR"))
    items = [each.item for each in folder.finish()]
    assert [(each.currency, each.item_type) for each in items] == [("GBP", "Invoice"), ("EUR", "Invoice")]
    assert items[0].opened_at == dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC)

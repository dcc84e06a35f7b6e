"""Rows in file order become items and append-only events."""

import datetime as dt
from dataclasses import replace

import pytest

from foundation.inbox.problems import KINDS
from foundation.inbox.reading.rows import Row
from workitems.canonical import EventKind, Shape, StatusClass
from workitems.event_log import EventLogFold
from workitems.folding import FoldedItem, RowFate, RowVerdict
from workitems.mapping import Mapping, Placement
from workitems.states import StateMeaning

HEADER = ["number", "state", "at", "opened", "resolved", "closed", "priority", "group", "note"]
MAPPING = Mapping(
    source="desk",
    shape=Shape.EVENT_LOG,
    columns={
        "external_id": "number",
        "state": "state",
        "event_at": "at",
        "opened_at": "opened",
        "resolved_at": "resolved",
        "closed_at": "closed",
        "priority": "priority",
        "queue": "group",
    },
    states={
        "New": StateMeaning.RUNNING,
        "Waiting": StateMeaning.CLIENT,
        "Held": StateMeaning.HOLD,
        "Done": StateMeaning.STOPPED,
        "Dropped": StateMeaning.CANCELLED,
        "-100": StateMeaning.QUARANTINE,
    },
    placement=Placement("group", "engagement", {"A": "17"}),
)


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 1, 5, hour, minute, tzinfo=dt.UTC)


def row(line: int, state: str, hour: str, **cells: str) -> Row:
    known = {"number": "I1", "state": state, "at": f"2026-01-05 {hour}", "opened": "2026-01-05 08:00", "priority": "P2"}
    known |= {name: f"2026-01-05 {cells[name]}" for name in ("opened", "resolved", "closed") if name in cells}
    known |= {name: text for name, text in cells.items() if name not in ("opened", "resolved", "closed")}
    return Row(line, [known.get(name, "?") for name in HEADER])


def fold(*rows: Row, mapping: Mapping = MAPPING) -> tuple[list[FoldedItem], list[RowVerdict], EventLogFold]:
    folder = EventLogFold(mapping, HEADER)
    verdicts = [folder.add(each) for each in rows]
    items = list(folder.finish())
    report = folder.report
    assert report.rows == len(rows) == report.told + report.duplicates + report.quarantined
    return items, verdicts, folder


def story(item: FoldedItem) -> list[tuple[str, str, str]]:
    return [
        (each.kind.value, f"{each.at:%H:%M}", each.reason or each.detail)
        for each in item.events
        if each.kind != EventKind.ASSIGN
    ]


def test_a_whole_life() -> None:
    (item,), _, _ = fold(
        row(2, "New", "08:05"),
        row(3, "Waiting", "09:00"),
        row(4, "Held", "10:00"),
        row(5, "New", "11:00", priority="P1"),
        row(6, "Done", "12:00", priority="P1"),
        row(7, "New", "13:00", priority="P1"),
        row(8, "Waiting", "14:00", priority="P1"),
        row(9, "Done", "15:00", priority="P1"),
    )
    assert story(item) == [
        ("start", "08:00", "P2"),
        ("pause", "09:00", "client"),
        ("resume", "10:00", "Held"),
        ("pause", "10:00", "hold"),
        ("resume", "11:00", "New"),
        ("reprioritise", "11:00", "P1"),
        ("stop", "12:00", "Done"),
        ("reopen", "13:00", "New"),
        ("pause", "14:00", "client"),
        ("stop", "15:00", "Done"),
    ]
    assert item.lines == [2, 3, 4, 5, 6, 7, 8, 9]
    assert (item.item.priority, item.item.reopen_count, item.item.status_class) == ("P1", 1, StatusClass.RESOLVED)


def test_the_last_row_in_file_order_decides_not_the_latest() -> None:
    (item,), _, folder = fold(row(2, "New", "12:00", group="A"), row(3, "New", "09:00", group="B", priority="P4"))
    assert (item.item.queue, item.item.priority) == ("B", "P4")
    assert item.events[-1].at == at(12)
    assert folder.report.moved == 1


def test_the_last_stop_is_when_the_source_says_it_was_resolved() -> None:
    (item,), _, _ = fold(
        row(2, "New", "08:00", resolved="11:29"),
        row(3, "Done", "08:53", resolved="11:29"),
        row(4, "Done", "16:00", resolved="11:29", closed="16:00"),
    )
    assert story(item)[-1] == ("stop", "11:29", "Done")
    assert item.item.status_class == StatusClass.CLOSED


def test_without_a_resolution_it_is_the_closing() -> None:
    (item,), _, folder = fold(row(2, "Done", "08:53", closed="16:00"), row(3, "Done", "16:00", closed="16:00"))
    assert story(item)[-1] == ("stop", "16:00", "Done")
    assert item.item.resolved_at is None
    assert folder.report.stopped_at_closing == 1


def test_the_first_stop_of_a_reopened_item_keeps_its_own_instant() -> None:
    (item,), _, _ = fold(
        row(2, "Done", "09:00", resolved="15:00"),
        row(3, "New", "10:00", resolved="15:00"),
        row(4, "Done", "14:00", resolved="15:00"),
    )
    assert story(item)[1:] == [("stop", "09:00", "Done"), ("reopen", "10:00", "New"), ("stop", "15:00", "Done")]


def test_taken_up_again_it_is_open_and_its_resolution_an_event() -> None:
    (item,), _, folder = fold(row(2, "Done", "09:00", resolved="09:00"), row(3, "New", "10:00", resolved="09:00"))
    assert story(item)[1:] == [("stop", "09:00", "Done"), ("reopen", "10:00", "New")]
    assert (item.item.resolved_at, item.item.status_class) == (None, StatusClass.OPEN)
    assert folder.report.taken_up_again == 1


def test_cut_off_before_its_end_the_source_still_knows_the_resolution() -> None:
    (item,), _, _ = fold(row(2, "New", "08:30", resolved="12:00", closed="13:00"))
    assert story(item)[-1] == ("stop", "12:00", "")
    assert item.item.status_class == StatusClass.CLOSED


def test_a_paused_and_a_cancelled_item() -> None:
    items, _, _ = fold(row(2, "Waiting", "09:00"), row(3, "Dropped", "09:30", number="I2"))
    assert [item.item.status_class for item in items] == [StatusClass.PAUSED, StatusClass.CANCELLED]
    assert story(items[1])[-1] == ("cancel", "09:30", "Dropped")


def test_a_change_before_the_opening_happens_at_the_opening() -> None:
    (item,), _, folder = fold(row(2, "Waiting", "07:30"))
    assert story(item) == [("start", "08:00", "P2"), ("pause", "08:00", "client")]
    assert folder.report.moved == 1


def test_undecided_states_run_and_are_counted() -> None:
    mapping = replace(MAPPING, states={**MAPPING.states, "Parked": StateMeaning.UNDECIDED})
    (item,), verdicts, folder = fold(
        row(2, "Waiting", "09:00"), row(3, "Parked", "10:00"), row(4, "Strange", "11:00"), mapping=mapping
    )
    assert [each[0] for each in story(item)] == ["start", "pause", "resume"]
    assert folder.report.undecided == {"Parked": 1, "Strange": 1}
    assert {each.fate for each in verdicts} == {RowFate.ITEM}


def test_rows_of_a_quarantined_state_are_set_aside_and_the_item_lives_on() -> None:
    (item,), verdicts, folder = fold(
        row(2, "New", "08:00"), row(3, "-100", "09:00", priority="P9", group="Z"), row(4, "Done", "10:00")
    )
    assert [each.fate for each in verdicts] == [RowFate.ITEM, RowFate.QUARANTINED, RowFate.ITEM]
    (problem,) = verdicts[1].problems
    assert (problem.code, problem.line, problem.column, problem.value) == ("state_quarantined", 3, "state", "-100")
    assert item.lines == [2, 4]
    assert item.item.priority == "P2"
    assert folder.report.set_aside == {"-100": 1}


def test_an_item_of_quarantined_rows_alone_is_none() -> None:
    items, _, folder = fold(row(2, "-100", "08:00"))
    assert items == []
    assert (folder.report.items, folder.report.quarantined) == (0, 1)


def test_equal_rows_of_an_item_are_duplicates() -> None:
    (item,), verdicts, folder = fold(row(2, "New", "08:00"), row(3, "Done", "09:00"), row(4, "New", "08:00"))
    assert [each.fate for each in verdicts] == [RowFate.ITEM, RowFate.ITEM, RowFate.DUPLICATE]
    assert verdicts[0].digest == verdicts[2].digest != verdicts[1].digest
    assert (item.item.state, folder.report.duplicates) == ("Done", 1)


def test_rows_of_items_may_be_mixed() -> None:
    items, _, _ = fold(row(2, "New", "08:00"), row(3, "New", "08:10", number="I2"), row(4, "Done", "09:00"))
    assert [(each.item.external_id, list(each.lines)) for each in items] == [("I1", [2, 4]), ("I2", [3])]


@pytest.mark.parametrize(
    ("bad", "code", "column", "value"),
    [
        (row(3, "New", "09:00", number="?"), "id_missing", "number", None),
        (Row(3, ["I1", "New", "?", "2026-01-05", "?", "?", "P2", "?", ""]), "event_time_missing", "at", None),
        (Row(3, ["I1", "New", "2026-01-05", "?", "?", "?", "P2", "?", ""]), "opened_missing", "opened", None),
        (row(3, "New", "25:00"), "date_impossible", "at", "2026-01-05 25:00"),
        (row(3, "New", "09:00", resolved="07:00"), "closed_before_opened", "resolved", "2026-01-05 07:00"),
        (row(3, "New", "09:00", priority="P" * 61), "text_too_long", "priority", "P" * 61),
    ],
)
def test_a_row_that_cannot_be_used_says_where(bad: Row, code: str, column: str, value: str | None) -> None:
    (item,), verdicts, _ = fold(row(2, "New", "08:00"), bad)
    (problem,) = verdicts[1].problems
    assert verdicts[1].fate == RowFate.QUARANTINED
    assert (problem.code, problem.line, problem.column, problem.value) == (code, 3, column, value)
    assert item.lines == [2]


def test_problems_of_the_file_count_where_a_field_is_read() -> None:
    cell = KINDS["nul_character"]
    fine, bad = row(2, "New", "08:00"), row(3, "New", "08:30")
    _, verdicts, folder = fold(
        Row(2, fine.cells, (cell.at(2, "note", "a␀"),)), Row(3, bad.cells, (cell.at(3, "group", "a␀"),))
    )
    assert [each.fate for each in verdicts] == [RowFate.ITEM, RowFate.QUARANTINED]
    assert folder.report.warnings == {"nul_character": 1}


def test_a_ragged_row_is_quarantined_without_being_read() -> None:
    ragged = Row(3, ["I1"], (KINDS["row_too_narrow"].at(3, "state", "I1", cells=1, columns=9),))
    _, verdicts, _ = fold(row(2, "New", "08:00"), ragged)
    assert verdicts[1].problems == ragged.problems


def test_places_and_the_unassigned_bucket() -> None:
    items, _, folder = fold(
        row(2, "New", "08:00", group="a "),
        row(3, "New", "08:00", number="I2", group="B"),
        row(4, "New", "08:00", number="I3"),
        row(5, "New", "08:00", number="I4", group="A"),
        row(6, "New", "09:00", number="I4"),
    )
    assert [each.item.placement for each in items] == ["17", None, None, None]
    assert (folder.report.unassigned, folder.report.unmapped) == (3, {"B": 1})


def test_time_per_group() -> None:
    (item,), _, _ = fold(
        row(2, "New", "08:00"),
        row(3, "New", "09:00", group="A"),
        row(4, "New", "10:30", group="B"),
        row(5, "Done", "12:00", group="A", resolved="11:00"),
    )
    assert item.item.group_seconds == {"": 3600, "A": 5400, "B": 1800}
    assert sum(item.item.group_seconds.values()) == 3 * 3600
    assert item.item.queue == "A"


def test_times_in_the_sources_zone() -> None:
    (item,), _, folder = fold(
        row(2, "New", "08:30").__class__(
            2, ["I1", "New", "2026-03-29 02:30", "2026-03-29 01:00", "?", "?", "?", "?", ""]
        ),
        mapping=replace(MAPPING, zone="Europe/Berlin"),
    )
    assert item.item.opened_at == dt.datetime(2026, 3, 29, 0, 0, tzinfo=dt.UTC)
    assert folder.report.warnings == {"time_in_gap": 1}


def test_without_a_column_of_openings_the_first_row_opens() -> None:
    columns = {"external_id": "number", "state": "state", "event_at": "at"}
    (item,), _, _ = fold(
        row(2, "New", "08:30"), row(3, "Done", "09:30"), mapping=replace(MAPPING, columns=columns, placement=None)
    )
    assert story(item) == [("start", "08:30", ""), ("stop", "09:30", "Done")]
    assert item.item.group_seconds == {"": 3600}


def test_no_response_column_is_no_data() -> None:
    (item,), _, _ = fold(row(2, "Done", "09:00"))
    assert item.item.first_response_at is None
    assert EventKind.RESPOND not in {each.kind for each in item.events}


def test_the_digest_sees_the_story_and_not_the_lines() -> None:
    (one,), _, _ = fold(row(2, "New", "08:00"), row(3, "Done", "09:00"))
    (moved,), _, _ = fold(row(12, "New", "08:00"), row(13, "Done", "09:00"))
    (longer,), _, _ = fold(row(2, "New", "08:00"), row(3, "Waiting", "08:30"), row(4, "Done", "09:00"))
    assert one.digest() == moved.digest()
    assert one.digest() != longer.digest()

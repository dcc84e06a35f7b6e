"""Items sent in by programs."""

from __future__ import annotations

from typing import Any

import pytest

from foundation.accounts.roles import Role
from foundation.inbox.models import ImportBatch
from tests.factories.cast import Cast
from tests.workitems.importing import Importer, rules
from workitems.actions.upsert import MOST_ROWS, upsert_items
from workitems.models import WorkItem

FIRST: dict[str, Any] = {
    "external_id": "T1",
    "opened_at": "2026-11-02T09:00:00+01:00",
    "engagement": "Night desk",
    "priority": "P1",
    "cost": 12.5,
    "checked": True,
}


@pytest.fixture
def importer(cast: Cast, now: Any) -> Importer:
    return Importer(cast.northwind, now)


def send(importer: Importer, *rows: dict[str, Any]) -> dict[str, Any]:
    with importer.scope():
        by = importer.house.people[Role.OPS_LEAD]
        return upsert_items(list(rows), source="desk", by=by, now=importer.now)


def states(result: dict[str, Any]) -> list[str]:
    return [each["state"] for each in result["items"]]


def test_items_are_made_changed_and_left_as_they_are(importer: Importer) -> None:
    other = {"external_id": "T2", "opened_at": "2026-11-02T09:00:00Z"}
    assert states(send(importer, FIRST, other)) == ["created", "created"]
    item = importer.item("T1")
    assert (f"{item.opened_at:%H:%M}", f"{item.cost}", item.checked) == ("08:00", "12.50", True)
    assert item.engagement_id == importer.house.engagements["kestrel"].pk
    assert states(send(importer, FIRST, other)) == ["unchanged", "unchanged"]
    assert states(send(importer, FIRST | {"priority": "P2"}, other)) == ["updated", "unchanged"]


def test_a_body_that_comes_again_after_a_change_is_a_change(importer: Importer) -> None:
    closed = FIRST | {"state": "resolved", "resolved_at": "2026-11-03T09:00:00Z"}
    assert [states(send(importer, each)) for each in (FIRST, closed, FIRST)] == [["created"], ["updated"], ["updated"]]
    assert importer.item("T1").status_class == "open"


def test_every_row_says_what_is_wrong_with_it(importer: Importer) -> None:
    result = send(
        importer,
        FIRST,
        FIRST | {"external_id": ""},
        {"external_id": "T3", "opened_at": "yesterday"},
        {"external_id": "T4", "opened_at": "2026-11-02", "colour": "red"},
        {"external_id": "T5", "opened_at": "2026-11-02", "title": ["a"]},
        {"external_id": "T6", "opened_at": "2026-11-02", "engagement": "Nowhere"},
        FIRST,
    )
    assert states(result) == ["created", *["quarantined"] * 5, "duplicate"]
    assert [[each["code"] for each in row["errors"]] for row in result["items"]] == [
        [],
        ["id_missing"],
        ["date_unreadable"],
        ["no_such_field"],
        ["no_plain_value"],
        ["engagement_unknown"],
        [],
    ]
    assert result["items"][5]["errors"][0]["message"] == (
        "There is no engagement “Nowhere” in this workspace. Give its exact name, or # and its number."
    )
    assert (result["rows_read"], result["rows_created"], result["rows_quarantined"], result["rows_duplicate"]) == (
        7,
        1,
        5,
        1,
    )


def test_what_the_source_s_files_taught_is_used(importer: Importer) -> None:
    importer.items([{"external_id": "A1", "opened_at": "2026-11-02 09:00", "queue": "Night"}], rules())
    send(importer, {"external_id": "A2", "opened_at": "2026-11-02", "queue": "Day", "state": "Waiting"})
    item = importer.item("A2")
    assert (item.engagement_id, item.status_class) == (importer.house.engagements["own"].pk, "paused")


def test_no_text_breaks_the_database(importer: Importer) -> None:
    send(importer, FIRST | {"title": "a\0b\ud800", "cost": 0.1})
    assert importer.item("T1").title == "a␀b?"


@pytest.mark.parametrize("count", [0, MOST_ROWS + 1])
def test_too_few_and_too_many_are_refused(importer: Importer, count: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 1000 items"):
        send(importer, *[FIRST] * count)
    with importer.scope():
        assert (ImportBatch.objects.count(), WorkItem.objects.count()) == (0, 0)

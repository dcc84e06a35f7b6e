"""A mapping validates itself, survives JSON, and knows whether a file fits."""

import json
from dataclasses import replace

import pytest

from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.durations import DurationUnit
from foundation.inbox.values.numbers import DecimalStyle
from workitems.canonical import Shape
from workitems.mapping import Mapping, MappingInvalid, Placement, header_fingerprint
from workitems.states import StateMeaning

FULL = Mapping(
    source="servicenow",
    shape=Shape.EVENT_LOG,
    columns={"external_id": "number", "state": "incident_state", "event_at": "sys_updated_at"},
    zone="Europe/Berlin",
    date_order=DateOrder.DAY_FIRST,
    date_orders={"sys_updated_at": DateOrder.ISO},
    decimal_style=DecimalStyle.COMMA,
    duration_unit=DurationUnit.HOURS,
    missing=("?", "unknown"),
    states={"New": StateMeaning.RUNNING, "Awaiting User Info": StateMeaning.CLIENT, "-100": StateMeaning.QUARANTINE},
    value_maps={"priority": {"1 - Critical": "P1"}},
    placement=Placement("assignment_group", "engagement", {"Group 70": "17"}),
    defaults={"currency": "EUR"},
    preset="servicenow_event_log",
)


def test_json_and_back() -> None:
    assert Mapping.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_the_least_that_a_person_must_write() -> None:
    mapping = Mapping.from_json(
        {"source": "ours", "shape": "item", "columns": {"external_id": "id", "opened_at": "opened"}}
    )
    assert mapping.zone == "UTC"
    assert mapping.problems(["id", "opened"]) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"shape": "list"}, "'list' is not a valid Shape"),
        ({"zone": "Mars/Olympus"}, "there is no time zone “Mars/Olympus”"),
        ({"zone": "../../etc/passwd"}, "there is no time zone"),
        ({"columns": {"colour": "c"}}, "there is no field “colour”"),
        ({"columns": ["id"]}, "'list' object has no attribute 'items'"),
        ({"columns": {"external_id": 7}}, "“7” should be text"),
        ({"states": {"New": "sleeping"}}, "'sleeping' is not a valid StateMeaning"),
        ({"placement": {"column": "g", "target": "moon", "values": {}}}, "not to “moon”"),
        ({"placement": {"column": "g"}}, "missing 1 required positional argument: 'target'"),
        ({"source": " "}, "the source has no name"),
        ({"version": 9}, "only version 1 is understood"),
        ({"colour": "red"}, "“colour” is no part of a mapping"),
    ],
)
def test_what_is_no_mapping_says_so(change: dict[str, object], said: str) -> None:
    with pytest.raises(MappingInvalid) as raised:
        Mapping.from_json({**FULL.to_json(), **change})
    assert said in raised.value.problem.message
    assert raised.value.problem.code == "mapping_wrong"


@pytest.mark.parametrize("data", [None, [], "text", 3])
def test_what_is_not_even_an_object(data: object) -> None:
    with pytest.raises(MappingInvalid, match="a mapping is a JSON object"):
        Mapping.from_json(data)


def test_the_fingerprint_is_of_the_meaning() -> None:
    turned = replace(FULL, columns=dict(reversed(FULL.columns.items())))
    assert turned.fingerprint() == FULL.fingerprint()
    assert replace(FULL, zone="UTC").fingerprint() != FULL.fingerprint()


def test_a_file_that_does_not_fit_says_which_columns_are_gone() -> None:
    problems = FULL.problems(["number", "incident_state"])
    assert [(each.code, each.line, each.column) for each in problems] == [
        ("column_missing", 1, "sys_updated_at"),
        ("column_missing", 1, "assignment_group"),
    ]
    assert "reads “Changed (event log)” from column “sys_updated_at”" in problems[0].message


def test_a_field_that_no_item_can_do_without() -> None:
    (problem,) = replace(FULL, columns={"external_id": "a", "state": "b"}, placement=None).problems(["a", "b"])
    assert (problem.code, problem.line) == ("field_unmapped", 1)


def test_the_next_file_of_the_same_kind_is_recognised() -> None:
    assert header_fingerprint(["Id", "Opened  at"]) == header_fingerprint(["opened at", "id"])
    assert header_fingerprint(["Id"]) != header_fingerprint(["Id", "Opened at"])

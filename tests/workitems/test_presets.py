"""Each source is recognised by its columns, and proposes a mapping that needs few questions."""

import pytest

from foundation.inbox.reading.rows import Row
from foundation.inbox.values.dates import DateOrder
from foundation.inbox.values.numbers import DecimalStyle
from workitems.canonical import FIELDS, REQUIRED, Shape
from workitems.mapping import Mapping
from workitems.presets.columns import match_columns
from workitems.presets.detection import PRESETS, detect
from workitems.presets.names import plain
from workitems.presets.preset import Preset
from workitems.presets.proposal import propose
from workitems.states import StateMeaning

SERVICENOW = ["number", "incident_state", "opened_at", "resolved_at", "closed_at", "assignment_group", "priority"]
LOG = [*SERVICENOW, "sys_updated_at", "sys_mod_count", "made_sla"]
ZENDESK = ["Id", "Subject", "Requester", "Status", "Priority", "Group", "Created at", "Updated at", "Solved at"]
JIRA = ["Issue Type", "Issue key", "Issue id", "Summary", "Reporter", "Priority", "Status", "Created", "Resolved"]
OWN = ["Ticket", "Opened", "Closed", "Team", "CSAT"]


def rows(*cells: list[str]) -> list[Row]:
    return [Row(line, list(each)) for line, each in enumerate(cells, start=2)]


def values(header: list[str], **known: str) -> list[str]:
    return [known.get(plain(name).replace(" ", "_"), "x") for name in header]


@pytest.mark.parametrize(
    ("header", "numbers", "key"),
    [
        (SERVICENOW, ["1", "2"], "servicenow_item"),
        (LOG, ["1", "1"], "servicenow_event_log"),
        (ZENDESK, ["1", "2"], "zendesk"),
        (JIRA, ["1", "2"], "jira_service_management"),
        (OWN, ["1", "2"], "generic_item"),
        (["case_id", "activity", "timestamp"], ["Case 1", "Case 1"], "generic_event_log"),
    ],
)
def test_detection(header: list[str], numbers: list[str], key: str) -> None:
    place = list(map(plain, header)).index(plain(match_columns(header, PRESETS[key]).found["external_id"].column))
    sample = [[number if index == place else "x" for index in range(len(header))] for number in numbers]
    found = detect(header, sample)
    assert found[0].preset.key == key
    assert 0 <= found[-1].score <= found[0].score <= 1


def test_servicenow_labels_are_known_too() -> None:
    matches = match_columns(
        ["Number", "Opened", "Assignment group", "Short description"], PRESETS["servicenow_item"]
    ).found
    assert {field: match.column for field, match in matches.items()} == {
        "external_id": "Number",
        "opened_at": "Opened",
        "queue": "Assignment group",
        "title": "Short description",
    }


def test_nearly_the_name_is_proposed_with_samples_and_further_is_not() -> None:
    sample = [["Desk A", "1"], ["Desk A", "2"], ["", "3"], ["Desk B", "4"], ["Desk C", "5"], ["Desk D", "6"]]
    matches = match_columns(["Asignment group", "Grp"], PRESETS["servicenow_item"], sample).found
    assert set(matches) == {"queue"}
    assert 90 <= matches["queue"].score < 100
    assert matches["queue"].samples == ("Desk A", "Desk B", "Desk C")


def test_a_column_is_proposed_once_and_the_exact_name_wins() -> None:
    matches = match_columns(["Created at", "Created"], PRESETS["zendesk"]).found
    assert matches["opened_at"].column == "Created at"
    assert len({match.column for match in matches.values()}) == len(matches)


def test_dates_that_decide_decide_for_all_columns() -> None:
    header = ["Ticket", "Opened", "Closed", "Cost"]
    proposal = propose(header, rows(["1", "3/4/2026", "13/4/2026", "1,5"], ["2", "4/4/2026", "?", "2,25"]), zone="UTC")
    assert proposal.mapping.date_order == DateOrder.DAY_FIRST
    assert proposal.mapping.decimal_style == DecimalStyle.COMMA
    assert proposal.questions == ()
    assert (proposal.dates["Closed"].evidence, proposal.dates["Closed"].evidence_line) == ("13/4/2026", 2)


def test_dates_that_nothing_decides_are_a_question() -> None:
    proposal = propose(["Ticket", "Opened"], rows(["1", "3/4/2026"], ["2", "4/4/2026"]), zone="UTC")
    (question,) = proposal.questions
    assert (question.code, question.line, question.column) == ("dates_ambiguous", 2, "Opened")


def test_columns_of_different_orders_keep_their_own() -> None:
    proposal = propose(["Ticket", "Opened", "Closed"], rows(["1", "13/4/2026", "4/14/2026"]), zone="UTC")
    assert proposal.mapping.date_orders == {"Opened": DateOrder.DAY_FIRST, "Closed": DateOrder.MONTH_FIRST}
    assert proposal.mapping.order_of("Opened") == DateOrder.DAY_FIRST


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS.keys())
def test_every_preset_speaks_of_known_fields(preset: Preset) -> None:
    assert set(preset.aliases) <= set(FIELDS)
    assert set(REQUIRED[preset.shape]) <= set(preset.aliases)
    assert all(alias == plain(alias) for aliases in preset.aliases.values() for alias in aliases)
    assert all(name == plain(name) for name in preset.signature)
    header = [aliases[0] for aliases in preset.aliases.values()]
    proposal = propose(header, [], zone="Europe/Berlin", preset=preset)
    assert Mapping.from_json(proposal.mapping.to_json()) == proposal.mapping
    assert proposal.mapping.problems(header) == ()


def test_servicenows_states() -> None:
    states = PRESETS["servicenow_event_log"].states
    assert states["Awaiting User Info"] == states["Awaiting Evidence"] == StateMeaning.CLIENT
    assert states["Awaiting Vendor"] == states["Awaiting Problem"] == StateMeaning.UNDECIDED
    assert states["-100"] == StateMeaning.QUARANTINE
    assert PRESETS["servicenow_event_log"].shape == Shape.EVENT_LOG

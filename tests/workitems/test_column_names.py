"""Columns of a stranger's table: what people's exports really call them, what must not be matched, and why not."""

from __future__ import annotations

from typing import Any

import pytest

from foundation.inbox.reading.rows import Row
from foundation.inbox.values.durations import DurationUnit
from workitems.presets.columns import match_columns
from workitems.presets.detection import PRESETS
from workitems.presets.names import plain
from workitems.presets.proposal import Proposal, propose

GENERIC = PRESETS["generic_item"]
DATES = ("2026-02-13 09:30", "2026-02-14 10:00")
DATE, TIME, TEXT, PERSON = DATES, ("09:30:00", "10:15:30"), ("Cannot print", "No mail"), ("Ada Ash", "Ben Oak")
NUMBERS, STATES, TEAMS, YES = ("1001", "1002"), ("Open", "Closed"), ("Night", "Day"), ("Yes", "No")
Table = dict[str, tuple[str, ...]]

# Each header has its columns' values and, where one is to be proposed, the field.
EXPORTS: dict[str, dict[str, tuple[tuple[str, ...], str]]] = {
    "Freshdesk": {
        "Ticket ID": (NUMBERS, "external_id"),
        "Subject": (TEXT, "title"),
        "Status": (STATES, "state"),
        "Priority": (("High", "Low"), "priority"),
        "Source": (("Phone", "Portal"), ""),
        "Type": (("Incident", "Question"), "item_type"),
        "Agent": (PERSON, ""),
        "Group": (TEAMS, "queue"),
        "Created time": (DATE, "opened_at"),
        "Due by Time": (DATE, "due_at"),
        "Resolved time": (DATE, "resolved_at"),
        "Closed time": (DATE, "closed_at"),
        "Last update time": (DATE, "event_at"),
        "Initial response time": (DATE, "first_response_at"),
        "Time tracked": (TIME, "handled_minutes"),
        "First response time (in hrs)": (TIME, "first_response_minutes"),
        "Resolution time (in hrs)": (TIME, ""),
        "Agent interactions": (("1", "2"), ""),
        "Resolution status": (("Within SLA", "SLA Violated"), "source_met"),
        "First response status": (("Within SLA", "SLA Violated"), ""),
        "Survey results": (("5", "4"), "csat_score"),
        "Full name": (PERSON, ""),
        "Title": (("Manager", "Clerk"), ""),
        "Company Name": (("Blue Harbour", "Corner Shop"), "client"),
    },
    "HaloPSA": {
        "Ticket ID": (NUMBERS, "external_id"),
        "Summary": (TEXT, "title"),
        "Client": (("Blue Harbour", "Corner Shop"), "client"),
        "Site": (("Main", "Main"), ""),
        "User": (PERSON, ""),
        "Status": (STATES, "state"),
        "Ticket Type": (("Incident", "Change"), "item_type"),
        "Priority": (("P1", "P2"), "priority"),
        "Team": (TEAMS, "queue"),
        "Agent": (PERSON, ""),
        "Date Occurred": (("13/02/2026 09:30", "14/02/2026 10:00"), "opened_at"),
        "Response Date": (("13/02/2026 09:40", "14/02/2026 10:10"), "first_response_at"),
        "Respond By Date": (("13/02/2026 10:30", "14/02/2026 11:00"), "first_response_due_at"),
        "Fix By Date": (("15/02/2026 09:30", "16/02/2026 10:00"), "due_at"),
        "Date Closed": (("15/02/2026 09:00", "16/02/2026 11:00"), "closed_at"),
        "SLA": (("Gold", "Silver"), ""),
    },
    "ConnectWise": {
        "Ticket #": (NUMBERS, "external_id"),
        "Summary Description": (TEXT, "title"),
        "Company": (("Blue Harbour", "Corner Shop"), "client"),
        "Contact": (PERSON, "requester"),
        "Board": (TEAMS, "queue"),
        "Status": (("New", ">Closed"), "state"),
        "Type": (("Server", "Network"), "item_type"),
        "SubType": (("Disk", "VPN"), ""),
        "Priority": (("Priority 1", "Priority 3"), "priority"),
        "Date Entered": (("2/13/2026 9:30 AM", "2/14/2026 10:00 AM"), "opened_at"),
        "Entered By": (PERSON, ""),
        "Date Responded": (("2/13/2026 9:40 AM", "2/14/2026 10:05 AM"), "first_response_at"),
        "Date Resolved": (("2/13/2026 11:30 AM", "2/14/2026 1:00 PM"), "resolved_at"),
        "Closed Date": (("2/15/2026 11:30 AM", "2/16/2026 1:00 PM"), "closed_at"),
        "Closed By": (PERSON, ""),
        "Required Date": (("2/15/2026", "2/16/2026"), "due_at"),
        "Last Update": (("2/15/2026 11:30 AM", "2/16/2026 1:00 PM"), "event_at"),
        "Actual Hours": (("1.50", "0.25"), "handled_minutes"),
        "Budget Hours": (("2.00", "2.00"), ""),
        "Age": (("2.1", "3.0"), ""),
    },
    "Autotask": {
        "Ticket Number": (("T20260213.0001", "T20260214.0001"), "external_id"),
        "Ticket Title": (TEXT, "title"),
        "Organization": (("Blue Harbour", "Corner Shop"), "client"),
        "Contact": (PERSON, "requester"),
        "Status": (("New", "Complete"), "state"),
        "Priority": (("High", "Low"), "priority"),
        "Queue": (TEAMS, "queue"),
        "Issue Type": (("Server", "Network"), "item_type"),
        "Sub-Issue Type": (("Disk", "VPN"), ""),
        "Primary Resource": (PERSON, ""),
        "Create Date/Time": (DATE, "opened_at"),
        "First Response Date/Time": (DATE, "first_response_at"),
        "Due Date/Time": (DATE, "due_at"),
        "Complete Date/Time": (DATE, "resolved_at"),
        "Last Activity Date/Time": (DATE, ""),
        "Total Worked Hours": (("1.5", "0.25"), "handled_minutes"),
    },
    "HubSpot": {
        "Ticket ID": (NUMBERS, "external_id"),
        "Ticket name": (TEXT, "title"),
        "Pipeline": (TEAMS, "queue"),
        "Ticket status": (STATES, "state"),
        "Create date": (DATE, "opened_at"),
        "Close date": (DATE, "closed_at"),
        "Priority": (("High", "Low"), "priority"),
        "Category": (("Billing", "Bug"), "item_type"),
        "Ticket owner": (PERSON, ""),
        "Last activity date": (DATE, ""),
        "Time to first agent reply": (TIME, "first_response_minutes"),
        "Time to close": (TIME, ""),
        "Associated Company": (("Blue Harbour", "Corner Shop"), "client"),
    },
    "Asana": {
        "Task ID": (("1204", "1205"), "external_id"),
        "Created At": (DATE, "opened_at"),
        "Completed At": (DATE, "resolved_at"),
        "Last Modified": (DATE, "event_at"),
        "Name": (TEXT, ""),
        "Section/Column": (("To do", "Done"), "state"),
        "Assignee": (PERSON, ""),
        "Start Date": (DATE, ""),
        "Due Date": (DATE, "due_at"),
        "Tags": (("", ""), ""),
        "Parent task": (("", "1204"), ""),
    },
    "a program's own names": {
        "ticketNumber": (NUMBERS, "external_id"),
        "createdDate": (DATE, "opened_at"),
        "firstResponseAt": (DATE, "first_response_at"),
        "resolvedDateTime": (DATE, "resolved_at"),
        "closed_time_utc": (DATE, "closed_at"),
        "assignedGroup": (TEAMS, "queue"),
        "slaMet": (YES, "source_met"),
        "reopenCount": (("0", "1"), "reopen_count"),
        "createdBy": (PERSON, ""),
    },
    "by hand": {
        "No.": (("1", "2"), "external_id"),
        "Date received": (DATE, "opened_at"),
        "Customer": (("Blue Harbour", "Corner Shop"), "client"),
        "Issue": (TEXT, ""),
        "Urgency": (("high", "normal"), "priority"),
        "Team": (TEAMS, "queue"),
        "Who": (PERSON, ""),
        "Date solved": (DATE, "resolved_at"),
        "Met SLA?": (YES, "source_met"),
        "Hours spent": (("1.5", "0.25"), "handled_minutes"),
        "Cost (EUR)": (("120.00", "80.50"), "cost"),
        "Remarks": (TEXT, ""),
    },
    "von Hand": {
        "Ticket-Nr.": (NUMBERS, "external_id"),
        "Betreff": (TEXT, "title"),
        "Status": (("Offen", "Erledigt"), "state"),
        "Priorität": (("hoch", "niedrig"), "priority"),
        "Gruppe": (TEAMS, "queue"),
        "Kunde": (("Blauhafen", "Eckladen"), "client"),
        "Dienstleister": (("Turmfalke", "Eisvogel"), "vendor"),
        "Erstellt am": (("13.02.2026 09:30", "14.02.2026 10:00"), "opened_at"),
        "Erstellt von": (PERSON, ""),
        "Erste Reaktion am": (("13.02.2026 09:40", "14.02.2026 10:10"), "first_response_at"),
        "Gelöst am": (("13.02.2026 12:30", "14.02.2026 15:00"), "resolved_at"),
        "Fällig am": (("15.02.2026", "16.02.2026"), "due_at"),
        "Aufwand (Std.)": (("1,5", "0,25"), "handled_minutes"),
        "SLA eingehalten": (("Ja", "Nein"), "source_met"),
        "Bemerkung": (TEXT, ""),
    },
}


def proposed(table: Table) -> Proposal:
    header = list(table)
    cells = zip(*table.values(), strict=True)
    return propose(header, [Row(line, list(each)) for line, each in enumerate(cells, 2)], zone="UTC", preset=GENERIC)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_columns_of_an_export(name: str) -> None:
    columns = EXPORTS[name]
    mapping = proposed({column: values for column, (values, _field) in columns.items()}).mapping
    assert mapping.columns == {field: column for column, (_values, field) in columns.items() if field}


# A column alone, with its values, of which nothing may be made.
NOT_MATCHED: Table = {
    "Updated by": PERSON,
    "Opened by": PERSON,
    "Created by": PERSON,
    "Closed by": PERSON,
    "Resolved by": PERSON,
    "Assigned to": PERSON,
    "Reopened at": DATE,
    "Unresolved at": DATE,
    "Start date": DATE,
    "End date": DATE,
    "Date": DATE,
    "Planned completion date": DATE,
    "Expected close date": DATE,
    "Last response": DATE,
    "Next update": DATE,
    "Resolution": TEXT,
    "Resolution time": TIME,
    "Time to resolve": TIME,
    "Duration": TIME,
    "Vendor ticket": NUMBERS,
    "Vendor ID": NUMBERS,
    "Customer ID": NUMBERS,
    "Parent ticket": NUMBERS,
    "Related ticket number": NUMBERS,
    "Contact number": NUMBERS,
    "Phone number": NUMBERS,
    "Order number": NUMBERS,
    "SLA breached": YES,
    "Breached": YES,
    "Overdue": YES,
    "SLA policy": ("Gold", "Silver"),
    "Cost center": NUMBERS,
    "Satisfaction comment": TEXT,
    "Type of contact": ("Phone", "Mail"),
    "Team lead": PERSON,
    "Department": TEAMS,
    "User": PERSON,
    "Name": PERSON,
    "Account manager": PERSON,
    "Estimated hours": ("1.5", "2"),
    "Days open": ("3", "4"),
    "Abteilung": TEAMS,
    "Bearbeiter": PERSON,
    "Termin": DATE,
}


@pytest.mark.parametrize("column", NOT_MATCHED)
def test_what_must_not_be_matched(column: str) -> None:
    proposal = proposed({column: NOT_MATCHED[column]})
    assert (proposal.mapping.columns, match_columns([column], GENERIC).found) == ({}, {})
    assert proposal.doubts == {}


def test_due_is_due_and_nothing_else() -> None:
    assert proposed({"Due": DATE, "Response due": DATE}).mapping.columns == {
        "due_at": "Due",
        "first_response_due_at": "Response due",
    }


NO_UNIT = (
    "Column “Time spent” may be “Handled”, but its numbers may count seconds, minutes or hours. Choose it, and"
    " say under “How it is written” what plain durations count."
)
OTHER_UNIT = (
    "Column “Effort (h)” counts another unit than the durations before it, and a file has one. Have it exported"
    " in the same unit."
)
HOLDS_OTHER = "Column “{0}” is called like “{1}” but holds {2}, so it is not proposed."


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"Closed": YES}, HOLDS_OTHER.format("Closed", "Closed", "Yes, No")),
        ({"Created time": TIME}, HOLDS_OTHER.format("Created time", "Opened", "09:30:00, 10:15:30")),
        ({"Status": DATES}, HOLDS_OTHER.format("Status", "State", ", ".join(DATES))),
        ({"Satisfaction": ("Good", "Bad")}, HOLDS_OTHER.format("Satisfaction", "Satisfaction", "Good, Bad")),
        (
            {"Date created": DATE, "Created time": DATE},
            "More than one column may be “Opened”: “Date created”, “Created time”. Choose the one that is.",
        ),
        (
            {"Time spent": ("90", "30")},
            NO_UNIT,
        ),
        (
            {"First reply (min)": ("9", "30"), "First reply time (minutes)": ("9", "30"), "Effort (h)": ("1.5", "2")},
            OTHER_UNIT,
        ),
    ],
    ids=["yes and no", "times of day", "dates", "words", "two alike", "no unit", "two units"],
)
def test_why_nothing_is_proposed(table: Table, reason: str) -> None:
    proposal = proposed(table)
    assert reason in [str(each.message) for each in proposal.doubts.values()]


def test_a_column_whose_name_means_two_fields_is_asked() -> None:
    preset: Any = PRESETS["generic_item"]
    twice = type(preset)(
        **{
            **{name: getattr(preset, name) for name in preset.__dataclass_fields__},
            "aliases": {"queue": ("team",), "vendor": ("team",)},
        }
    )
    matching = match_columns(["Team"], twice)
    assert matching.found == {}
    assert {each.message for each in matching.doubts.values()} == {
        "Column “Team” may be “Group or queue”, “Vendor”. Choose which."
    }


@pytest.mark.parametrize(
    ("column", "values", "unit"),
    [
        ("Actual Hours", ("1.5", "2"), DurationUnit.HOURS),
        ("Time spent (min)", ("15", "20"), DurationUnit.MINUTES),
        ("Time spent", ("1h 30m", "15m"), DurationUnit.MINUTES),
        ("handledSeconds", ("90", "60"), DurationUnit.MINUTES),
        ("Time spent in seconds", ("90", "60"), DurationUnit.SECONDS),
    ],
)
def test_a_name_says_what_plain_durations_count(column: str, values: tuple[str, ...], unit: DurationUnit) -> None:
    assert proposed({column: values}).mapping.duration_unit == unit


def test_jira_counts_seconds() -> None:
    header = ["Issue key", "Summary", "Time Spent"]
    row = Row(2, ["OPS-1", "Cannot print", "5400"])
    mapping = propose(header, [row], zone="UTC", preset=PRESETS["jira_service_management"]).mapping
    assert (mapping.columns["handled_minutes"], mapping.duration_unit) == ("Time Spent", DurationUnit.SECONDS)


def test_a_few_broken_values_do_not_hide_a_column() -> None:
    assert proposed({"Opened": ("2026-02-13", "soon", "2026-02-15")}).mapping.columns == {"opened_at": "Opened"}


def test_text_with_many_different_values_is_no_state() -> None:
    states = tuple(f"Waiting for {number}" for number in range(60))
    assert proposed({"Status": states}).mapping.columns == {}
    assert proposed({"Status": STATES * 30}).mapping.columns == {"state": "Status"}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("createdAt", "created at"),
        ("Created_at", "created at"),
        ("CREATED AT", "created at"),
        ("SLAMet", "sla met"),
        ("Ticket #", "ticket number"),
        ("Case no.", "case number"),
        ("Nr.", "number"),
        ("Met SLA (yes/no)", "met sla yes no"),
        ("Priorität", "prioritaet"),
        ("Réponse", "reponse"),
        ("sys_updated_at", "sys updated at"),
        ("Custom field (Satisfaction rating)", "custom field satisfaction rating"),
        ("#", "number"),
        ("", ""),
    ],
)
def test_plain_names(name: str, form: str) -> None:
    assert plain(name) == form
    assert plain(form) == form

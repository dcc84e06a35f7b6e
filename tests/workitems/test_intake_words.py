"""What a request must say, what it seems to list, how a mail and a time are read: pure tables of cases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from workitems.intake.due import LocalTime, NoSuchTimeError, instant_of, local_time, read_time
from workitems.intake.life import Standing, Step, possible_steps, status_after
from workitems.intake.mail_text import listed, plain_subject, read_sections
from workitems.intake.splitting import propose_split
from workitems.intake.wording import Fault, description_fault, outcome_fault, title_fault


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("", Fault.TITLE_MISSING),
        ("   ", Fault.TITLE_MISSING),
        ("Fix the router", Fault.TITLE_VAGUE),
        ("Router broken again", Fault.TITLE_VAGUE),
        ("Help, urgent problem!", Fault.TITLE_VAGUE),
        ("URGENT please fix this asap", Fault.TITLE_VAGUE),
        ("Website", Fault.TITLE_VAGUE),
        ("Drucker geht nicht", Fault.TITLE_VAGUE),
        ("Router in the Leeds office drops Wi-Fi every afternoon", None),
        ("Reset Anna's password", None),
        ("Change invoice layout", None),
        ("Passwort von Frau Huber zurücksetzen", None),
        ("リーズ事務所のルーターが毎日切れる", None),
        ("故障", Fault.TITLE_VAGUE),
    ],
)
def test_a_title_says_what_and_where(title: str, fault: Fault | None) -> None:
    assert title_fault(title) == fault


@pytest.mark.parametrize(
    ("description", "fault"),
    [
        ("", Fault.DESCRIPTION_MISSING),
        ("It is broken.", Fault.DESCRIPTION_SHORT),
        ("Router in the Leeds office drops Wi-Fi every afternoon, every afternoon", Fault.DESCRIPTION_REPEATS),
        ("Since Monday Wi-Fi drops at about 3 pm; twelve people cannot work.", None),
    ],
)
def test_a_description_says_more_than_the_title(description: str, fault: Fault | None) -> None:
    assert description_fault(description, title="Router in the Leeds office drops Wi-Fi every afternoon") == fault


@pytest.mark.parametrize(
    ("outcome", "fault"),
    [
        ("", Fault.OUTCOME_MISSING),
        ("Fixed", Fault.OUTCOME_SHORT),
        ("Wi-Fi holds all day", None),
    ],
)
def test_an_outcome_can_be_looked_at(outcome: str, fault: Fault | None) -> None:
    assert outcome_fault(outcome) == fault


TWO = ("Reset Anna's password", "Order a laptop for Ben")


@pytest.mark.parametrize(
    ("fields", "parts"),
    [
        ({"title": "Reset Anna's password and order a laptop for Ben"}, TWO),
        ({"title": "Please reset Anna's password; order a laptop for Ben."}, TWO),
        ({"title": "Reset Anna's password + order a laptop for Ben"}, TWO),
        (
            {"title": "Passwort zurücksetzen und Laptop bestellen"},
            ("Passwort zurücksetzen", "Laptop bestellen"),
        ),
        ({"title": "Two things", "description": "1. Reset Anna's password\n2. Order a laptop for Ben"}, TWO),
        ({"title": "Two things", "description": "- reset Anna's password\n- order a laptop\n  for Ben"}, TWO),
        ({"title": "Two things", "description": "Please reset Anna's password. Also order a laptop for Ben."}, TWO),
        (
            {"title": "x", "outcome": "* Anna can sign in\n* Ben has a laptop"},
            ("Anna can sign in", "Ben has a laptop"),
        ),
        ({"title": "Match salt and pepper invoices"}, None),
        ({"title": "Update prices and descriptions in the shop"}, None),
        ({"title": "Check and approve invoice 4711"}, None),
        ({"title": "x", "description": "What I saw:\n1. The router is old\n2. Its lamp blinks red"}, None),
        ({"title": "x", "description": "Reset Anna's password. She cannot sign in since Monday."}, None),
        ({"title": "x", "outcome": "1. Anna can sign in"}, None),
        ({"title": ""}, None),
    ],
)
def test_several_tasks_are_seen_and_one_is_left_alone(fields: dict[str, str], parts: tuple[str, ...] | None) -> None:
    found = propose_split(**{"title": "", **fields})
    assert (found.parts if found else None) == parts


LABELS = {"outcome": "outcome", "acceptance criteria": "criteria", "cost centre": "x_cost_centre", "due": "due_at"}


def test_a_mail_is_read_by_its_labels() -> None:
    text = (
        "Wi-Fi drops every day.\r\nNote: since Monday\r\n\r\n**Outcome:** it holds\nall day\n"
        "Acceptance  criteria:\n- no drop\n- for a week\n> quoted\nCost centre: 4711\nDue: 2026-11-30 17:00\n-- \nAnna"
    )
    assert read_sections(text, LABELS) == {
        "problem": "Wi-Fi drops every day.\nNote: since Monday",
        "outcome": "it holds\nall day",
        "criteria": "- no drop\n- for a week",
        "x_cost_centre": "4711",
        "due_at": "2026-11-30 17:00",
    }


def test_lists_and_subjects_lose_their_marks() -> None:
    assert listed("- no drop\n\n2) for a week\n• tested") == ["no drop", "for a week", "tested"]
    assert plain_subject("Re: FWD:  Router in\n Leeds") == "Router in Leeds"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-30 17:00", LocalTime("2026-11-30T17:00", "Europe/Berlin")),
        ("2026-11-30T7:05", LocalTime("2026-11-30T07:05", "Europe/Berlin")),
        ("2026-11-30 17:00 Asia/Manila", LocalTime("2026-11-30T17:00", "Asia/Manila")),
        ("2026-11-30T17:00:00Z", LocalTime("2026-11-30T18:00", "Europe/Berlin")),
        ("2026-11-30T17:00:00+0530", LocalTime("2026-11-30T12:30", "Europe/Berlin")),
        ("2026-11-30 17:00 Middle/Earth", None),
        ("2026-13-30 17:00", None),
        ("30/11/2026 17:00", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_times_as_people_write_them(text: str, found: LocalTime | None) -> None:
    assert read_time(text, zone="Europe/Berlin") == found


def test_an_instant_and_its_local_time() -> None:
    at = instant_of(datetime.fromisoformat("2026-11-30T17:00"), "Asia/Manila")
    assert at == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert local_time(at, "Europe/Berlin") == LocalTime("2026-11-30T10:00", "Europe/Berlin")
    twice = instant_of(datetime.fromisoformat("2026-10-25T02:30"), "Europe/Berlin")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    with pytest.raises(NoSuchTimeError):
        instant_of(datetime.fromisoformat("2026-03-29T02:30"), "Europe/Berlin")


@pytest.mark.parametrize(
    ("status", "answered", "steps"),
    [
        ("open", False, (Step.RESPOND, Step.PAUSE, Step.FINISH, Step.CANCEL)),
        ("open", True, (Step.PAUSE, Step.FINISH, Step.CANCEL)),
        ("paused", True, (Step.RESUME, Step.FINISH, Step.CANCEL)),
        ("resolved", True, (Step.ACCEPT, Step.REOPEN)),
        ("closed", False, (Step.REOPEN,)),
        ("cancelled", False, (Step.REOPEN,)),
    ],
)
def test_what_may_come_next(status: str, answered: object, steps: tuple[Step, ...]) -> None:
    assert possible_steps(Standing(status, is_answered=bool(answered))) == steps


def test_where_a_step_leads() -> None:
    assert [status_after(step, "open") for step in Step] == [
        "open",
        "paused",
        "open",
        "resolved",
        "closed",
        "open",
        "cancelled",
    ]

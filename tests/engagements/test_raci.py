"""The RACI of an engagement: saved whole or not at all, seen by its rules, laid out from plain values."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from engagements.actions.raci import RowDraft, save_raci
from engagements.actions.raci_outline import lay_out, seed_decision_rights, seed_raci
from engagements.models import Activity, Engagement, Participant, RaciAssignment
from engagements.queries.raci import grid_of, is_complete, outline, raci_findings
from engagements.raci import Level, parse_letters, write_letters
from foundation.accounts.models import AuditEvent
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.conftest import messages_of, url
from tests.factories.cast import House

TODAY = date(2026, 11, 23)
NOTHING = "\N{EN DASH}"
SIX = ["Intake", "Delivery", "Quality assurance", "Reporting", "Acceptance", "Payment"]


@pytest.fixture
def seeded(house: House) -> Engagement:
    """Night desk with the usual six activities; the owner is known, the other roles are vacant."""
    engagement = house.engagements["kestrel"]
    with staff(house.pk):
        seed_raci(engagement=engagement, by=house.people[Role.OPS_LEAD])
        return Engagement.objects.select_related("vendor").get(pk=engagement.pk)


def table(engagement: Engagement) -> dict[str, str]:
    """What is stored: activity -> "Role letters, …"."""
    stored = grid_of(engagement.pk, TODAY).grid
    return {
        row.name: ", ".join(f"{c.title} {write_letters(row.at(c.key))}" for c in stored.columns if row.at(c.key))
        for row in stored.rows
    }


def drafts(engagement: Engagement) -> list[RowDraft]:
    stored = grid_of(engagement.pk, TODAY)
    return [
        RowDraft(row.name, row.kind, dict(row.cells), key)
        for key, row in zip(stored.keys, stored.grid.rows, strict=True)
    ]


def save(house: House, engagement: Engagement, rows: list[RowDraft], seen: int) -> None:
    save_raci(engagement=engagement, rows=rows, seen=seen, by=house.people[Role.OPS_LEAD], today=TODAY)


def role(engagement: Engagement, title: str) -> Participant:
    return Participant.objects.get(engagement=engagement, title=title)


def letters(text: str) -> frozenset[str]:
    return parse_letters(text) or frozenset()


def test_seeding_makes_the_activities_and_waits_for_people(house: House, seeded: Engagement) -> None:
    with staff(house.pk):
        seed_raci(engagement=seeded, by=None)
        assert list(table(seeded)) == SIX
        assert table(seeded)["Delivery"] == "Process owner I, Deputy owner C, Partner's contact A, Team lead R"
        held = {each.title: (each.side, each.contact, each.name) for each in seeded.participants.all()}
        assert held == {
            "Process owner": ("client", "owner", "Ops_Lead Northwind"),
            "Deputy owner": ("client", "deputy", ""),
            "Quality lead": ("client", "", ""),
            "Partner's contact": ("vendor", "vendor_contact", ""),
            "Team lead": ("vendor", "team_lead", ""),
        }
        found = raci_findings(seeded, TODAY)
        assert [(fault.rule, fault.column) for fault in found] == [
            ("vacant", each.pk) for each in seeded.participants.order_by("pk")[1:]
        ]
        seeded.participants.filter(name="").update(name=F("title"))
        assert raci_findings(seeded, TODAY) == []
        assert is_complete([])


def test_without_a_grid_the_four_activities_are_missing(house: House) -> None:
    with staff(house.pk):
        found = raci_findings(house.engagements["own"], TODAY)
        assert [(fault.rule, fault.level) for fault in found] == [("activities_present", Level.ERROR)] * 4
        assert not is_complete(found)


def test_a_person_whose_login_is_closed_has_left(house: House, seeded: Engagement, now: Any) -> None:
    with staff(house.pk):
        person = house.people[Role.ANALYST]
        lead = role(seeded, "Quality lead")
        lead.user, lead.name = person, str(person)
        lead.save()
        seeded.participants.filter(name="").update(name="Somebody")
        assert "departed" not in {fault.rule for fault in raci_findings(seeded, TODAY)}
        house.memberships[person.pk].left_at = now
        house.memberships[person.pk].save()
        assert [f.column for f in raci_findings(seeded, TODAY) if f.rule == "departed"] == [lead.pk]


@pytest.mark.parametrize(("left_on", "has_left"), [(date(2026, 11, 22), True), (TODAY, False), (None, False)])
def test_somebody_has_left_once_the_last_day_is_past(
    house: House,
    seeded: Engagement,
    left_on: date | None,
    has_left: bool,  # noqa: FBT001  # a column of the table
) -> None:
    with staff(house.pk):
        seeded.participants.filter(title="Team lead").update(name="Priya Nair", left_on=left_on)
        faults = {fault.rule for fault in raci_findings(seeded, TODAY) if fault.column == role(seeded, "Team lead").pk}
        assert faults == ({"departed"} if has_left else set())


def test_a_grid_is_saved_whole_and_the_audit_log_says_what_changed(house: House, seeded: Engagement) -> None:
    with staff(house.pk):
        rows = drafts(seeded)
        lead, quality = role(seeded, "Team lead").pk, role(seeded, "Quality lead").pk
        rows[0], rows[1] = rows[1], rows[0]
        # Two rows swap their names, one goes, one comes.
        rows[2] = RowDraft("Reporting", "quality", rows[2].cells, rows[2].key)
        rows[3] = RowDraft("Quality assurance", "reporting", rows[3].cells, rows[3].key)
        del rows[5]
        rows.append(RowDraft("Billing", cells={quality: letters("A"), lead: letters("R")}))
        save(house, seeded, rows, 2)
        assert list(table(seeded)) == ["Delivery", "Intake", "Reporting", "Quality assurance", "Acceptance", "Billing"]
        assert table(seeded)["Billing"] == "Quality lead A, Team lead R"
        assert Engagement.objects.get(pk=seeded.pk).raci_revision == 3
        event = AuditEvent.objects.filter(verb="raci.saved").latest("pk")
        assert event.data["revision"] == 3
        assert event.data["added"] == ["Billing: Quality lead A, Team lead R"]
        assert [text.partition(":")[0] for text in event.data["removed"]] == ["Payment"]
        assert [[a.partition(":")[0], b.partition(":")[0]] for a, b in event.data["changed"]] == [
            ["Quality assurance", "Reporting"],
            ["Reporting", "Quality assurance"],
        ]


@pytest.mark.parametrize(
    ("cells", "name", "message"),
    [
        ({}, "New", "New: nobody is accountable (A). Give exactly one role an A."),
        (
            {"Team lead": "A", "Quality lead": "A"},
            "New",
            "New: 2 roles are accountable (A): Quality lead, Team lead. Keep one A; the others may be R, C or I.",
        ),
        (
            {"Team lead": "A/R", "Quality lead": "C/I"},
            "New",
            "New: Quality lead is both C and I. Keep C if they are asked before, I if they are only told after.",
        ),
        ({"Team lead": "A/R"}, "intake", "intake stands there twice: give each activity a name of its own."),
        ({"Team lead": "A/R"}, "", "Row 7: give the activity a name."),
        ({"Team lead": "A/R"}, "n" * 121, f"{'n' * 30}…: the name is longer than 120 characters."),
    ],
)
def test_what_cannot_be_saved_says_where_and_nothing_is(
    house: House, seeded: Engagement, cells: dict[str, str], name: str, message: str
) -> None:
    with staff(house.pk):
        before = table(seeded)
        row = RowDraft(name, cells={role(seeded, title).pk: letters(text) for title, text in cells.items()})
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            save(house, seeded, [*drafts(seeded)[1:], drafts(seeded)[0], row], 2)
        assert message in refused.value.messages
        assert table(seeded) == before
        assert Engagement.objects.get(pk=seeded.pk).raci_revision == 2


def test_roles_of_another_engagement_are_refused(house: House, seeded: Engagement) -> None:
    with staff(house.pk):
        stranger = Participant.objects.create(engagement=house.engagements["inkwell"], side="client", title="Stranger")
        rows = [RowDraft("New", cells={stranger.pk: letters("A/R")})]
        with pytest.raises(ValidationError, match="one of its roles was removed"), transaction.atomic():
            save(house, seeded, rows, 2)


def test_the_second_of_two_editors_sees_a_conflict(house: House, seeded: Engagement) -> None:
    with staff(house.pk):
        rows = drafts(seeded)
        save(house, seeded, rows[:5], 2)
        with pytest.raises(ConflictError), transaction.atomic():
            save(house, seeded, rows, 2)
        assert list(table(seeded)) == SIX[:5]


def test_the_database_holds_one_accountable_and_not_both_c_and_i(house: House, seeded: Engagement) -> None:
    with staff(house.pk):
        intake = seeded.activities.get(kind="intake")
        quality = role(seeded, "Quality lead")
        with pytest.raises(IntegrityError, match="accountable_id"), transaction.atomic():
            Activity.objects.filter(pk=intake.pk).update(accountable=None)
        RaciAssignment.objects.create(activity=intake, participant=quality, letter="C")
        with pytest.raises(IntegrityError, match="not_both_c_and_i"), transaction.atomic():
            RaciAssignment.objects.create(activity=intake, participant=quality, letter="I")
        with pytest.raises(IntegrityError, match="letter_known"), transaction.atomic():
            RaciAssignment.objects.create(activity=intake, participant=quality, letter="A")


def test_an_outline_carries_all_but_people(house: House, seeded: Engagement) -> None:
    with staff(house.pk):
        Participant.objects.create(engagement=seeded, side="client", title="Team lead", position=9)
        seed_decision_rights(engagement=seeded, by=None)
        content = outline(seeded, TODAY)
        other = Engagement.objects.select_related("owner", "vendor").get(pk=house.engagements["own"].pk)
        lay_out(engagement=other, content=content, by=None)
        assert table(other) == table(seeded)
        assert outline(other, TODAY) == content
        assert content["decisions"][0]["decision"] == "What is worked on first"
        with pytest.raises(ValidationError, match="No role is called"):
            lay_out(
                engagement=house.engagements["inkwell"],
                content={"activities": [{"name": "X", "kind": "other", "cells": {"Nobody": "A"}}]},
                by=None,
            )


# ---- the page


def posted(page: str, **changes: str) -> dict[str, str]:
    """The fields of the grid's form, with changes by name."""
    form = page[page.index("data-raci ") : page.index('name="paste"')]
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            fields[name[1]] = value[1].replace("&#x27;", "'") if value else ""
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


@pytest.fixture
def page(house: House, seeded: Engagement, lead: Browser) -> str:
    return lead.get(url("engagement-raci", house, pk=seeded.pk)).content.decode()


def cell(engagement: Engagement, row: int, title: str) -> str:
    return f"row-{row}-cell-{role(engagement, title).pk}"


def send(browser: Browser, house: House, engagement: Engagement, data: dict[str, str]) -> Any:
    return browser.post(url("raci-edit", house, pk=engagement.pk), data)


def test_the_page_saves_what_is_typed(house: House, seeded: Engagement, lead: Browser, page: str) -> None:
    with staff(house.pk):
        where = cell(seeded, 0, "Quality lead")
    response = send(lead, house, seeded, posted(page) | {where: "c"})
    assert (response.status_code, messages_of(response)) == (302, ["The roles are saved."])
    with staff(house.pk):
        assert (
            table(seeded)["Intake"]
            == "Process owner I, Deputy owner A, Quality lead C, Partner's contact I, Team lead R"
        )


def test_a_refused_grid_keeps_what_was_typed(house: House, seeded: Engagement, lead: Browser, page: str) -> None:
    with staff(house.pk):
        bad, second = cell(seeded, 0, "Quality lead"), cell(seeded, 1, "Team lead")
    response = send(lead, house, seeded, posted(page) | {bad: "maybe"})
    assert response.context["sheet"].refusals == ["Intake, Quality lead: “maybe” is none of R, A, C, I."]
    assert f'name="{bad}" value="maybe"' in response.content.decode()
    response = send(lead, house, seeded, posted(page) | {second: "A/R"})
    assert response.context["sheet"].refusals == [
        "Delivery: 2 roles are accountable (A): Partner's contact, Team lead. Keep one A; the others may be R, C or I."
    ]
    with staff(house.pk):
        assert Engagement.objects.get(pk=seeded.pk).raci_revision == 2


def test_errors_that_only_shut_the_gate_are_saved(house: House, seeded: Engagement, lead: Browser, page: str) -> None:
    with staff(house.pk):
        where = cell(seeded, 0, "Team lead")
    assert send(lead, house, seeded, posted(page) | {where: ""}).status_code == 302
    with staff(house.pk):
        assert "somebody_responsible" in {fault.rule for fault in raci_findings(seeded, TODAY)}


def test_a_conflict_keeps_mine_shows_theirs_and_loses_nothing(
    house: House, seeded: Engagement, lead: Browser, page: str
) -> None:
    with staff(house.pk):
        quality, lead_key = role(seeded, "Quality lead").pk, role(seeded, "Team lead").pk
        rows = drafts(seeded)
        rows[1] = RowDraft("Delivery", "delivery", {lead_key: letters("A/R")}, rows[1].key)
        save(house, seeded, [*rows, RowDraft("Billing", cells={quality: letters("A/R")})], 2)
        where = cell(seeded, 1, "Quality lead")
    response = send(lead, house, seeded, posted(page) | {where: "I"})
    sheet = response.context["sheet"]
    assert [(each.place, each.mine, each.theirs) for each in sheet.conflicts] == [
        ("Delivery, Process owner", "I", NOTHING),
        ("Delivery, Deputy owner", "C", NOTHING),
        ("Delivery, Quality lead", "I", NOTHING),
        ("Delivery, Partner's contact", "A", NOTHING),
        ("Delivery, Team lead", "R", "A/R"),
        ("Billing", "taken over", "added"),
    ]
    again = send(lead, house, seeded, posted(response.content.decode()))
    assert again.status_code == 302
    with staff(house.pk):
        assert list(table(seeded)) == [*SIX, "Billing"]
        assert table(seeded)["Delivery"].endswith("Quality lead I, Partner's contact A, Team lead R")


@pytest.mark.parametrize(
    ("deed", "names"),
    [
        ("up-1", ["Delivery", "Intake", *SIX[2:]]),
        ("down-0", ["Delivery", "Intake", *SIX[2:]]),
        ("up-0", SIX),
        ("down-99", SIX),
        ("up-x", SIX),
        ("remove-5", SIX[:5]),
        ("add-other", [*SIX, ""]),
        ("add-intake", [*SIX, "Intake"]),
        ("add-nonsense", [*SIX, ""]),
        ("nonsense", SIX),
    ],
)
def test_rows_move_come_and_go_before_anything_is_saved(
    house: House, seeded: Engagement, lead: Browser, page: str, deed: str, names: list[str]
) -> None:
    response = send(lead, house, seeded, posted(page) | {"do": deed})
    assert [row.typed.name for row in response.context["sheet"].rows] == names
    with staff(house.pk):
        assert list(table(seeded)) == SIX


MARK = {"do": "mark-4-delivery", "row-1-kind": "other", "row-1-name": "Work"}


def test_a_row_may_count_as_another_kind(house: House, seeded: Engagement, lead: Browser, page: str) -> None:
    response = send(
        lead, house, seeded, posted(page) | {"do": "mark-4-delivery", "row-1-kind": "other", "row-1-name": "Work"}
    )
    sheet = response.context["sheet"]
    assert [(row.typed.name, row.kind) for row in sheet.rows[1:5:3]] == [("Work", "other"), ("Acceptance", "delivery")]
    assert "activities_present" not in {fault.kind for fault in sheet.faults}


def test_a_block_is_pasted_whole_or_not_at_all(house: House, seeded: Engagement, lead: Browser, page: str) -> None:
    good = "\tTeam lead\tQuality lead\nIntake\tA/R\tC\nPayment\tI\t"
    response = send(lead, house, seeded, posted(page) | {"do": "paste", "paste": good})
    shown = {c.name: c.text for row in response.context["sheet"].rows for c in row.cells}
    with staff(house.pk):
        assert [shown[cell(seeded, 0, title)] for title in ("Team lead", "Quality lead")] == ["A/R", "C"]
        assert [shown[cell(seeded, 5, title)] for title in ("Team lead", "Quality lead")] == ["I", ""]
    bad = "\tTeam lead\tNobody\nIntake\tA/R\tC\nBilling\tR\tQ"
    response = send(lead, house, seeded, posted(page) | {"do": "paste", "paste": bad})
    sheet = response.context["sheet"]
    assert sheet.paste_problems == [
        "Row 1, column 3: no role or person here is called “Nobody”. Add them first.",
        "Row 3, column 1: no activity here is called “Billing”.",
    ]
    assert (sheet.paste_text, sheet.may_add_rows) == (bad, False)
    assert list(sheet.rows[0].typed.cells.values()) == ["I", "A", "", "I", "R"]
    new = "\tTeam lead\nBilling\tA/R"
    response = send(lead, house, seeded, posted(page) | {"do": "paste", "paste": new})
    assert response.context["sheet"].may_add_rows is True
    response = send(lead, house, seeded, posted(page) | {"do": "paste-rows", "paste": new})
    assert [row.typed.name for row in response.context["sheet"].rows] == [*SIX, "Billing"]


def test_the_findings_stand_at_their_rows(house: House, seeded: Engagement, lead: Browser, page: str) -> None:
    with staff(house.pk):
        where = cell(seeded, 1, "Partner's contact")
    response = send(lead, house, seeded, posted(page) | {where: "", "do": "check"})
    sheet = response.context["sheet"]
    assert [[fault.text for fault in row.faults] for row in sheet.rows] == [
        [],
        ["Delivery: nobody is accountable (A). Give exactly one role an A."],
        *[[]] * 4,
    ]
    assert (sheet.errors, sheet.warnings) == (5, 0)


def test_an_empty_engagement_offers_the_usual_activities(house: House, lead: Browser, viewer: Browser) -> None:
    engagement = house.engagements["inkwell"]
    address = url("engagement-raci", house, pk=engagement.pk)
    assert "Start with the usual activities" in lead.get(address).content.decode()
    assert "Start with the usual activities" not in viewer.get(address).content.decode()
    lead.post(url("raci-seed", house, pk=engagement.pk))
    lead.post(url("raci-seed", house, pk=engagement.pk), {"what": "decisions"})
    shown = lead.get(address).content.decode()
    assert ("Quality assurance" in shown, "Spending above the agreed fee" in shown) == (True, True)
    assert "<input" not in viewer.get(address).content.decode().partition('id="raci"')[2].partition("</section>")[0]


def test_the_page_asks_as_often_with_many_rows(house: House, seeded: Engagement, lead: Browser) -> None:
    address = url("engagement-raci", house, pk=seeded.pk)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lead.get(address)
        return len(queries)

    count()
    before = count()
    with staff(house.pk):
        for number in range(3):
            somebody = Participant.objects.create(engagement=seeded, side="vendor", title=f"Agent {number}")
            Activity.objects.create(engagement=seeded, name=f"More {number}", accountable=somebody)
        seed_decision_rights(engagement=seeded, by=None)
    assert count() == before

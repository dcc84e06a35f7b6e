"""The pages, as somebody of Northwind uses them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from engagements.models import Participant, Side
from foundation.accounts.tenancy.context import staff
from procedures.actions.guides import save_draft
from procedures.content import Content, Question, Step
from procedures.models import (
    Acknowledgement,
    Audience,
    Guide,
    GuideVersion,
    ParityItem,
    Proposal,
    RampStage,
    Rehearsal,
    Scenario,
    ShadowingEntry,
    TrainingProgramme,
    TrainingResult,
)
from procedures.queries.guides import draft_of
from tests.engagements.conftest import errors, messages_of
from tests.procedures.desk import PLAY, TODAY, Desk, make_sop, publish_next


@pytest.fixture(autouse=True)
def on_monday(now: datetime) -> Any:
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def url(desk: Desk, name: str, **kwargs: Any) -> str:
    return reverse(f"procedures:{name}", kwargs={"org": desk.house.slug, **kwargs})


def rows_data(**sets: list[dict[str, str]]) -> dict[str, str]:
    """The rows of an editor, as a browser sends them."""
    data: dict[str, str] = {}
    for name in ("steps", "assets", "quiz"):
        rows = sets.get(name, [])
        data |= {f"{name}-TOTAL_FORMS": str(len(rows)), f"{name}-INITIAL_FORMS": "0"}
        data |= {f"{name}-{place}-{key}": value for place, row in enumerate(rows) for key, value in row.items()}
    return data


STEPS = [{"actor": "Agent", "action": "picks up", "wording": "Good evening"}, {"action": "writes the ticket"}]
TEXTS = {"roles": "Agent", "purpose": "Answered", "objective": "It runs", "pass_share": "80"}


def test_from_an_empty_tab_to_an_sop_that_is_read(desk: Desk, lead: Client) -> None:
    pk = desk.engagement.pk
    empty = lead.get(url(desk, "engagement-procedures", pk=pk)).content.decode()
    assert "Write the first SOP" in empty
    made = lead.post(
        url(desk, "guide-create", engagement=pk),
        {"kind": "sop", "title": "Night calls", "audience": "everybody", "adoption_days": "7"},
    )
    with staff(desk.house.pk):
        guide = Guide.objects.get()
    assert made["Location"] == url(desk, "guide-edit", pk=guide.pk)
    # Nobody is asked about a draft.
    assert "I have read it" not in lead.get(url(desk, "guide-detail", pk=guide.pk)).content.decode()
    quiz = [{"text": "Who is told?", "right": "The lead", "wrong": "Nobody\nThe client"}]
    written = {"seen": "1", "publish": "1"} | TEXTS | rows_data(steps=STEPS, quiz=quiz)
    assert lead.post(made["Location"], written)["Location"] == url(desk, "guide-publish", pk=guide.pk)
    first = lead.get(url(desk, "guide-publish", pk=guide.pk)).content.decode()
    assert ("The first version" in first, "picks up" in first, "<ins>" in first) == (True, True, False)
    published = lead.post(url(desk, "guide-publish", pk=guide.pk), {"effective_from": "2026-11-23", "seen": "2"})
    assert messages_of(published) == ["The draft is saved. Publish it when it is ready.", "Version 1 is published."][1:]
    with staff(desk.house.pk):
        content = draft_of(Guide.objects.get())
    assert content.steps == (Step("picks up", "Agent", "Good evening"), Step("writes the ticket"))
    assert content.quiz == (Question("Who is told?", "The lead", ("Nobody", "The client")),)
    page = lead.get(url(desk, "guide-acknowledge", pk=guide.pk)).context["form"]
    assert [choice for choice, _ in page.fields["question_0"].choices] == ["Nobody", "The client", "The lead"]
    wrong = lead.post(url(desk, "guide-acknowledge", pk=guide.pk), {"question_0": "Nobody"})
    assert errors(wrong) == {"__all__": ["0 % right, 80 % are needed. Look again at: Who is told?"]}
    lead.post(url(desk, "guide-acknowledge", pk=guide.pk), {"question_0": "The lead"})
    person = str(desk.agents[0].pk)
    behalf = {"participant": person, "day": "2026-11-23", "evidence": "Mail", "score": "90"}
    lead.post(url(desk, "guide-behalf", pk=guide.pk), behalf)
    with staff(desk.house.pk):
        found = Acknowledgement.objects.order_by("pk").values_list("participant__title", "on_behalf")
        assert list(found) == [("Service owner", False), ("Agent A", True)]
    shown = lead.get(url(desk, "guide-detail", pk=guide.pk)).content.decode()
    assert "recorded on their behalf: Mail" in re.sub(r"\s+", " ", shown)
    [row] = lead.get(url(desk, "engagement-procedures", pk=pk)).context["rows"]
    assert (row.adoption.acknowledged, row.adoption.asked, row.state) == (2, 3, "asking")


WRONG: list[tuple[dict[str, list[dict[str, str]]], str, list[dict[str, list[str]]]]] = [
    ({"steps": [{"actor": "Agent"}]}, "steps", [{"action": ["Say what is done in this step."]}]),
    ({"assets": [{"title": "Video"}]}, "assets", [{"url": ["Both are needed."]}]),
    (
        {"assets": [{"title": "Video", "url": "javascript:alert(1)"}]},
        "assets",
        [{"url": ["Enter a valid URL."]}],
    ),
    (
        {"quiz": [{"text": "Who?", "right": "A", "wrong": "A\nB"}]},
        "quiz",
        [{"wrong": ["This is the right answer."]}],
    ),
    (
        {"quiz": [{"right": "A"}]},
        "quiz",
        [{"text": ["Ask something."], "wrong": ["Give at least one wrong answer."]}],
    ),
]


def test_what_is_wrong_in_the_editor_stands_at_its_field(desk: Desk, lead: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = make_sop(desk, now=now).guide
        seen = Guide.objects.get(pk=guide.pk).revision
    address = url(desk, "guide-edit", pk=guide.pk)
    for sets, name, found in WRONG:
        shown = lead.post(address, {"seen": seen} | TEXTS | rows_data(**sets))
        rows = shown.context["editor"].rows[name]
        assert [{key: list(texts) for key, texts in each.items()} for each in rows.errors] == found
        assert shown.context["editor"].texts["purpose"].value() == "Answered"
    with staff(desk.house.pk):
        assert Guide.objects.get(pk=guide.pk).draft is None


@pytest.mark.parametrize(
    ("wish", "actions"),
    [
        ("steps-up-1", ["b", "a", "c"]),
        ("steps-up-0", ["a", "b", "c"]),
        ("steps-down-1", ["a", "c", "b"]),
        ("steps-down-2", ["a", "b", "c"]),
        ("steps-add-0", ["a", "", "b", "c"]),
        ("steps-add-3", ["a", "b", "c", ""]),
        ("steps-remove-1", ["a", "c"]),
        ("steps-remove-9", ["a", "b", "c"]),
        ("nothing-up-1", ["a", "b", "c"]),
    ],
)
def test_rows_move_without_being_saved(wish: str, actions: list[str]) -> None:
    from django.http import QueryDict

    from procedures.forms.content import rearranged_editor
    from procedures.models import GuideKind

    data = QueryDict(mutable=True)
    data.update(TEXTS | {"seen": "4"} | rows_data(steps=[{"action": text} for text in "abc"]))
    editor = rearranged_editor(GuideKind.SOP, data, wish)
    assert [row["action"].value() or "" for row in editor.rows["steps"]] == actions
    assert (editor.texts["purpose"].value(), editor.texts["seen"].value()) == ("Answered", "4")


def test_a_row_is_moved_by_a_button_of_the_page(desk: Desk, lead: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = make_sop(desk, now=now).guide
    data = {"seen": "1", "rearrange": "steps-down-0"} | TEXTS | rows_data(steps=STEPS)
    page = lead.post(url(desk, "guide-edit", pk=guide.pk), data)
    assert [row["action"].value() for row in page.context["editor"].rows["steps"]] == ["writes the ticket", "picks up"]
    with staff(desk.house.pk):
        assert Guide.objects.get(pk=guide.pk).draft is None


def test_a_conflict_keeps_the_text_and_shows_theirs(desk: Desk, lead: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = Guide.objects.get(pk=make_sop(desk, now=now).guide_id)
        seen = guide.revision
        save_draft(guide=guide, content=replace(PLAY, roles="Theirs"), seen=seen, by=desk.by)
    data = {"seen": str(seen)} | TEXTS | {"roles": "Mine"} | rows_data(steps=STEPS)
    page = lead.post(url(desk, "guide-edit", pk=guide.pk), data)
    editor = page.context["editor"]
    assert editor.texts.non_field_errors()[0].startswith("Somebody else saved this in the meantime.")
    assert (editor.texts["roles"].value(), editor.texts["seen"].value()) == ("Mine", str(seen + 1))
    roles = next(section for section in page.context["conflict"] if section.name == "roles")
    assert [run.text for run in roles.lines[0].runs] == ["Theirs", "Mine"]
    lead.post(url(desk, "guide-edit", pk=guide.pk), data | {"seen": str(seen + 1)})
    with staff(desk.house.pk):
        assert draft_of(Guide.objects.get(pk=guide.pk)).roles == "Mine"


def test_details_too_show_what_was_saved_in_the_meantime(desk: Desk, lead: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = Guide.objects.get(pk=make_sop(desk, now=now).guide_id)
        Guide.objects.filter(pk=guide.pk).update(title="Theirs", revision=9)
    data = {"title": "Mine", "audience": "delivery", "adoption_days": "7", "owner": str(desk.by.pk), "seen": "2"}
    address = url(desk, "guide-change", pk=guide.pk)
    page = lead.post(address, data)
    assert errors(page)["title"] == ["Saved in the meantime: Theirs"]
    assert page.context["form"]["seen"].value() == "9"
    assert lead.post(address, data | {"seen": "9"}).status_code == 302
    with staff(desk.house.pk):
        assert Guide.objects.get(pk=guide.pk).title == "Mine"


def test_a_new_version_is_told_apart_and_asks_again(desk: Desk, lead: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        first = make_sop(desk, now=now, audience=Audience.EVERYBODY)
    lead.post(url(desk, "guide-acknowledge", pk=first.guide_id))
    waiting = url(desk, "acknowledgement-list")
    assert lead.get(waiting).context["mine"] == []
    with staff(desk.house.pk, actor=desk.by.pk):
        second = publish_next(first, replace(PLAY, purpose="Every alarm counts."), by=desk.by, now=now)
    page = lead.get(waiting).context
    assert [each.version.pk for each in page["mine"]] == [second.pk]
    assert [str(each.participant) for each in page["others"]] == ["Ada Obi", "Bo Lin"]
    address = url(desk, "guide-difference", pk=first.guide_id, version=second.pk)
    changes = lead.get(address)
    assert [section.name for section in changes.context["sections"]] == ["purpose"]
    assert "The greeting changed" in changes.content.decode()
    old = lead.get(url(desk, "guide-version", pk=first.guide_id, version=first.pk))
    assert "Every night call is answered." in old.content.decode()


def test_proposals_go_to_the_owner(desk: Desk, lead: Client, analyst: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = make_sop(desk, now=now).guide
    said = {"source": "team", "proposed_by_name": "Ada", "text": "Say good night", "reason": "It is late"}
    analyst.post(url(desk, "guide-propose", pk=guide.pk), said)
    own = said | {"kind": "checklist", "title": "Closing", "text": "Lock\nLog off"}
    analyst.post(url(desk, "proposal-bring", engagement=desk.engagement.pk), own)
    with staff(desk.house.pk):
        change, brought = Proposal.objects.order_by("pk")
    shown = lead.get(url(desk, "engagement-procedures", pk=desk.engagement.pk)).context["proposals"]
    assert [each.pk for each in shown] == [change.pk, brought.pk]
    address = url(desk, "proposal-decide", pk=change.pk)
    assert analyst.post(address, {"decision": "accepted"}).context["may_decide"] is False
    assert errors(lead.post(address, {"decision": "refused"})) == {"note": ["Say why, for those who proposed it."]}
    assert lead.post(address, {"decision": "accepted"})["Location"] == url(desk, "guide-edit", pk=guide.pk)
    assert [each.pk for each in lead.get(url(desk, "guide-edit", pk=guide.pk)).context["accepted"]] == [change.pk]
    lead.post(url(desk, "proposal-decide", pk=brought.pk), {"decision": "accepted"})
    with staff(desk.house.pk):
        assert draft_of(Guide.objects.get(title="Closing")).steps == (Step("Lock"), Step("Log off"))


def test_training_is_scored_by_person_and_scenario(desk: Desk, lead: Client) -> None:
    lead.post(url(desk, "programme-create", engagement=desk.engagement.pk), {"title": "Nights", "pass_score": "80"})
    with staff(desk.house.pk):
        programme = TrainingProgramme.objects.get()
    case = {"title": "Outage", "situation": "Lights out", "expected": "Calls the lead"}
    lead.post(url(desk, "programme-scenario", pk=programme.pk), case)
    twice = lead.post(url(desk, "programme-scenario", pk=programme.pk), case | {"title": "OUTAGE"})
    assert errors(twice) == {"title": ["Another one has this Title already."]}
    with staff(desk.house.pk):
        scenario = Scenario.objects.get()
    address = url(desk, "scenario-result", pk=scenario.pk)
    good = {"participant": str(desk.agents[0].pk), "taken_on": "2026-11-20", "score": "85"}
    for data, found in (
        (good | {"score": "101"}, {"score": ["Ensure this value is less than or equal to 100."]}),
        (good | {"taken_on": "2026-11-24"}, {"taken_on": ["This day has not come yet."]}),
        (good | {"participant": str(desk.lead.pk)}, {"participant": None}),
    ):
        refused = errors(lead.post(address, data))
        assert set(refused) == set(found)
        assert [refused[key] == texts for key, texts in found.items() if texts] == [True] * sum(
            map(bool, found.values())
        )
    lead.post(address, good)
    rows = lead.get(url(desk, "programme-detail", pk=programme.pk)).context["rows"]
    assert [(str(person), passed) for person, _results, passed in rows] == [("Ada Obi", True), ("Bo Lin", False)]
    edit = {"title": "Nights", "pass_score": "90", "seen": "1"}
    lead.post(url(desk, "programme-edit", pk=programme.pk), edit)
    with staff(desk.house.pk):
        assert (TrainingProgramme.objects.get().pass_score, TrainingResult.objects.get().passed) == (90, True)
    lead.post(url(desk, "scenario-archive", pk=scenario.pk))
    assert lead.get(url(desk, "programme-detail", pk=programme.pk)).context["scenarios"] == []


def test_rehearsed_signed_off_and_closed(desk: Desk, lead: Client, now: datetime) -> None:
    create = url(desk, "rehearsal-create", engagement=desk.engagement.pk)
    assert messages_of(lead.get(create)) == ["Publish an SOP first: the rehearsal plays it through."]
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now)
    data = {"version": str(version.pk), "held_on": "2026-11-20", "people": "Ada, Bo", "findings": "- No key"}
    lead.post(create, data)
    with staff(desk.house.pk):
        row = Rehearsal.objects.get()
    lead.post(url(desk, "rehearsal-edit", pk=row.pk), data | {"findings": "- Key found", "seen": "1"})
    lead.post(url(desk, "rehearsal-sign", pk=row.pk))
    late = lead.post(url(desk, "rehearsal-edit", pk=row.pk), data | {"seen": "2"})
    assert errors(late) == {"__all__": ["This is closed and does not change any more."]}
    with staff(desk.house.pk):
        row.refresh_from_db()
    assert (row.findings, row.signed_off_by_id, row.signed_off_at) == ("- Key found", desk.by.pk, now)


def test_a_ramp_stage_is_reached_when_everything_holds(desk: Desk, lead: Client) -> None:
    create = url(desk, "rampstage-create", engagement=desk.engagement.pk)
    stage = {"name": "Half", "planned_date": "2026-12-01"}
    assert errors(lead.post(create, stage)) == {
        "critical_workflows": ["Say when this stage is reached: at least one line."]
    }
    lead.post(create, stage | {"critical_workflows": "- Outage\n- Outage", "criteria": "All trained"})
    with staff(desk.house.pk):
        row = RampStage.objects.get()
    assert (row.critical_workflows, row.criteria) == (["Outage"], ["All trained"])
    reach = url(desk, "rampstage-reach", pk=row.pk)
    assert errors(lead.post(reach, {"criterion_0": "on", "reached_on": "2026-11-23"})) == {
        "criterion_1": ["The stage is reached when this holds."]
    }
    both = {"criterion_0": "on", "criterion_1": "on"}
    assert errors(lead.post(reach, both | {"reached_on": "2026-11-24"})) == {
        "reached_on": ["This day has not come yet."]
    }
    lead.post(reach, both | {"reached_on": "2026-11-23"})
    again = lead.post(reach, both | {"reached_on": "2026-11-22"})
    assert errors(again) == {"__all__": ["Somebody else said so in the meantime."]}
    with staff(desk.house.pk):
        assert RampStage.objects.get().reached_on == TODAY


def test_shadowing_and_parity(desk: Desk, lead: Client) -> None:
    session = {"held_on": "2026-11-20", "who": "Ada", "with_whom": "Our lead", "minutes": "90", "learned": "Alarms"}
    address = url(desk, "shadowing-create", engagement=desk.engagement.pk)
    assert list(errors(lead.post(address, session | {"minutes": "0"}))) == ["minutes"]
    lead.post(address, session)
    parity = url(desk, "parity-edit", engagement=desk.engagement.pk)
    same = {f"{aspect}_same": "yes" for aspect in ("tools", "knowledge", "procedures", "quality_form", "metrics")}
    assert errors(lead.post(parity, same | {"tools_same": "no"})) == {
        "tools_gap": ["Say what differs."],
        "tools_due": ["Say by when it is closed."],
    }
    lead.post(parity, same | {"tools_same": "no", "tools_gap": "No seat", "tools_due": "2026-12-01"})
    lead.post(parity, same | {"tools_gap": "No seat", "tools_due": "2026-12-01"})
    with staff(desk.house.pk):
        assert list(ParityItem.objects.values_list("same", "gap").distinct()) == [(True, "")]
        assert ShadowingEntry.objects.get().minutes == 90


def test_the_knowledge_base(desk: Desk, lead: Client, now: datetime) -> None:
    made = lead.post(
        url(desk, "knowledge-create"), {"kind": "article", "title": "Doors", "audience": "nobody", "adoption_days": "7"}
    )
    with staff(desk.house.pk):
        guide = Guide.objects.get()
    lead.post(made["Location"], {"seen": "1", "body": "- Keys\n- Locks", "url": "", "pass_share": "80"} | rows_data())
    lead.post(url(desk, "guide-publish", pk=guide.pk), {"effective_from": "2026-11-23", "seen": "2"})
    listed = url(desk, "knowledge-list")
    for query, found in (("", 1), ("?q=locks", 1), ("?q=gates", 0), ("?kind=sop", 0), ("?process=99999", 1)):
        assert len(lead.get(listed + query).context["rows"]) == found, query
    lead.post(url(desk, "guide-archive", pk=guide.pk))
    assert [len(lead.get(listed + query).context["rows"]) for query in ("", "?show=archived")] == [0, 1]
    twin = Guide(kind="article", title="Doors", created_at=now)
    with staff(desk.house.pk):
        twin.save()
    refused = lead.post(url(desk, "guide-restore", pk=guide.pk))
    assert messages_of(refused) == ["Another one has this title by now: rename that first."]
    with staff(desk.house.pk):
        twin.delete()
    lead.post(url(desk, "guide-restore", pk=guide.pk))
    assert len(lead.get(listed).context["rows"]) == 1


def asked(browser: Client, address: str) -> int:
    """How many statements a page makes over this room's tables and the participants."""
    with CaptureQueriesContext(connection) as made:
        assert browser.get(address).status_code == 200
    tables = ('FROM "procedures_', 'FROM "engagements_participant"')
    return sum(any(table in each["sql"] for table in tables) for each in made)


def test_lists_ask_as_often_at_three_rows_as_at_one(desk: Desk, lead: Client, now: datetime) -> None:
    def grow(n: int) -> None:
        with staff(desk.house.pk, actor=desk.by.pk):
            version = make_sop(desk, now=now, title=f"SOP {n}", audience=Audience.EVERYBODY)
            Participant.objects.create(engagement=desk.engagement, side=Side.VENDOR, title=f"A{n}", name=f"A{n}")
            programme = TrainingProgramme.objects.create(engagement=desk.engagement, title=f"P{n}", created_at=now)
            case = Scenario.objects.create(programme=programme, title="S", situation="x", expected="y")
            values = {"score": 90, "passed": True, "taken_on": TODAY, "recorded_at": now}
            TrainingResult.objects.create(scenario=case, participant=desk.agents[0], **values)
            Rehearsal.objects.create(engagement=desk.engagement, version=version, held_on=TODAY, people="x")
            Proposal.objects.create(
                guide=version.guide, source="team", proposed_by_name="x", text="x", reason="y", proposed_at=now
            )

    grow(1)
    with staff(desk.house.pk):
        guide, programme = Guide.objects.get(), TrainingProgramme.objects.get()
    pages = {
        url(desk, "engagement-procedures", pk=desk.engagement.pk): 13,
        url(desk, "knowledge-list"): 5,
        url(desk, "acknowledgement-list"): 4,
        url(desk, "guide-detail", pk=guide.pk): 8,
        url(desk, "programme-detail", pk=programme.pk): 4,
    }
    assert {address: asked(lead, address) for address in pages} == pages
    for n in (2, 3):
        grow(n)
    assert {address: asked(lead, address) for address in pages} == pages


def test_publishing_too_sees_a_conflict(desk: Desk, lead: Client, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = Guide.objects.get(pk=make_sop(desk, now=now).guide_id)
        save_draft(guide=guide, content=Content(purpose="Half"), seen=guide.revision, by=desk.by)
    address = url(desk, "guide-publish", pk=guide.pk)
    assert lead.get(address).context["missing"] == [
        "the roles",
        "at least one step",
        "the ending, which is the business objective",
    ]
    data = {"effective_from": "2026-11-23", "note": "Less", "seen": str(guide.revision - 1)}
    assert errors(lead.post(address, data))["__all__"][0].startswith("Somebody else saved this in the meantime.")
    with staff(desk.house.pk):
        assert GuideVersion.objects.count() == 1
    discarded = lead.post(url(desk, "guide-discard", pk=guide.pk), {"seen": str(guide.revision)})
    assert messages_of(discarded) == ["The draft is discarded; what is published stays."]


def test_who_did_it_first_drafts_the_sop(desk: Desk, lead: Client) -> None:
    with staff(desk.house.pk):
        process = desk.house.engagements["kestrel"].process
    page = lead.get(reverse("engagements:process-detail", kwargs={"org": desk.house.slug, "pk": process.pk}))
    draft = f"{url(desk, 'knowledge-create')}?kind=sop&process={process.pk}"
    assert draft.replace("&", "&amp;") in page.content.decode()
    form = lead.get(draft).context["form"]
    assert (form["kind"].value(), form["process"].value()) == ("sop", str(process.pk))

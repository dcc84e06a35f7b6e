"""A guide's life: written, published, read, changed, proposed, judged; and what the database holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from engagements.models import Metric, Participant, Side
from foundation.accounts.models import AuditEvent
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from procedures.actions import guides as actions
from procedures.actions.acknowledgements import acknowledge, record_acknowledgement
from procedures.actions.proposals import decide, propose
from procedures.content import Content, Step
from procedures.models import Acknowledgement, Audience, Guide, GuideKind, GuideMetric, GuideVersion, Proposal
from procedures.queries.guides import (
    GuideFilter,
    content_of,
    draft_of,
    find_guides,
    newest_versions,
    newest_with_words,
    versions_in_force,
)
from procedures.queries.readers import people, rows_of, waiting
from tests.procedures.desk import PLAY, QUIZ, TODAY, Desk, make_sop, publish_next

DAY = timedelta(days=1)


def test_a_published_version_never_changes_and_is_never_deleted(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now)
        rows = GuideVersion.objects.filter(pk=version.pk)
        for forbidden in (lambda: rows.update(note="other"), rows.delete):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                forbidden()
        assert content_of(newest_with_words(version.guide)) == PLAY


def test_versions_are_in_force_from_their_day(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        first = make_sop(desk, now=now)
        second = publish_next(first, replace(PLAY, roles="Agent"), by=desk.by, now=now, effective_from=TODAY + 7 * DAY)
        ids = [first.guide_id]
        assert versions_in_force(ids, TODAY - DAY) == {}
        assert versions_in_force(ids, TODAY)[first.guide_id].pk == first.pk
        assert versions_in_force(ids, TODAY + 7 * DAY)[first.guide_id].pk == second.pk
        assert newest_versions(ids)[first.guide_id].number == 2
        events = list(AuditEvent.objects.filter(verb="guide.published").values_list("data__number", flat=True))
        assert events == [1, 2]


def test_an_sop_is_published_whole(desk: Desk, now: datetime) -> None:
    ending = "the ending, which is the business objective"
    with staff(desk.house.pk, actor=desk.by.pk):
        for content, parts in (
            (Content(), f"the purpose, the roles, at least one step, {ending}"),
            (replace(PLAY, objective=""), ending),
        ):
            with pytest.raises(ValidationError) as refused, transaction.atomic():
                make_sop(desk, now=now, content=content)
            assert refused.value.messages == [f"Before it can be published, write: {parts}."]
        assert GuideVersion.objects.count() == 0


def test_what_publishing_refuses(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = Guide.objects.get(pk=make_sop(desk, now=now).guide_id)
        new = replace(PLAY, background="Since May")

        def attempt(**more: Any) -> list[str]:
            values: dict[str, Any] = {
                "effective_from": TODAY,
                "note": "Added",
                "seen": guide.revision,
                "by": desk.by,
                "now": now,
            }
            with pytest.raises(ValidationError) as refused:
                actions.publish(guide=guide, **values | more)
            guide.refresh_from_db()
            return list(refused.value.messages)

        assert attempt() == ["Nothing has changed since the last version."]
        actions.save_draft(guide=guide, content=PLAY, seen=guide.revision, by=desk.by)
        assert attempt() == ["Nothing has changed since the last version."]
        actions.save_draft(guide=guide, content=new, seen=guide.revision, by=desk.by)
        assert attempt(note=" ") == ["Say what changed, for those who know the last version."]
        assert attempt(effective_from=TODAY - DAY) == ["The last version holds from a later day. Choose that or later."]
        assert attempt(seen=guide.revision - 1)[0].startswith("Somebody else saved this in the meantime.")
        assert GuideVersion.objects.count() == 1


def test_two_writers_the_second_sees_a_conflict(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now)
        mine, theirs = (Guide.objects.get(pk=version.guide_id) for _ in range(2))
        seen = mine.revision
        actions.save_draft(guide=theirs, content=replace(PLAY, roles="Theirs"), seen=seen, by=desk.by)
        with pytest.raises(ConflictError):
            actions.save_draft(guide=mine, content=replace(PLAY, roles="Mine"), seen=seen, by=desk.by)
        assert draft_of(Guide.objects.get(pk=version.guide_id)).roles == "Theirs"


def test_a_draft_can_be_discarded_once_something_is_published(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        guide = actions.create_guide(guide=Guide(kind=GuideKind.ARTICLE, title="Doors"), by=desk.by, now=now)
        with pytest.raises(ValidationError, match="Nothing is published yet"):
            actions.discard_draft(guide=guide, seen=guide.revision, by=desk.by)
        actions.save_draft(guide=guide, content=Content(body="Keys"), seen=guide.revision, by=desk.by)
        actions.publish(guide=guide, effective_from=TODAY, note="", seen=guide.revision, by=desk.by, now=now)
        actions.save_draft(guide=guide, content=Content(body="Locks"), seen=guide.revision, by=desk.by)
        actions.discard_draft(guide=guide, seen=guide.revision, by=desk.by)
        assert (guide.draft, draft_of(guide).body) == (None, "Keys")


def test_adoption_counts_who_is_asked_and_there(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now)
        everybody = people(TODAY, engagement=desk.engagement)
        assert [str(person) for person in everybody] == ["Service owner", "Ada Obi", "Bo Lin"]

        def row(at: datetime = now) -> tuple[int, int, float | None, str]:
            [found] = rows_of([version.guide], everybody, today=TODAY, now=at)
            return found.adoption.acknowledged, found.adoption.asked, found.adoption.lag_days, found.state

        assert (row(), row(now + 8 * DAY)) == ((0, 2, None, "asking"), (0, 2, None, "late"))
        for days, agent in ((2, desk.agents[0]), (4, desk.agents[1])):
            record_acknowledgement(
                version=version,
                participant=agent,
                day=TODAY + days * DAY,
                zone="UTC",
                evidence="Signed page",
                by=desk.by,
                now=now + 5 * DAY,
            )
        noon = 3 / 24
        assert row() == (2, 2, 3 + noon, "adopted")
        version.guide.audience = Audience.EVERYBODY
        assert row()[:2] == (2, 3)
        version.guide.audience = Audience.NOBODY
        assert (row()[:2], row()[3]) == ((0, 0), "reference")


def test_who_is_asked_by_the_place_of_a_guide(desk: Desk, now: datetime) -> None:
    other, own = desk.house.engagements["inkwell"], desk.house.engagements["own"]
    with staff(desk.house.pk, actor=desk.by.pk):
        for engagement, name in ((other, "Ink"), (own, "Own")):
            Participant.objects.create(engagement=engagement, side=Side.CLIENT, title="Agent", name=name)
        make_sop(desk, now=now, engagement=None)
        asked = [str(each.participant) for each in waiting(today=TODAY, now=now)]
        assert asked == ["Ada Obi", "Bo Lin", "Own"]
        own.ended_on = TODAY - DAY
        own.save()
        assert [str(each.participant) for each in waiting(today=TODAY, now=now)] == ["Ada Obi", "Bo Lin"]
        assert waiting(today=TODAY, now=now, user=desk.by) == []


def test_one_acknowledges_oneself_after_the_quiz(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now, content=replace(PLAY, quiz=QUIZ), audience=Audience.EVERYBODY)
        values: dict[str, Any] = {"version": version, "participants": [desk.lead], "by": desk.by, "now": now + DAY}
        with pytest.raises(ValidationError) as refused:
            acknowledge(answers=["Nobody"], **values)
        assert refused.value.messages == ["0 % right, 80 % are needed. Look again at: Who is told about an outage?"]
        with pytest.raises(ValidationError, match="not asked"):
            acknowledge(answers=["The night lead"], **values | {"participants": desk.agents})
        [kept] = acknowledge(answers=["The night lead"], **values)
        assert (kept.on_behalf, kept.evidence, kept.score) == (False, "", Decimal(100))
        assert acknowledge(answers=["The night lead"], **values) == [kept]
        assert AuditEvent.objects.filter(verb="guide.acknowledged").count() == 1


WITHOUT_EVIDENCE: list[tuple[dict[str, Any], str]] = [
    ({"evidence": " "}, "Say how you know: a mail, a signed page, minutes of a meeting."),
    ({"day": TODAY - DAY}, "Choose a day from the publication until today."),
    ({"day": TODAY + DAY}, "Choose a day from the publication until today."),
    ({"score": None}, "This version has a quiz: give the score, at least 80 %."),
    ({"score": Decimal("79.99")}, "This version has a quiz: give the score, at least 80 %."),
]


def test_what_is_recorded_on_behalf_has_evidence(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now, content=replace(PLAY, quiz=QUIZ))
        values: dict[str, Any] = {
            "version": version,
            "participant": desk.agents[0],
            "day": TODAY,
            "zone": "UTC",
            "by": desk.by,
        }
        values |= {"now": now, "evidence": "Mail of Monday", "score": Decimal(80)}
        for more, message in WITHOUT_EVIDENCE:
            with pytest.raises(ValidationError) as refused:
                record_acknowledgement(**values | more)
            assert refused.value.messages == [message]
        kept = record_acknowledgement(**values)
        assert (kept.on_behalf, kept.acknowledged_at, kept.recorded_by) == (True, now, desk.by)


def test_the_owner_decides_and_a_refusal_says_why(desk: Desk, now: datetime) -> None:
    owner, other = desk.house.people[Role.OWNER], desk.by
    with staff(desk.house.pk, actor=other.pk):
        version = make_sop(desk, now=now, owner=owner)
        row = Proposal(guide=version.guide, source="team", proposed_by_name="Ada", text="Say good night", reason="Late")
        proposal = propose(proposal=row, by=other, now=now)

        def attempt(**more: Any) -> list[str]:
            asked: dict[str, Any] = {"decision": "refused", "note": "No", "by": owner}
            with pytest.raises(ValidationError) as refused:
                decide(proposal=proposal, now=now, **asked | more)
            return list(refused.value.messages)

        assert attempt(by=other) == [f"{owner} owns it and decides."]
        assert attempt(note="") == ["Say why, for those who proposed it."]
        decide(proposal=proposal, decision="accepted", note="", by=owner, now=now)
        assert attempt() == ["Somebody decided this in the meantime."]


def test_a_checklist_of_their_own_becomes_a_draft(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        values: dict[str, Any] = {
            "source": "team",
            "proposed_by_name": "Kestrel",
            "reason": "We know it",
            "kind": "checklist",
        }
        text = "1. Agent: lock the door\n2. Log off"
        for _ in range(2):
            row = Proposal(engagement=desk.engagement, title="Closing", text=text, **values)
            propose(proposal=row, by=desk.by, now=now)
        first, second = Proposal.objects.order_by("pk")
        decide(proposal=first, decision="accepted", note="", by=desk.by, now=now)
        guide = Guide.objects.get()
        assert (guide.title, guide.kind, guide.owner) == ("Closing", "checklist", desk.by)
        assert draft_of(guide).steps == (Step("lock the door", "Agent"), Step("Log off"))
        with pytest.raises(ValidationError, match="There is a guide of this title already"):
            decide(proposal=second, decision="accepted", note="", by=desk.by, now=now)
        second.refresh_from_db()
        assert second.decision == ""


def test_the_search_finds_words_of_the_newest_version(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now)
        publish_next(version, replace(PLAY, purpose="Each alarm counts"), by=desk.by, now=now)
        for wanted, found in (
            (GuideFilter(), 1),
            (GuideFilter(text="alarm night"), 1),
            (GuideFilter(text="answered"), 0),
            (GuideFilter(kind="article"), 0),
            (GuideFilter(process_id=desk.engagement.process_id), 1),
            (GuideFilter(is_due=True), 0),
            (GuideFilter(is_archived=True), 0),
        ):
            assert len(find_guides(wanted, today=TODAY)) == found, wanted
        guide = version.guide
        Guide.objects.filter(pk=guide.pk).update(review_date=TODAY)
        assert len(find_guides(GuideFilter(is_due=True), today=TODAY)) == 1
        actions.archive_guide(guide=guide, by=desk.by, now=now)
        assert len(find_guides(GuideFilter(is_archived=True), today=TODAY)) == 1
        assert waiting(today=TODAY, now=now) == []


def test_the_metrics_that_judge_it_are_replaced_as_a_whole(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        made = [Metric(name=name, measure="throughput", unit="count", direction="higher") for name in ("A", "B")]
        one, two = [
            Metric.objects.create(**{f: getattr(m, f) for f in ("name", "measure", "unit", "direction")}) for m in made
        ]
        guide = actions.create_guide(
            guide=Guide(kind=GuideKind.ARTICLE, title="Doors"), by=desk.by, now=now, metrics=[one]
        )
        actions.change_guide(guide=guide, by=desk.by, was={}, metrics=[two], seen=guide.revision)
        assert list(GuideMetric.objects.values_list("metric_id", flat=True)) == [two.pk]


Change = dict[str, Any]


BROKEN: list[tuple[str, Any, Change]] = [
    ("guide_has_title", Guide, {"title": ""}),
    ("guide_adoption_days", Guide, {"adoption_days": 0}),
    ("guide_title_once", Guide, {"title": "night CALLS"}),
    ("guide_one_place", Guide, {"process_id": -1}),
    ("version_once", GuideVersion, {"number": 1}),
    ("version_says_what_changed", GuideVersion, {"note": ""}),
    ("version_counts_from_one", GuideVersion, {"number": 0}),
    ("acknowledgement_behalf_has_evidence", Acknowledgement, {"on_behalf": True}),
    ("acknowledgement_score_is_share", Acknowledgement, {"score": 101}),
    ("proposal_of_guide_or_own", Proposal, {"guide": None}),
    ("proposal_has_reason", Proposal, {"reason": ""}),
    ("proposal_decided_at", Proposal, {"decision": "accepted"}),
    (
        "proposal_refused_with_note",
        Proposal,
        {"decision": "refused", "decided_at": datetime(2026, 11, 23, tzinfo=UTC)},
    ),
]


def test_the_database_holds(desk: Desk, now: datetime) -> None:
    with staff(desk.house.pk, actor=desk.by.pk):
        version = make_sop(desk, now=now)
        sound: dict[Any, Change] = {
            Guide: {"kind": "sop", "title": "x", "engagement": desk.engagement, "created_at": now},
            GuideVersion: {"guide": version.guide, "number": 2, "note": "x", "content": {}, "effective_from": TODAY},
            Acknowledgement: {"version": version, "participant": desk.lead, "acknowledged_at": now},
            Proposal: {"guide": version.guide, "proposed_at": now, "source": "team", "text": "x", "reason": "y"},
        }
        sound[GuideVersion]["published_at"] = sound[Acknowledgement]["recorded_at"] = now
        for name, model, change in BROKEN:
            with pytest.raises(IntegrityError, match=f"procedures_{name}"), transaction.atomic():
                model.objects.create(**sound[model] | change)
        for model, values in sound.items():
            model.objects.create(**values)

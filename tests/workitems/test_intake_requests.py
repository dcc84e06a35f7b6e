"""A request becomes a work item at once: where it goes, how urgent it is, and how it gets on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from engagements.models import Segment
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House
from tests.factories.workitems import HOUR, make_level
from tests.workitems.asking import make_form, make_rubric, put_rules_in_writing
from workitems.actions import requests as actions
from workitems.actions.request_life import tell_step
from workitems.intake.drafts import Answer, Draft, Upload
from workitems.intake.life import Step
from workitems.models import Attachment, DirtyWeek, IntakeForm, IntakeRequest, RequestPoint, SlaClock, WorkItem
from workitems.models import WorkItemEvent as Event
from workitems.queries.intake import request_of

AGES_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DRAFT = Draft(
    title="Router in the Leeds office drops Wi-Fi every afternoon",
    problem="Since Monday Wi-Fi drops at about 3 pm.",
    outcome="It holds for a whole working day",
    steps="Look at the log first",
    due_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
    due_zone="Asia/Manila",
    criteria=("No drop for a week", "The log is clean"),
    checklist=("Back up", "Change", "Test"),
    evidence_before=("Backup made",),
    answers=(Answer("office", "Office", "choice", "Leeds"),),
    requester="Anna",
)


@pytest.fixture
def house(cast: Cast, now: datetime) -> House:
    """Northwind with levels and a rubric on the night desk, and a form that goes there."""
    northwind = cast.northwind
    with staff(northwind.pk):
        desk = northwind.engagements["kestrel"]
        for kind, minutes in (("response", HOUR), ("resolution", 8 * HOUR)):
            make_level(desk, valid_from=AGES_AGO, kind=kind, targets={"": minutes, "Urgent": minutes // 2})
        make_rubric(desk)
        make_form(northwind, now=now)
    return northwind


def ask(house: House, now: datetime, *drafts: Draft, **asked: Any) -> list[IntakeRequest]:
    form = IntakeForm.objects.get()
    where = actions.Asked(**{"form": form, "engagement": house.engagements["kestrel"], **asked})
    by = house.people[Role.ANALYST]
    return actions.submit_requests(asked=where, drafts=drafts or (DRAFT,), by=by, now=now)


def test_with_rules_in_writing_it_goes_to_the_partner_with_clocks_running(house: House, now: datetime) -> None:
    desk = house.engagements["kestrel"]
    with staff(house.pk):
        put_rules_in_writing(desk, now=now)
        [request] = ask(house, now)
        item = WorkItem.objects.get(pk=request.item_id)
        assert (item.source, item.external_id, item.status_class, item.opened_at) == ("intake", "REQ-1", "open", now)
        assert (item.engagement, item.vendor, item.process, item.client) == (
            desk,
            desk.vendor,
            desk.process,
            desk.client,
        )
        assert (item.due_at, request.due_zone, item.requester) == (DRAFT.due_at, "Asia/Manila", "Anna")
        assert (item.priority, request.priority_because) == ("Urgent", "rule “Outage”, because of “wi-fi”")
        assert (request.route, request.reasons) == ("partner", [])
        assert list(Event.objects.values_list("sequence", "kind", "detail", "occurred_at")) == [
            (1, "start", "Urgent", now)
        ]
        clocks = SlaClock.objects.order_by("kind").values_list("kind", "outcome", "due_at")
        assert list(clocks) == [
            ("resolution", "running", now + timedelta(hours=4)),
            ("response", "running", now + timedelta(minutes=30)),
        ]
        dirty = DirtyWeek.objects.order_by("week_start").values_list("engagement", "week_start")
        assert list(dirty) == [(desk.pk, date(2026, 11, 23)), (desk.pk, date(2026, 11, 30))]  # opened, due
        assert "Desired outcome\nIt holds for a whole working day" in item.description
        assert "Office\nLeeds" in item.description
        points = RequestPoint.objects.order_by("kind", "position").values_list("kind", "position", "text")
        assert list(points) == [
            ("before", 1, "Backup made"),
            ("checklist", 1, "Back up"),
            ("checklist", 2, "Change"),
            ("checklist", 3, "Test"),
            ("criterion", 1, "No drop for a week"),
            ("criterion", 2, "The log is clean"),
        ]


def test_without_them_the_own_team_gets_it_and_it_says_why(house: House, now: datetime) -> None:
    with staff(house.pk):
        [request] = ask(house, now)
        item = request.item
        assert (request.route, item.engagement, item.vendor.is_own_team) == ("own_team", house.engagements["own"], True)
        assert len(request.reasons) >= 3
        assert item.priority == "Urgent"  # the rubric of where it was asked: the own team has none
        assert not SlaClock.objects.exists()


def test_without_an_own_engagement_it_is_unassigned_and_keeps_its_process(house: House, now: datetime) -> None:
    own = house.engagements["own"]
    with staff(house.pk):
        type(own).objects.filter(pk=own.pk).update(ended_on=date(2026, 11, 1))
        [request] = ask(house, now)
        item = request.item
        assert (request.route, item.engagement, item.vendor) == ("unassigned", None, None)
        assert item.process == house.engagements["kestrel"].process


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("segment", "The segment German stays in-house."),
        ("process", "After-hours IT support stays in-house: it is our core"),
        ("ended", "Night desk ended on"),
        ("planned", "Night desk begins on"),
    ],
)
def test_what_stays_in_house(house: House, now: datetime, change: str, reason: str) -> None:
    desk = house.engagements["kestrel"]
    asked: dict[str, Any] = {}
    with staff(house.pk):
        put_rules_in_writing(desk, now=now)
        if change == "segment":
            asked["segment"] = Segment.objects.create(engagement=desk, name="German", route="in_house")
        elif change == "process":
            desk.process.verdict, desk.process.verdict_reason = "cannot", "it is our core"
            desk.process.review_date = date(2027, 1, 1)
            desk.process.save()
        elif change == "ended":
            desk.ended_on = date(2026, 11, 20)
        else:
            desk.started_on = date(2026, 12, 1)
        [request] = ask(house, now, engagement=desk, **asked)
        assert (request.route, len(request.reasons)) == ("own_team", 1)
        assert request.reasons[0].startswith(reason)
        assert request.item.segment is None


def test_a_person_may_choose_the_priority(house: House, now: datetime) -> None:
    with staff(house.pk):
        [request] = ask(house, now, replace(DRAFT, priority="Routine"))
        assert (request.item.priority, request.priority_because) == ("Routine", "chosen by Analyst Northwind")


def test_several_at_once_are_numbered_and_all_or_none(house: House, now: datetime) -> None:
    with staff(house.pk):
        made = ask(house, now, DRAFT, replace(DRAFT, title="Order a laptop for Ben"))
        assert [str(each) for each in made] == ["REQ-1", "REQ-2"]
        bad = replace(DRAFT, uploads=(Upload("x.exe", b"MZ\x90\x00"),))
        with pytest.raises(ValidationError):
            ask(house, now, DRAFT, bad)
        assert [each.number for each in IntakeRequest.objects.order_by("number")] == [1, 2]
        [third] = ask(house, now)
        assert (third.number, WorkItem.objects.count()) == (3, 3)


def test_a_file_comes_along_once(house: House, now: datetime) -> None:
    files = (Upload("a.txt", b"hello", "before"), Upload("b.txt", b"world"))
    with staff(house.pk):
        ask(house, now, replace(DRAFT, uploads=files))
        found = Attachment.objects.order_by("name").values_list("name", "kind", "media_type", "file__size")
        assert list(found) == [("a.txt", "before", "text/plain", 5), ("b.txt", "other", "text/plain", 5)]


def test_a_retired_form_takes_nothing(house: House, now: datetime) -> None:
    with staff(house.pk):
        form = IntakeForm.objects.get()
        IntakeForm.objects.update(retired_at=now)
        with pytest.raises(ValidationError, match="retired"):
            ask(house, now, form=form)


def test_once_the_rules_are_there_it_goes_to_the_partner(house: House, now: datetime) -> None:
    desk, by = house.engagements["kestrel"], house.people[Role.ANALYST]
    with staff(house.pk):
        [request] = ask(house, now)
        put_rules_in_writing(desk, now=now)
        actions.route_again(request=request, engagement=desk, by=by, now=now + timedelta(hours=1))
        item = WorkItem.objects.get(pk=request.item_id)
        assert (request.route, request.reasons, item.engagement, item.vendor) == ("partner", [], desk, desk.vendor)
        assert SlaClock.objects.count() == 2
        weeks = set(DirtyWeek.objects.values_list("engagement", flat=True))
        assert weeks == {desk.pk, house.engagements["own"].pk}
        tell_step(request=request, step=Step.FINISH, by=by, now=now + timedelta(hours=2))
        with pytest.raises(ValidationError, match="over"):
            actions.route_again(request=request, engagement=desk, by=by, now=now)


def test_a_life_told_by_hand(house: House, now: datetime) -> None:
    desk, by = house.engagements["kestrel"], house.people[Role.ANALYST]

    def tell(step: Step, hours: float, reason: str = "") -> WorkItem:
        return tell_step(request=request, step=step, by=by, now=now + timedelta(hours=hours), reason=reason)

    with staff(house.pk):
        put_rules_in_writing(desk, now=now)
        [request] = ask(house, now)
        tell(Step.RESPOND, 0.25)
        with pytest.raises(ValidationError, match="waits for"):
            tell(Step.PAUSE, 1)
        assert tell(Step.PAUSE, 1, "client").status_class == "paused"
        tell(Step.RESUME, 25)
        item = tell(Step.FINISH, 26)
        assert (item.status_class, item.resolved_at) == ("resolved", now + timedelta(hours=26))
        outcomes = dict(SlaClock.objects.values_list("kind", "outcome"))
        assert outcomes == {"response": "met", "resolution": "met"}  # two open hours of four
        with pytest.raises(ValidationError, match="every acceptance criterion"):
            tell(Step.ACCEPT, 27)
        first, second = RequestPoint.objects.filter(kind="criterion").order_by("position")
        actions.answer_point(point=first, answer="pass", note="", by=by, now=now)
        actions.answer_point(point=second, answer="fail", note="One line is red", by=by, now=now)
        with pytest.raises(ValidationError, match="criterion failed"):
            tell(Step.ACCEPT, 27)
        item = tell(Step.REOPEN, 28)
        assert (item.resolved_at, item.reopen_count, item.first_resolved_at) == (None, 1, now + timedelta(hours=26))
        tell(Step.FINISH, 29)
        actions.answer_point(point=second, answer="pass", note="", by=by, now=now)
        item = tell(Step.ACCEPT, 30)
        assert (item.status_class, item.closed_at) == ("closed", now + timedelta(hours=30))
        kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
        assert kinds == ["start", "respond", "pause", "resume", "stop", "reopen", "stop"]
        with pytest.raises(ValidationError, match="cannot come next"):
            tell(Step.FINISH, 31)


def test_a_cancelled_one_was_never_resolved(house: House, now: datetime) -> None:
    with staff(house.pk):
        [request] = ask(house, now)
        by = house.people[Role.ANALYST]
        item = tell_step(request=request, step=Step.CANCEL, by=by, now=now + timedelta(hours=1))
        assert (item.status_class, item.resolved_at) == ("cancelled", None)
        item = tell_step(request=request, step=Step.REOPEN, by=by, now=now + timedelta(hours=2))
        assert (item.status_class, item.first_resolved_at, item.closed_at) == ("open", None, None)


@pytest.mark.parametrize(
    ("kind", "answer", "note", "problem"),
    [
        ("criterion", "pass", "", None),
        ("criterion", "fail", "One is red", None),
        ("criterion", "fail", " ", "what was not met"),
        ("criterion", "done", "", "no answer"),
        ("checklist", "done", "", None),
        ("checklist", "pass", "", "no answer"),
        ("before", "done", "", "where it lies"),
        ("before", "done", "In the vault", None),
        ("before", "", "", None),
    ],
)
def test_answers_to_points(house: House, now: datetime, kind: str, answer: str, note: str, problem: str | None) -> None:
    by = house.people[Role.ANALYST]
    with staff(house.pk):
        ask(house, now)
        point = RequestPoint.objects.filter(kind=kind).order_by("position")[0]
        if problem:
            with pytest.raises(ValidationError, match=problem):
                actions.answer_point(point=point, answer=answer, note=note, by=by, now=now)
        else:
            actions.answer_point(point=point, answer=answer, note=note, by=by, now=now)
            stored = RequestPoint.objects.get(pk=point.pk)
            assert (stored.answer, stored.answered_at) == (answer, now if answer else None)


def test_the_first_promise_is_kept_beside_a_later_one(house: House, now: datetime) -> None:
    by = house.people[Role.ANALYST]
    with staff(house.pk):
        [request] = ask(house, now)
        actions.commit_to(request=request, day=date(2026, 11, 24), by=by)
        actions.commit_to(request=request, day=date(2026, 11, 26), by=by)
        found = request_of(request.item, completed_on=date(2026, 11, 27))
        assert found is not None
        assert (found.request.first_committed_on, found.request.committed_on) == (
            date(2026, 11, 24),
            date(2026, 11, 26),
        )
        assert (found.days_late, found.open_criteria, found.failed_criteria) == (1, 2, 0)

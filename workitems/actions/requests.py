"""Requests: submitted, they are work items at once; then promised, and answered point by point."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagements.models import Engagement, Segment
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.tenancy import context
from foundation.inbox.models import InboundMessage
from workitems.actions.clocks import recompute_clocks
from workitems.actions.dirty import mark_items_dirty
from workitems.actions.evidence import attach_file
from workitems.actions.locking import lock_items
from workitems.gates import Routing, routing
from workitems.ingest import statements
from workitems.intake.drafts import Draft
from workitems.models import IntakeForm, IntakeRequest, RequestPoint, RequestTemplate, WorkItem, WorkItemEvent
from workitems.models.items import EventKind
from workitems.models.requests import PointAnswer, PointKind, Via
from workitems.queries.intake import rubric_priority

SOURCE: Final = "intake"
# One request of a workspace at a time, so that their numbers have no gaps and never meet.
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('workitems.intake', %(organization)s))"


class Asked(NamedTuple):
    """Through which form a request comes, of which engagement and segment its work is asked, and how it came."""

    form: IntakeForm
    engagement: Engagement | None
    segment: Segment | None = None
    template: RequestTemplate | None = None
    via: Via = Via.PAGE
    message: InboundMessage | None = None


@transaction.atomic
def submit_requests(*, asked: Asked, drafts: Sequence[Draft], by: User | None, now: datetime) -> list[IntakeRequest]:
    """Make a work item of each draft, all or none: open, with vendor, engagement and process, its clocks running.

    The rubric chooses the priority unless the draft names one. What may not go to the partner goes to the own team or
    stays unassigned, with the reasons. ``now`` is the opening.

    Raises:
        ValidationError: when a file is not taken, or the form was retired meanwhile.
    """
    statements.run(_LOCK, organization=context.organization_id())
    form = IntakeForm.objects.select_related("process", "organization").get(pk=asked.form.pk)
    if form.retired_at is not None:
        raise ValidationError(_("This form was retired in the meantime. Ask for the process's new one."))
    today = now.astimezone(ZoneInfo(form.organization.time_zone)).date()
    place = routing(process=form.process, engagement=asked.engagement, segment=asked.segment, today=today)
    made = [_submit(asked, place, draft, by=by, now=now) for draft in drafts]
    items = [request.item_id for request in made]
    recompute_clocks(item_ids=items, now=now)
    mark_items_dirty(item_ids=items, now=now)
    return made


@transaction.atomic
def route_again(*, request: IntakeRequest, engagement: Engagement | None, by: User, now: datetime) -> Routing:
    """Ask anew where an open request may go, once what was missing is there; clocks follow the engagement.

    Raises:
        ValidationError: when the work is over.
    """
    lock_items([request.item_id])
    item = WorkItem.objects.select_related("organization").get(pk=request.item_id)
    if item.completed_at is not None or item.status_class == "cancelled":
        raise ValidationError(_("The work is over; it stays where it was done."))
    today = now.astimezone(ZoneInfo(item.organization.time_zone)).date()
    place = routing(process=request.form.process, engagement=engagement, segment=None, today=today)
    mark_items_dirty(item_ids=[item.pk], now=now)
    for name, value in _places(place, request.form).items():
        setattr(item, name, value)
    item.updated_at = now
    item.save(update_fields=["engagement", "vendor", "process", "client", "segment", "updated_at"])
    request.route, request.reasons = place.route, place.reasons
    request.save(update_fields=["route", "reasons"])
    record("intakerequest.routed", by=by, subject=request, route=place.route.value, reasons=place.reasons)
    recompute_clocks(item_ids=[item.pk], now=now)
    mark_items_dirty(item_ids=[item.pk], now=now)
    return place


@transaction.atomic
def commit_to(*, request: IntakeRequest, day: date, by: User) -> None:
    """Write down the day that whoever does the work promised; the first promise is kept beside a later one."""
    was = request.committed_on
    request.committed_on = day
    request.first_committed_on = request.first_committed_on or day
    request.save(update_fields=["committed_on", "first_committed_on"])
    record("intakerequest.promised", by=by, subject=request, was=was.isoformat() if was else None, day=day.isoformat())


@transaction.atomic
def answer_point(*, point: RequestPoint, answer: str, note: str, by: User, now: datetime) -> None:
    """Answer a criterion (pass, fail), tick a step or piece of evidence (done), or take the answer back (empty).

    Raises:
        ValidationError: for an answer of another kind, a failure without its reason, or evidence that says not where
            it lies.
    """
    fitting = (PointAnswer.PASSED, PointAnswer.FAILED) if point.kind == PointKind.CRITERION else (PointAnswer.DONE,)
    if answer and answer not in fitting:
        raise ValidationError({"answer": _("That is no answer to this.")})
    note = " ".join(note.split())
    if answer == PointAnswer.FAILED and not note:
        raise ValidationError({"note": _("Say what was not met, for example: “Two of the five prices are still old”.")})
    if answer and point.kind in (PointKind.BEFORE, PointKind.AFTER) and not note:
        raise ValidationError(
            {"note": _("Say where it lies, for example: “Backup of 16 Nov in the vault, folder IT”.")}
        )
    point.answer, point.note = answer, note[:300] if answer else ""
    point.answered_by, point.answered_at = (by, now) if answer else (None, None)
    point.save(update_fields=["answer", "note", "answered_by", "answered_at"])
    record("requestpoint.answered", by=by, subject=point, request=point.request_id, answer=answer, note=point.note)


def _submit(asked: Asked, place: Routing, draft: Draft, *, by: User | None, now: datetime) -> IntakeRequest:
    number = (IntakeRequest.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    priority, because = _priority(asked, place, draft, by)
    item = _open_item(place, asked.form, draft, number=number, priority=priority, now=now)
    request: IntakeRequest = IntakeRequest.objects.create(
        item=item,
        number=number,
        form=asked.form,
        template=asked.template,
        via=asked.via,
        message=asked.message,
        problem=draft.problem,
        outcome=draft.outcome,
        known=draft.known,
        steps=draft.steps,
        verification=draft.verification,
        answers=[answer.as_json() for answer in draft.answers],
        due_zone=draft.due_zone,
        route=place.route,
        reasons=place.reasons,
        priority_because=because[:300],
        submitted_by=by,
        submitted_at=now,
    )
    _add_points(request, draft)
    for upload in draft.uploads:
        attach_file(item=item, name=upload.name, content=upload.content, kind=upload.kind, by=by, now=now)
    record(
        "intakerequest.submitted", by=by, subject=request, item=item.pk, via=asked.via.value, route=place.route.value
    )
    return request


def _open_item(
    place: Routing, form: IntakeForm, draft: Draft, *, number: int, priority: str, now: datetime
) -> WorkItem:
    external_id = f"REQ-{number}"
    item: WorkItem = WorkItem.objects.create(
        source=SOURCE,
        external_id=external_id,
        title=draft.title,
        description=draft.described(headings()),
        item_type=draft.item_type,
        priority=priority,
        requester=draft.requester[:200],
        state=_("open"),
        opened_at=now,
        due_at=draft.due_at,
        row_hash=hashlib.sha256(f"{SOURCE}/{external_id}".encode()).hexdigest(),
        created_at=now,
        updated_at=now,
        **_places(place, form),
    )
    WorkItemEvent.objects.create(item=item, sequence=1, occurred_at=now, kind=EventKind.START, detail=priority)
    return item


def _places(place: Routing, form: IntakeForm) -> dict[str, object]:
    """Where an item belongs; unassigned, it still says which process it is of."""
    found = place.engagement
    return {
        "engagement": found,
        "vendor": found.vendor if found else None,
        "process": found.process if found else form.process,
        "client": found.client if found else None,
        "segment": place.segment,
    }


def _priority(asked: Asked, place: Routing, draft: Draft, by: User | None) -> tuple[str, str]:
    """The priority and why; the rubric of where the work goes, else of where it was asked."""
    if draft.priority:
        who = str(by) if by else draft.requester
        return draft.priority, _("chosen by %(person)s") % {"person": who}
    text = f"{draft.problem}\n{draft.outcome}"
    for engagement in dict.fromkeys((place.engagement, asked.engagement)):
        found = rubric_priority(engagement, title=draft.title, description=text, item_type=draft.item_type)
        if found.rule:
            return found.priority, rubric_reason(found.rule, found.word)
    return "", ""


def rubric_reason(rule: str, word: str) -> str:
    """Why the rubric chose, in a few words."""
    if word:
        return _("rule “%(rule)s”, because of “%(word)s”") % {"rule": rule, "word": word}
    return _("rule “%(rule)s”") % {"rule": rule}


def headings() -> dict[str, str]:
    """What stands above the parts of a request."""
    return {
        "problem": _("Problem"),
        "outcome": _("Desired outcome"),
        "known": _("What is known"),
        "steps": _("Steps"),
        "verification": _("How it is verified"),
    }


def _add_points(request: IntakeRequest, draft: Draft) -> None:
    lists = {
        PointKind.CRITERION: draft.criteria,
        PointKind.CHECKLIST: draft.checklist,
        PointKind.BEFORE: draft.evidence_before,
        PointKind.AFTER: draft.evidence_after,
    }
    RequestPoint.objects.bulk_create(
        RequestPoint(request=request, kind=kind, position=place, text=text[:300])
        for kind, texts in lists.items()
        for place, text in enumerate(texts, start=1)
    )

"""What the vendor tells of its items in the portal, and how it becomes the item's."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from workitems.actions.request_life import tell_step
from workitems.actions.requests import answer_point, commit_to
from workitems.intake.life import Standing, Step, possible_steps
from workitems.models import IntakeRequest, ItemReport, RequestPoint, WorkItem
from workitems.models.items import PauseReason
from workitems.models.reports import ReportKind
from workitems.models.requests import PointAnswer, PointKind

MOST = 200
# Accepting, reopening and cancelling are the client's.
VENDOR_STEPS = (Step.RESPOND, Step.PAUSE, Step.RESUME, Step.FINISH)


def vendor_steps(item: WorkItem) -> tuple[Step, ...]:
    """What the vendor may tell next of an item."""
    standing = Standing(item.status_class, item.first_response_at is not None)
    return tuple(step for step in possible_steps(standing) if step in VENDOR_STEPS)


def report_step(
    *, item: WorkItem, step: Step, by: User, now: datetime, reason: str = "", comment: str = ""
) -> ItemReport:
    """Say what happened to an item.

    Raises:
        ValidationError: for a step that cannot come next or is not the vendor's, or a pause without its reason.
    """
    if step not in vendor_steps(item):
        raise ValidationError(_("That cannot come next: somebody may have told another step in the meantime."))
    if step == Step.PAUSE and reason not in PauseReason.values:
        raise ValidationError({"reason": _("Say what the work waits for.")})
    return _report(item, ReportKind.STEP, by, now, step=step.value, reason=reason, comment=comment)


def report_promise(*, item: WorkItem, day: date, today: date, by: User, now: datetime, comment: str = "") -> ItemReport:
    """Promise a day.

    Raises:
        ValidationError: for a day that is over.
    """
    if day < today:
        raise ValidationError({"day": _("This day is over. Promise today or a later one.")})
    return _report(item, ReportKind.PROMISE, by, now, day=day, comment=comment)


def report_point(*, point: RequestPoint, item: WorkItem, answer: str, note: str, by: User, now: datetime) -> ItemReport:
    """Answer an acceptance criterion, tick a step, say where evidence lies.

    Raises:
        ValidationError: for an answer of another kind, a failure without its reason, evidence without its place.
    """
    fitting = (PointAnswer.PASSED, PointAnswer.FAILED) if point.kind == PointKind.CRITERION else (PointAnswer.DONE,)
    if answer not in fitting:
        raise ValidationError({"answer": _("That is no answer to this.")})
    note = " ".join(note.split())
    if answer == PointAnswer.FAILED and not note:
        raise ValidationError({"note": _("Say why it failed.")})
    if point.kind in (PointKind.BEFORE, PointKind.AFTER) and not note:
        raise ValidationError({"note": _("Say where it lies, or upload it below and name the file.")})
    return _report(item, ReportKind.POINT, by, now, point_id=point.pk, answer=answer, comment=note)


def report_comment(*, item: WorkItem, comment: str, by: User, now: datetime) -> ItemReport:
    """Add a comment.

    Raises:
        ValidationError: without one.
    """
    if not comment.strip():
        raise ValidationError({"comment": _("Write a comment.")})
    return _report(item, ReportKind.COMMENT, by, now, comment=comment)


@transaction.atomic
def _report(item: WorkItem, kind: ReportKind, by: User, now: datetime, **said: object) -> ItemReport:
    said["comment"] = str(said.get("comment", "")).strip()[:2000]
    report: ItemReport = ItemReport.objects.create(
        item_id=item.pk, kind=kind, author_id=by.pk, author_name=str(by)[:254], told_at=now, **said
    )
    record("itemreport.told", by=by, subject=report, item=item.pk, kind=kind.value)
    return report


def take_reports(*, now: datetime) -> int:
    """Take over what was told in one organization, in order, each once; returns how many."""
    with transaction.atomic():
        waiting = list(ItemReport.objects.filter(taken_at=None).order_by("pk").values_list("pk", flat=True)[:MOST])
    return sum(_take(pk, now=now) for pk in waiting)


@transaction.atomic
def _take(pk: int, *, now: datetime) -> int:
    if ItemReport.objects.filter(pk=pk, taken_at=None).update(taken_at=now) != 1:
        return 0
    report = ItemReport.objects.select_related("author", "point").get(pk=pk)
    request = IntakeRequest.objects.filter(item_id=report.item_id).first()
    if request is None or report.kind == ReportKind.COMMENT:
        return 1
    try:
        with transaction.atomic():
            _apply(report, request)
    except ValidationError as error:
        ItemReport.objects.filter(pk=pk).update(refused=" ".join(error.messages)[:500])
    return 1


def _apply(report: ItemReport, request: IntakeRequest) -> None:
    if report.kind == ReportKind.STEP:
        tell_step(request=request, step=Step(report.step), by=report.author, now=report.told_at, reason=report.reason)
    elif report.kind == ReportKind.PROMISE and report.day is not None:
        commit_to(request=request, day=report.day, by=report.author)
    elif report.point is not None:
        answer_point(
            point=report.point, answer=report.answer, note=report.comment[:300], by=report.author, now=report.told_at
        )

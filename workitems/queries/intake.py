"""What the pages of intake ask: forms in force, the rubric's choice, and a request with all that belongs to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from engagements.models import Engagement, Segment, ServiceLevelTarget, TriageRule
from engagements.queries.calendars import hours_of, version_at
from engagements.triage import triage
from sourcing.queries.allocation import routes_of
from sourcing.routing import proposed
from workitems.intake.drafts import Answer, stored_answers
from workitems.models import Attachment, IntakeField, IntakeForm, IntakeRequest, RequestPoint, RequestTemplate, WorkItem
from workitems.models.requests import PointAnswer, PointKind


class Priority(NamedTuple):
    """What the rubric chose: the priority, the rule that fired and the word that made it; empty without a rule."""

    priority: str
    rule: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class FormParts:
    """A form with its own fields and the patterns in use."""

    form: IntakeForm
    fields: list[IntakeField]
    templates: list[RequestTemplate]


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """A request on its item's page. ``points`` by kind, in order; ``completed_on`` is the local day it was done."""

    request: IntakeRequest
    answers: list[Answer]
    points: dict[str, list[RequestPoint]]
    completed_on: date | None

    @property
    def open_criteria(self) -> int:
        """Criteria that nobody answered yet."""
        return sum(point.answer == PointAnswer.OPEN for point in self.points[PointKind.CRITERION])

    @property
    def failed_criteria(self) -> int:
        """Criteria that were answered with fail."""
        return sum(point.answer == PointAnswer.FAILED for point in self.points[PointKind.CRITERION])

    @property
    def days_late(self) -> int | None:
        """Days between the day promised and the day it was done; negative when early, None while either is missing."""
        if self.request.committed_on is None or self.completed_on is None:
            return None
        return (self.completed_on - self.request.committed_on).days


def forms_in_force() -> QuerySet[IntakeForm]:
    """The forms by which work can be asked for, by process, with how many questions and requests each has."""
    forms = IntakeForm.objects.filter(retired_at=None).select_related("process", "engagement", "hook")
    return forms.annotate(
        question_count=Count("fields", distinct=True), request_count=Count("requests", distinct=True)
    ).order_by("process__name", "pk")


def form_parts(form: IntakeForm) -> FormParts:
    """A form as it stands."""
    return FormParts(
        form,
        list(IntakeField.objects.filter(form=form).order_by("position", "pk")),
        list(RequestTemplate.objects.filter(form=form, archived_at=None).order_by("name", "pk")),
    )


def engagements_for(form: IntakeForm, *, today: date) -> QuerySet[Engagement]:
    """Where the form's work can be asked of: engagements of its process that have not ended."""
    running = Engagement.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today), process_id=form.process_id)
    return running.select_related("vendor", "process", "client").order_by("name", "pk")


def segments_for(form: IntakeForm, *, today: date) -> QuerySet[Segment]:
    """The parts of those engagements."""
    places = engagements_for(form, today=today).values("pk")
    return Segment.objects.filter(engagement__in=places).select_related("engagement").order_by("engagement", "name")


def priorities_of(form: IntakeForm, *, today: date) -> list[str]:
    """Priorities that the rubrics and service levels of those engagements know, by name."""
    places = list(engagements_for(form, today=today).values_list("pk", flat=True))
    known = {*TriageRule.objects.filter(engagement_id__in=places).values_list("priority", flat=True)}
    targets = ServiceLevelTarget.objects.filter(version__service_level__engagement_id__in=places)
    known.update(targets.exclude(priority="").values_list("priority", flat=True))
    return sorted({word.casefold(): word for word in sorted(known)}.values(), key=str.casefold)


def routes_for(form: IntakeForm) -> dict[str, list[int]]:
    """Where types of the form's process go (ids of engagements), by type without its capitals."""
    found: dict[str, list[int]] = defaultdict(list)
    for route in routes_of(form.process):
        found[route.item_type.casefold()].append(route.engagement_id)
    return dict(found)


def routed(
    routes: Mapping[str, list[int]], item_type: str, places: Iterable[Engagement], *, now: datetime
) -> Engagement | None:
    """Where a type is proposed to go, of the places that can be asked; None without a route that tells."""
    known = {each.pk: each for each in places} if item_type.strip() else {}
    keys = [key for key in routes.get(item_type.strip().casefold(), []) if key in known]
    found = proposed(keys, lambda key: _is_there(known[key], now))
    return known[found] if found is not None else None


def _is_there(engagement: Engagement, now: datetime) -> bool:
    """Whether an engagement's hours say that somebody works at it now; without a calendar it never closes."""
    if engagement.calendar_id is None:
        return True
    hours = hours_of(version_at(engagement.calendar_id, now))
    return hours is not None and hours.is_open(now)


def rubric_priority(engagement: Engagement | None, *, title: str, description: str, item_type: str) -> Priority:
    """The priority by an engagement's triage rubric, and why."""
    if engagement is None:
        return Priority("")
    rules = TriageRule.objects.filter(engagement=engagement).order_by("position", "pk")
    found = triage(rules, title=title, description=description, item_type=item_type)
    return Priority(found.priority, found.rule.name, found.word) if found.rule else Priority("")


def request_of(item: WorkItem, *, completed_on: date | None) -> RequestDetail | None:
    """The request behind an item, None for one that came from elsewhere."""
    people: tuple[str, ...] = ("form__process", "template", "submitted_by", "message")
    request: IntakeRequest | None = IntakeRequest.objects.filter(item=item).select_related(*people).first()
    if request is None:
        return None
    points: dict[str, list[RequestPoint]] = {kind.value: [] for kind in PointKind}
    for point in RequestPoint.objects.filter(request=request).select_related("answered_by").order_by("position"):
        points[point.kind].append(point)
    return RequestDetail(request, stored_answers(request.answers), points, completed_on)


def attachments_of(item: WorkItem) -> list[Attachment]:
    """The files of an item that were not withdrawn, without their bytes."""
    files = Attachment.objects.filter(item=item, withdrawn_at=None).select_related("file", "added_by")
    return list(files.defer("file__content").order_by("kind", "added_at", "pk"))


def requests_listed() -> QuerySet[IntakeRequest]:
    """Requests with their items, for lists."""
    return IntakeRequest.objects.select_related("item", "form", "item__engagement", "item__vendor", "item__process")

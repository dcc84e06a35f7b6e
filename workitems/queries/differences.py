"""Why our resolution clock and the source's own verdict differ on an item, as far as the data tells."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields import CharField

from workitems.models import WorkItem, WorkItemEvent

_ONLY_OURS: Final = Q(ours__outcome="met", source_met=False)
_ONLY_SOURCE: Final = Q(ours__outcome="missed", source_met=True)


def with_ours(items: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    """The items, each with its resolution clock (or none) as ``ours``."""
    return items.alias(ours=FilteredRelation("clocks", condition=Q(clocks__kind="resolution")))


def with_difference(items: QuerySet[WorkItem]) -> QuerySet[Any]:
    """The items with ``difference``: the first of these that can explain it, empty where the two agree.

    - ``reopened``: our first outcome stays (or the last stop decides), while the source may have judged another one;
    - ``paused``: we took pauses away, so we are more lenient (only when the source says missed);
    - ``deadline``: the source judged by another due date, later where it says met, earlier where it says missed;
    - ``hours``: we count opening hours alone, so we are more lenient (only when the source says missed);
    - ``unknown``: the source judged by a rule that its data does not tell.
    """
    pauses = WorkItemEvent.objects.filter(item_id=OuterRef("pk"), retracted_at=None, kind="pause")
    disagree = _ONLY_OURS | _ONLY_SOURCE
    reasons: list[tuple[Any, str]] = [
        (disagree & Q(reopen_count__gt=0), "reopened"),
        (_ONLY_OURS & Q(Exists(pauses)), "paused"),
        (_ONLY_OURS & Q(due_at__lt=F("ours__due_at")), "deadline"),
        (_ONLY_SOURCE & Q(due_at__gt=F("ours__due_at")), "deadline"),
        (_ONLY_OURS & Q(ours__calendar_version__isnull=False), "hours"),
        (disagree, "unknown"),
    ]
    whens = [When(condition, then=Value(reason)) for condition, reason in reasons]
    return with_ours(items).annotate(difference=Case(*whens, default=Value(""), output_field=CharField()))


def because(items: QuerySet[WorkItem], reason: str) -> QuerySet[WorkItem]:
    """The items on which the two disagree for this reason."""
    return with_difference(items).filter(difference=reason)

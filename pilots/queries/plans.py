"""Reads about pilots and their plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from engagements.models import ActionItem, Engagement
from pilots.models import (
    Pilot,
    PilotAmendment,
    PilotTerms,
    PilotWaiver,
    RollbackTrigger,
    SuccessCriterion,
)
from pilots.phase import Phase

DRILL = "pilot-drill"
ROLLBACK = "pilot-rollback"
IN_FORCE = Q(ended_by=None)
UNDER_WAY = Q(locked_at__isnull=False, decided_at=None, rolled_back_at=None)


class ListedPilot(NamedTuple):
    """A row of the list: a pilot, where it stands, day n."""

    pilot: Pilot
    phase: Phase
    day: int


def with_names() -> QuerySet[Pilot]:
    """Pilots with what every page shows beside their name."""
    return Pilot.objects.select_related(
        "engagement__vendor", "engagement__process", "second_engagement__process", "second_engagement__vendor",
        "owner", "intake_form", "locked_by", "created_by", "rollback_started_by",
    )  # fmt: skip


def listed(*, today: date, engagement: Engagement | None = None) -> list[ListedPilot]:
    """Every pilot, or an engagement's: those under way first, the newest first."""
    rows = with_names()
    if engagement is not None:
        rows = rows.filter(Q(engagement=engagement) | Q(second_engagement=engagement))
    found = [ListedPilot(each, each.phase(today), each.day_number(today)) for each in rows.order_by("-pk")]
    return sorted(found, key=lambda row: row.pilot.decided_at is not None or row.pilot.rolled_back_at is not None)


def under_way() -> QuerySet[Pilot]:
    """Started, and neither decided nor rolled back."""
    return with_names().filter(UNDER_WAY).order_by("pk")


def criteria_of(pilot: Pilot) -> list[SuccessCriterion]:
    """The criteria in force, in their order."""
    rows = SuccessCriterion.objects.filter(IN_FORCE, pilot=pilot).select_related("metric", "engagement__process")
    return list(rows.order_by("position", "pk"))


def triggers_of(pilot: Pilot) -> list[RollbackTrigger]:
    """The triggers in force, in their order."""
    rows = RollbackTrigger.objects.filter(IN_FORCE, pilot=pilot).select_related("metric", "engagement__process")
    return list(rows.order_by("position", "pk"))


def terms_of(pilot: Pilot) -> PilotTerms:
    """What the vendor does not see; an empty row, not saved, when nothing was said."""
    found = PilotTerms.objects.select_related("control__vendor").filter(pilot=pilot).first()
    return found or PilotTerms(pilot=pilot)


def waivers_of(pilot: Pilot) -> dict[str, PilotWaiver]:
    """The waivers in force, by rule."""
    rows = PilotWaiver.objects.filter(pilot=pilot, withdrawn_at=None).select_related("waived_by")
    return {row.rule: row for row in rows}


def amendments_of(pilot: Pilot) -> list[PilotAmendment]:
    """All of them, the newest first."""
    rows = PilotAmendment.objects.filter(pilot=pilot).select_related("proposed_by", "vendor_signed_by", "declined_by")
    return list(rows.order_by("-number"))


def checklist_of(pilot: Pilot) -> list[ActionItem]:
    """The actions of its rollback, in the order of the plan."""
    return _actions(ROLLBACK, pilot)


def drill_of(pilot: Pilot) -> ActionItem | None:
    """The task to try the off-boarding checklist, None before the start."""
    return next(iter(_actions(DRILL, pilot)), None)


def pilots_that_need(*, today: date) -> list[Pilot]:
    """Those being rolled back, and those whose last day is over and that nobody decided."""
    ended = Q(moved_end_date=None, end_date__lt=today) | Q(moved_end_date__lt=today)
    rows = Pilot.objects.select_related("engagement").filter(UNDER_WAY)
    return list(rows.filter(ended | Q(rollback_started_at__isnull=False)).order_by("pk")[:20])


def running_of(engagement_ids: Iterable[int]) -> Pilot | None:
    """A pilot of one of these engagements that was started and is not over."""
    wanted = list(engagement_ids)
    mine = Q(engagement_id__in=wanted) | Q(second_engagement_id__in=wanted)
    return under_way().filter(mine, rollback_started_at=None).first()


def _actions(kind: str, pilot: Pilot) -> list[ActionItem]:
    rows = ActionItem.objects.filter(source_kind=kind, source_key__startswith=f"{pilot.pk}/")
    found = rows.select_related("owner", "engagement", "closed_by").prefetch_related("progress__written_by")
    return sorted(found, key=lambda row: int(row.source_key.partition("/")[2]))

"""Reads in the portal's scope: the database shows started pilots, to whoever follows all of their engagements."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from engagements.models import ActionItem
from foundation.accounts.portal import Todo
from foundation.accounts.roles import Permission
from pilots.models import Pilot, PilotAmendment, RollbackTrigger, SuccessCriterion
from pilots.phase import Phase
from pilots.queries.plans import IN_FORCE, ROLLBACK

HIDDEN = ("baseline", "baseline_source")
"""The columns of criteria that the portal cannot read."""


class OwnPilot(NamedTuple):
    """A pilot as its vendor sees it."""

    pilot: Pilot
    phase: Phase
    waits: PilotAmendment | None


def own_pilots() -> QuerySet[Pilot]:
    """The newest first."""
    return Pilot.objects.select_related("engagement", "second_engagement").order_by("-pk")


def listed(*, today: date) -> list[OwnPilot]:
    """All of them, with the amendment that waits."""
    waiting = {row.pilot_id: row for row in unanswered()}
    return [OwnPilot(each, each.phase(today), waiting.get(each.pk)) for each in own_pilots()]


def criteria(pilot: Pilot) -> list[SuccessCriterion]:
    """What has to be reached, without baselines."""
    rows = SuccessCriterion.objects.defer(*HIDDEN).filter(IN_FORCE, pilot=pilot)
    return list(rows.order_by("position", "pk"))


def triggers(pilot: Pilot) -> list[RollbackTrigger]:
    """What would stop it."""
    return list(RollbackTrigger.objects.filter(IN_FORCE, pilot=pilot).order_by("position", "pk"))


def amendments(pilot: Pilot) -> list[PilotAmendment]:
    """All of them, the newest first."""
    return list(PilotAmendment.objects.filter(pilot=pilot).order_by("-number"))


def unanswered() -> QuerySet[PilotAmendment]:
    """What waits for the vendor's signature."""
    waiting = PilotAmendment.objects.filter(vendor_signed_at=None, declined_at=None, withdrawn_at=None, applied_at=None)
    return waiting.select_related("pilot").order_by("pk")


def rollback_steps(pilot: Pilot) -> list[ActionItem]:
    """The vendor's own steps of the rollback."""
    rows = ActionItem.objects.filter(source_kind=ROLLBACK, source_key__startswith=f"{pilot.pk}/")
    return list(rows.order_by("pk"))


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Amendments to sign; the steps of a rollback are actions, which come with those."""
    return [
        Todo(
            title=_("Sign or decline: amendment %(n)d of %(pilot)s") % {"n": row.number, "pilot": row.pilot},
            detail=row.reason[:160],
            due=None,
            url_name="pilots:pilot-portal-detail",
            url_kwargs={"pk": row.pilot_id},
            action_label=_("Read and answer"),
            status="warn",
            permission=Permission.PORTAL_MANAGE,
        )
        for row in unanswered()
    ]

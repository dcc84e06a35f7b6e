"""The start: what was written is locked and sealed, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.action_items import open_action_item
from engagements.models import Stage
from foundation.accounts.audit import record
from foundation.accounts.models import User
from pilots.models import Pilot
from pilots.queries.plans import DRILL, running_of
from pilots.readiness.asking import plan_of, standings_of
from pilots.sealing import document, seal_of

ORDER: Final = list(Stage)


@transaction.atomic
def start_pilot(*, pilot: Pilot, by: User | None, now: datetime, today: date) -> Pilot:
    """Lock the plan: thresholds and triggers stand from now on, under a seal that both sides see.

    A first day in the past would count days that nobody measured by these thresholds. Opens the task to try the
    off-boarding checklist, due after two thirds of the days. ``today`` is the local date.

    Raises:
        ValidationError: when it was started already, a rule of readiness does not hold, its first day has passed, its
            stage is not the pilot's, or another pilot of its engagements runs. Nothing is changed then.
    """
    locked = Pilot.objects.select_for_update().filter(pk=pilot.pk, locked_at=None)
    if not locked.exists():
        raise ValidationError(_("This pilot has been started already."))
    plan = plan_of(pilot)
    missing = [str(each.rule.label) for each in standings_of(plan) if not each.is_open]
    if missing:
        raise ValidationError(_("Not yet. Still missing: %(what)s.") % {"what": "; ".join(missing)})
    _check(pilot, today)
    sealed = document(pilot, plan.criteria, plan.triggers, backlog=len(plan.backlog))
    pilot.plan, pilot.seal, pilot.locked_by, pilot.locked_at = sealed, seal_of(sealed), by, now
    pilot.save(update_fields=["plan", "seal", "locked_by", "locked_at"])
    record("pilot.started", by=by, subject=pilot, seal=pilot.seal)
    _open_drill(pilot, by, now)
    return pilot


def _check(pilot: Pilot, today: date) -> None:
    if pilot.start_date < today:
        raise ValidationError(_("Its first day has passed: set the first day to today or later, then start it."))
    engagements = [each for each in (pilot.engagement, pilot.second_engagement) if each is not None]
    early = [each for each in engagements if ORDER.index(Stage(each.stage)) < ORDER.index(Stage.PILOT)]
    if early:
        words = {"engagement": early[0], "stage": early[0].get_stage_display()}
        raise ValidationError(_("%(engagement)s is still at: %(stage)s. Bring its board to the pilot first.") % words)
    other = running_of(pilot.engagement_ids)
    if other is not None:
        raise ValidationError(_("%(other)s runs already with this engagement. One at a time.") % {"other": other})


def _open_drill(pilot: Pilot, by: User | None, now: datetime) -> None:
    owner = pilot.owner
    open_action_item(
        engagement=pilot.engagement,
        title=(_("Try the off-boarding checklist: %(pilot)s") % {"pilot": pilot})[:200],
        due_date=pilot.start_date + (pilot.last_day - pilot.start_date) * 2 // 3,
        by=by,
        now=now,
        owner=owner,
        owner_name="" if owner else _("Whoever leads the pilot"),
        source_kind=DRILL,
        source_key=f"{pilot.pk}/1",
    )

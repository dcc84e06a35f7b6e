"""Changes after the start: proposed with a reason, signed by both sides, then applied; the old values stay readable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.outbox.actions.messages import queue_message
from pilots.actions.rollback import people
from pilots.emails import amendment_mail
from pilots.models import BacklogItem, Pilot, PilotAmendment, RollbackTrigger, SuccessCriterion, Verdict
from pilots.queries.plans import criteria_of, triggers_of, with_names
from pilots.readiness.rules.duration import MOST
from pilots.sealing import criterion_json, document, seal_of, trigger_json

OPEN: Final = Q(applied_at=None, declined_at=None, withdrawn_at=None)
UNANSWERED: Final = OPEN & Q(vendor_signed_at=None)
CHANGEABLE: Final = {"criterion": ("threshold", "planned_n"), "trigger": ("threshold", "window_days", "minimum_n")}


@transaction.atomic
def propose_amendment(
    *,
    pilot: Pilot,
    reason: str,
    criteria: dict[int, dict[str, Any]],
    triggers: dict[int, dict[str, Any]],
    last_day: date | None,
    by: User,
    now: datetime,
    today: date,
) -> PilotAmendment:
    """Ask for other values; ``criteria`` and ``triggers`` are id -> field -> value. Who proposes has signed for the
    client; the vendor's people are asked by mail.

    Raises:
        ValidationError: without a reason or a change; when the pilot does not run, a criterion was decided, a trigger
            fired, the last day cannot be, or another amendment waits.
    """
    locked = Pilot.objects.select_for_update().filter(pk=pilot.pk, locked_at__isnull=False)
    if not locked.filter(decided_at=None, rollback_started_at=None).exists():
        raise ValidationError(_("Only a pilot that was started and is not over is amended."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it has to change: the vendor reads it.")})
    if PilotAmendment.objects.filter(OPEN, pilot=pilot).exists():
        raise ValidationError(_("An amendment waits already: let it be answered, or withdraw it, first."))
    changes = _changes(pilot, criteria, triggers) + _move(pilot, last_day, today)
    if not changes:
        raise ValidationError(_("Nothing would change."))
    last = PilotAmendment.objects.filter(pilot=pilot).aggregate(last=Max("number"))["last"] or 0
    made: PilotAmendment = PilotAmendment.objects.create(
        pilot=pilot, number=last + 1, reason=reason.strip(), changes=changes, proposed_by=by, proposed_at=now
    )
    record("pilot.amendment_proposed", by=by, subject=pilot, number=made.number, reason=made.reason)
    for member in (each for each in people(pilot) if each.vendor_id is not None):
        subject, text = amendment_mail(made, member)
        queue_message(
            subject_key=f"pilot/{pilot.pk}/amendment/{made.number}",
            recipient=member,
            subject=subject,
            text=text,
            now=now,
            engagement_id=pilot.engagement_id,
        )
    return made


@transaction.atomic
def withdraw_amendment(*, amendment: PilotAmendment, by: User, now: datetime) -> None:
    """Take it back while the vendor has not answered.

    Raises:
        ValidationError: when it was answered.
    """
    _answer(amendment, withdrawn_at=now)
    record("pilot.amendment_withdrawn", by=by, subject=amendment.pilot, number=amendment.number)


@transaction.atomic
def sign_for_vendor(*, amendment: PilotAmendment, by: User, name: str, now: datetime) -> None:
    """The vendor signs: its person in the portal, or one of ours for a partner without one (``name`` is on the paper).

    Raises:
        ValidationError: without a name; when it was answered, or whoever proposed it signs for the vendor as well.
    """
    if not name.strip():
        raise ValidationError({"name": _("Say whose signature it is.")})
    if amendment.proposed_by_id == by.pk:
        raise ValidationError(_("Whoever proposed it cannot sign for the vendor as well: ask a colleague."))
    _answer(amendment, vendor_signed_at=now, vendor_signed_by=by, vendor_signed_name=name.strip())
    record("pilot.amendment_signed", by=by, subject=amendment, number=amendment.number, name=name.strip())


@transaction.atomic
def decline_amendment(*, amendment: PilotAmendment, by: User, note: str, now: datetime) -> None:
    """The vendor does not sign; everything stays as it was.

    Raises:
        ValidationError: without a note, or when it was answered.
    """
    if not note.strip():
        raise ValidationError({"note": _("Say why not.")})
    _answer(amendment, declined_at=now, declined_by=by, declined_note=note.strip())
    record("pilot.amendment_declined", by=by, subject=amendment, number=amendment.number, note=note.strip())


def to_apply() -> QuerySet[PilotAmendment]:
    """What both sides signed and nobody applied."""
    return PilotAmendment.objects.filter(OPEN, vendor_signed_at__isnull=False).order_by("pk")


@transaction.atomic
def apply_signed(*, now: datetime) -> int:
    """Apply what both sides of one organization signed; returns how many were applied. All of it, or nothing."""
    waiting = list(to_apply().select_for_update(of=("self",)))
    for amendment in waiting:
        _apply(amendment, now)
    return len(waiting)


def _apply(amendment: PilotAmendment, now: datetime) -> None:
    pilot = with_names().select_for_update(of=("self",)).get(pk=amendment.pilot_id)
    kinds: dict[str, Callable[..., None]] = {"criterion": _replace, "trigger": _replace}
    for change in amendment.changes:
        if change["what"] == "last_day":
            pilot.moved_end_date = date.fromisoformat(change["after"])
            pilot.save(update_fields=["moved_end_date"])
        else:
            kinds[change["what"]](amendment, change)
    backlog = BacklogItem.objects.filter(pilot=pilot).count()
    seal = seal_of(document(pilot, criteria_of(pilot), triggers_of(pilot), backlog=backlog))
    PilotAmendment.objects.filter(pk=amendment.pk, applied_at=None).update(applied_at=now, seal=seal)
    record("pilot.amended", by=None, subject=pilot, number=amendment.number, seal=seal)


def _replace(amendment: PilotAmendment, change: dict[str, Any]) -> None:
    """End the old row, add the new one; a criterion that was decided or a trigger that fired meanwhile stays."""
    model = SuccessCriterion if change["what"] == "criterion" else RollbackTrigger
    row: Any = model._default_manager.filter(pk=change["id"], ended_by=None).first()
    if row is None or getattr(row, "fired_at", None) or Verdict.objects.filter(criterion=change["id"]).exists():
        return
    model._default_manager.filter(pk=row.pk).update(ended_by=amendment)
    row.pk, row.added_by, row._state.adding = None, amendment, True
    for name in CHANGEABLE[change["what"]]:
        value = change["after"][name]
        setattr(row, name, Decimal(value) if name == "threshold" else value)
    row.save(force_insert=True)


def _changes(
    pilot: Pilot, criteria: dict[int, dict[str, Any]], triggers: dict[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    decided = set(Verdict.objects.filter(criterion__pilot=pilot).values_list("criterion_id", flat=True))
    found: list[dict[str, Any]] = []
    asked: list[tuple[str, Any, dict[str, Any], Any]] = [
        ("criterion", row, criteria.get(row.pk, {}), criterion_json) for row in criteria_of(pilot)
    ]
    asked += [("trigger", row, triggers.get(row.pk, {}), trigger_json) for row in triggers_of(pilot)]
    for what, row, wanted, written in asked:
        before = written(row)
        for name in CHANGEABLE[what]:
            setattr(row, name, wanted.get(name, getattr(row, name)))
        after = written(row)
        if before == after:
            continue
        if row.pk in decided or getattr(row, "fired_at", None):
            raise ValidationError(_("%(name)s is over: it was decided, or it fired.") % {"name": row.name})
        found.append({"what": what, "id": row.pk, "before": before, "after": after})
    return found


def _move(pilot: Pilot, last_day: date | None, today: date) -> list[dict[str, Any]]:
    if last_day is None or last_day == pilot.last_day:
        return []
    if last_day < max(today, pilot.start_date):
        raise ValidationError({"last_day": _("This day has passed.")})
    if last_day > pilot.start_date + timedelta(days=MOST - 1):
        raise ValidationError({"last_day": _("A pilot takes %(n)d days at most.") % {"n": MOST}})
    return [{"what": "last_day", "before": pilot.last_day.isoformat(), "after": last_day.isoformat()}]


def _answer(amendment: PilotAmendment, **answer: Any) -> None:
    if PilotAmendment.objects.filter(UNANSWERED, pk=amendment.pk).update(**answer) != 1:
        raise ValidationError(_("This amendment was answered or withdrawn in the meantime."))

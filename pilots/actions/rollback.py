"""Back to how it was: a trigger fires, or a person says so; the checklist; the end of it. Each happens once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from engagements.actions.action_items import open_action_item
from engagements.queries.grants import followers
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from foundation.outbox.actions.messages import queue_message
from pilots.emails import fired_mail, rollback_mail
from pilots.figures.triggers import Window
from pilots.models import Pilot, RollbackTrigger
from pilots.queries.facts import first_fired
from pilots.queries.plans import ROLLBACK, UNDER_WAY, checklist_of, triggers_of, with_names
from pilots.words import fired_words


@transaction.atomic
def evaluate_triggers(*, pilot_id: int, now: datetime, today: date) -> int:
    """Look at a pilot's triggers with all days of data through yesterday; returns how many fired now.

    ``today`` is the local date. One transaction: a trigger is marked, both sides' mails and the checklist stand, or
    nothing of it does; a second run finds the mark. Late data that makes an earlier day cross fires as well.
    """
    pilot = with_names().select_for_update(of=("self",)).filter(UNDER_WAY, pk=pilot_id).first()
    if pilot is None:
        return 0
    until = min(pilot.last_day, today - timedelta(days=1))
    waiting = [each for each in triggers_of(pilot) if each.fired_at is None]
    if until < pilot.start_date or not waiting:
        return 0
    found = first_fired(pilot, waiting, until=until)
    return sum(_fire(pilot, each, found[each.pk], now, today) for each in waiting if each.pk in found)


@transaction.atomic
def start_rollback(*, pilot: Pilot, reason: str, by: User, now: datetime, today: date) -> Pilot:
    """A person calls it off without a trigger.

    Raises:
        ValidationError: without a reason; when it has not started, was decided, or is being rolled back already.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is rolled back.")})
    if not _begin(pilot, reason.strip(), by, now, today):
        raise ValidationError(_("It is not under way, or is being rolled back already."))
    for member in people(pilot):
        mail = rollback_mail(pilot, reason.strip(), member)
        _send(pilot, f"pilot/{pilot.pk}/rollback", member, mail, now)
    return pilot


@transaction.atomic
def finish_rollback(*, pilot: Pilot, by: User, now: datetime) -> Pilot:
    """Everything on the checklist is closed: it is as it was before.

    Raises:
        ValidationError: when a step is open, or it is not being rolled back.
    """
    waiting = [each.title for each in checklist_of(pilot) if each.is_open]
    if waiting:
        raise ValidationError(_("Still open: %(what)s.") % {"what": "; ".join(waiting)})
    rows = Pilot.objects.filter(pk=pilot.pk, rollback_started_at__isnull=False, rolled_back_at=None)
    if rows.update(rolled_back_at=now) != 1:
        raise ValidationError(_("It is not being rolled back."))
    record("pilot.rolled_back", by=by, subject=pilot)
    pilot.rolled_back_at = now
    return pilot


def people(pilot: Pilot) -> list[Membership]:
    """Both sides: the owners on ours, and the vendor's people who may follow all of its engagements."""
    ours = {pilot.owner_id, pilot.engagement.owner_id} - {None}
    places = Membership.objects.filter(left_at=None).select_related("user", "organization")
    theirs = followers(pilot.engagement_id)
    if pilot.second_engagement_id is not None:
        theirs = theirs.filter(pk__in=followers(pilot.second_engagement_id).values("pk"))
    at_ours = Q(vendor_id=None, user_id__in=ours)
    at_theirs = Q(vendor_id=pilot.engagement.vendor_id, user__in=theirs.values("pk"))
    return list(places.filter(at_ours | at_theirs).order_by("pk"))


def _fire(pilot: Pilot, trigger: RollbackTrigger, window: Window, now: datetime, today: date) -> int:
    figure = {"fired_value": window.value, "fired_numerator": window.numerator, "fired_n": window.n}
    rows = RollbackTrigger.objects.filter(pk=trigger.pk, fired_at=None)
    if rows.update(fired_at=now, fired_on=window.day, **figure) != 1:
        return 0
    trigger.refresh_from_db()
    record("pilot.trigger_fired", by=None, subject=trigger, pilot=pilot.pk, value=str(window.value), n=window.n)
    _begin(pilot, fired_words(trigger)[:300], None, now, today)
    for member in people(pilot):
        _send(pilot, f"pilot/{pilot.pk}/trigger/{trigger.pk}", member, fired_mail(pilot, trigger, member), now)
    return 1


def _begin(pilot: Pilot, reason: str, by: User | None, now: datetime, today: date) -> bool:
    """Open the rollback and its checklist; False when it was open."""
    rows = Pilot.objects.filter(UNDER_WAY, pk=pilot.pk, rollback_started_at=None)
    if rows.update(rollback_started_at=now, rollback_started_by=by, rollback_reason=reason) != 1:
        return False
    pilot.rollback_started_at, pilot.rollback_started_by, pilot.rollback_reason = now, by, reason
    record("pilot.rollback_started", by=by, subject=pilot, reason=reason)
    for number, (title, owner, name) in enumerate(_steps(pilot), start=1):
        open_action_item(
            engagement=pilot.engagement,
            title=title,
            due_date=today + timedelta(days=pilot.rollback_days),
            by=by,
            now=now,
            owner=owner,
            owner_name="" if owner else name,
            source_kind=ROLLBACK,
            source_key=f"{pilot.pk}/{number}",
        )
    return True


def _steps(pilot: Pilot) -> Iterator[tuple[str, User | None, str]]:
    """Title, owner, and the name where nobody with a login does it: our steps, then the vendor's."""
    for step in pilot.rollback_ours:
        yield step, pilot.owner, _("Whoever leads the pilot")
    theirs = followers(pilot.engagement_id).first()
    for step in pilot.rollback_theirs:
        yield step, theirs, pilot.engagement.vendor.name


def _send(pilot: Pilot, key: str, member: Membership, mail: tuple[str, str], now: datetime) -> None:
    queue_message(
        subject_key=key,
        recipient=member,
        subject=mail[0],
        text=mail[1],
        now=now,
        engagement_id=pilot.engagement_id,
        wait=timedelta(0),
    )

"""Roles of an engagement and the people who hold them, the named contacts, and who decides what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from engagements.models import Contact, DecisionRight, Engagement, Participant, Side
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision

# A grid is sent whole, and Django takes a thousand fields at once.
MOST_CELLS = 850
SIDES = {
    Contact.OWNER: (Side.CLIENT,),
    Contact.DEPUTY: (Side.CLIENT,),
    Contact.VENDOR_CONTACT: (Side.VENDOR,),
    Contact.TEAM_LEAD: (Side.VENDOR, Side.CLIENT),
}
_KEPT = ("title", "name", "email", "user_id", "left_on")


@dataclass(frozen=True, slots=True)
class Promotion:
    """A team lead who came from the team: since when, and what was handed over."""

    on: date
    handover: str


@transaction.atomic
def add_participant(*, participant: Participant, by: User | None) -> Participant:
    """Add a role to an engagement (an unsaved row), with or without a person.

    Raises:
        ValidationError: when the grid would become too large to be of use.
    """
    engagement = participant.engagement
    columns = engagement.participants.count() + 1
    if not fits(rows=engagement.activities.count(), columns=columns):
        raise ValidationError(_("There are too many roles and activities for one grid. Remove what nobody needs."))
    last = engagement.participants.aggregate(last=Max("position"))["last"]
    participant.position = 0 if last is None else last + 1
    _name_after_login(participant)
    participant.save(force_insert=True)
    record("participant.added", by=by, subject=participant, engagement=engagement.pk, title=participant.title)
    return participant


@transaction.atomic
def change_participant(*, participant: Participant, by: User) -> Participant:
    """Save another title, person or address. Another person begins anew: the day on which the last one left goes."""
    stored = Participant.objects.select_for_update().get(pk=participant.pk)
    _name_after_login(participant)
    if (participant.name, participant.user_id) != (stored.name, stored.user_id) and participant.name:
        participant.left_on = None
    was = {name: getattr(stored, name) for name in _KEPT if getattr(stored, name) != getattr(participant, name)}
    if was:
        participant.save(update_fields=list(was))
        changes = {name: [_plain(old), _plain(getattr(participant, name))] for name, old in was.items()}
        record("participant.changed", by=by, subject=participant, **changes)
    return participant


@transaction.atomic
def depart_participant(*, participant: Participant, left_on: date, by: User) -> Participant:
    """Note the last day of a role's person; the letters stay until somebody takes over, and the RACI says so."""
    if participant.left_on != left_on:
        participant.left_on = left_on
        participant.save(update_fields=["left_on"])
        record("participant.left", by=by, subject=participant, last_day=left_on.isoformat())
    return participant


@transaction.atomic
def remove_participant(*, participant: Participant, by: User) -> None:
    """Forget a role that nothing names; grids that are being edited notice.

    Raises:
        ValidationError: while letters, decisions or records name it.
    """
    name, engagement = participant.title, participant.engagement_id
    record("participant.removed", by=by, subject=participant, engagement=engagement, title=name)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # By the database's keys alone: records of higher rooms name roles too, and some of them nobody may delete.
            cursor.execute("DELETE FROM engagements_participant WHERE id = %s", [participant.pk])
    except IntegrityError as error:
        raise ValidationError(
            _("%(name)s stands in the RACI, a decision or a record. Clear that first, or say that the person left.")
            % {"name": name}
        ) from error
    Engagement.objects.filter(pk=engagement).update(raci_revision=F("raci_revision") + 1)


@transaction.atomic
def name_contact(
    *,
    engagement: Engagement,
    contact: Contact,
    participant: Participant | None,
    by: User,
    promotion: Promotion | None = None,
) -> None:
    """Make a role one of the named contacts, or nobody; whoever was it before is it no longer.

    Raises:
        ValidationError: when the role is on the wrong side, or is another named contact already.
    """
    if participant is not None:
        if participant.side not in SIDES[contact]:
            raise ValidationError({"participant": _("That role is on the other side.")})
        if participant.contact not in ("", contact):
            other = participant.get_contact_display()
            raise ValidationError({"participant": _("This role is named already: %(contact)s.") % {"contact": other}})
    before = engagement.participants.filter(contact=contact).first()
    if before is not None and before != participant:
        before.contact, before.promoted_on = "", None
        before.save(update_fields=["contact", "promoted_on"])
    if participant is not None:
        participant.contact = contact
        participant.promoted_on = promotion.on if promotion else None
        participant.handover = promotion.handover if promotion else ""
        participant.save(update_fields=["contact", "promoted_on", "handover"])
    data: dict[str, Any] = {"contact": contact.value, "was": str(before or ""), "now": str(participant or "")}
    if promotion is not None:
        data |= {"promoted_on": promotion.on.isoformat(), "handover": promotion.handover}
    record("engagement.contact_named", by=by, subject=engagement, **data)


@transaction.atomic
def add_decision_right(*, right: DecisionRight, by: User | None) -> DecisionRight:
    """Write down who decides something (an unsaved row)."""
    last = right.engagement.decision_rights.aggregate(last=Max("position"))["last"]
    right.position = 0 if last is None else last + 1
    right.save(force_insert=True)
    record("decision_right.added", by=by, subject=right, decided_by=str(right.decided_by))
    return right


@transaction.atomic
def change_decision_right(*, right: DecisionRight, was: dict[str, Any], seen: int, by: User) -> DecisionRight:
    """Save what changed; ``was`` holds the old values.

    Raises:
        ConflictError: when somebody saved it since revision ``seen``.
    """
    take_revision(right, seen=seen)
    if was:
        right.save(update_fields=list(was))
        changes = {name: [str(old or ""), str(getattr(right, name) or "")] for name, old in was.items()}
        record("decision_right.changed", by=by, subject=right, **changes)
    return right


@transaction.atomic
def remove_decision_right(*, right: DecisionRight, by: User) -> None:
    """Forget a decision."""
    record("decision_right.removed", by=by, subject=right, engagement=right.engagement_id)
    right.delete()


def fits(*, rows: int, columns: int) -> bool:
    """Whether a grid is small enough to be sent whole."""
    return rows * (columns + 3) <= MOST_CELLS


def _name_after_login(participant: Participant) -> None:
    if participant.user is not None:
        participant.name = str(participant.user)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value

"""Reads about who takes part in an engagement, from either side, and who decides what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.fields import BooleanField

from engagements.models import Contact, DecisionRight, Engagement, Participant, Side
from foundation.accounts.models import Membership, User


@dataclass(frozen=True, slots=True)
class NamedContact:
    """A contact that every engagement has, and who it is: None while the role is not even there."""

    contact: Contact
    participant: Participant | None
    has_left: bool = False

    @property
    def is_held(self) -> bool:
        """Whether somebody who is still there holds it."""
        return self.participant is not None and bool(self.participant.name) and not self.has_left


def participants_of(engagement_id: int, today: date) -> QuerySet[Participant]:
    """The roles of an engagement, ours first, each with ``has_left``: the last day is past, or the login is closed."""
    at_work = Membership.objects.filter(user_id=OuterRef("user_id"), left_at=None)
    gone = Q(left_on__lt=today) | (Q(user__isnull=False) & ~Exists(at_work))
    found = Participant.objects.filter(engagement_id=engagement_id)
    found = found.annotate(has_left=Case(When(gone, then=True), default=False, output_field=BooleanField()))
    return found.order_by("side", "position", "pk")


def contacts(engagement_id: int, today: date) -> list[NamedContact]:
    """Owner, deputy, the partner's single contact and the team lead, in this order; ``today`` is the local date."""
    named = {each.contact: each for each in participants_of(engagement_id, today).exclude(contact="")}
    return named_contacts(named)


def named_contacts(named: dict[str, Participant]) -> list[NamedContact]:
    """The four contacts from participants that carry ``has_left``, by contact."""
    found = []
    for contact in Contact:
        participant = named.get(contact.value)
        found.append(NamedContact(contact, participant, bool(getattr(participant, "has_left", False))))
    return found


def decision_rights_of(engagement_id: int) -> QuerySet[DecisionRight]:
    """Who decides what, in the order shown, with the roles."""
    found = DecisionRight.objects.filter(engagement_id=engagement_id)
    return found.select_related("decided_by", "escalates_to").order_by("position", "pk")


def letter_counts(engagement_id: int) -> dict[int, int]:
    """In how many cells of the RACI each role stands, by participant id."""
    rows = Participant.objects.filter(engagement_id=engagement_id).values_list(
        "pk", Count("accountable_for", distinct=True) + Count("assignments", distinct=True)
    )
    return dict(rows.order_by())


def people_for(engagement: Engagement, *, chosen: int | None) -> QuerySet[User]:
    """Who may be named with a login: our staff and the people of the engagement's vendor, and who is chosen already."""
    living = Membership.objects.filter(user_id=OuterRef("pk"), left_at=None)
    of_both = living.filter(Q(vendor_id=None) | Q(vendor_id=engagement.vendor_id))
    return User.objects.filter(Exists(of_both) | Q(pk=chosen)).order_by(F("name"), F("email"))


def side_of(user: User, engagement: Engagement) -> Side | None:
    """The side on which somebody stands for an engagement; None when either fits, as for one's own team."""
    vendors = set(Membership.objects.filter(user=user, left_at=None).values_list("vendor_id", flat=True))
    at_vendor, at_client = engagement.vendor_id in vendors, None in vendors
    if engagement.vendor.is_own_team or at_vendor == at_client:
        return None
    return Side.VENDOR if at_vendor else Side.CLIENT

"""Reads about which vendor people may follow which engagement."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from engagements.models import Engagement, EngagementGrant
from foundation.accounts.models import Membership, User

FOLLOW = "follow_engagement"


class Contact(NamedTuple):
    """A vendor's person, and whether an engagement is open to them."""

    membership: Membership
    may_follow: bool


def holds_grant(user_id: int, engagement_id: int) -> bool:
    """Whether somebody, today a person of the engagement's vendor, was granted to follow it."""
    granted = EngagementGrant.objects.filter(
        user_id=user_id, content_object_id=engagement_id, permission__codename=FOLLOW
    )
    at_vendor = Membership.objects.filter(
        user_id=OuterRef("user_id"), vendor_id=OuterRef("content_object__vendor_id"), left_at=None
    )
    return granted.filter(Exists(at_vendor)).exists()


def followers(engagement_id: int) -> QuerySet[User]:
    """The vendor's people who may follow an engagement, by name."""
    engagement = Engagement.objects.filter(pk=engagement_id)
    at_vendor = Membership.objects.filter(
        user_id=OuterRef("pk"), vendor_id__in=engagement.values("vendor_id"), left_at=None
    )
    granted = EngagementGrant.objects.filter(
        user_id=OuterRef("pk"), content_object_id=engagement_id, permission__codename=FOLLOW
    )
    return User.objects.filter(Exists(at_vendor), Exists(granted)).order_by("name", "email")


def possible_owners(engagement_id: int | None) -> QuerySet[User]:
    """Who may own an action: our own living people, and the partner's who follow the engagement (of any, for None)."""
    at_work = Membership.objects.filter(user_id=OuterRef("pk"), left_at=None)
    granted = EngagementGrant.objects.filter(user_id=OuterRef("pk"), permission__codename=FOLLOW)
    if engagement_id is not None:
        engagement = Engagement.objects.filter(pk=engagement_id)
        at_vendor = at_work.filter(vendor_id__in=engagement.values("vendor_id"))
        granted = granted.filter(content_object_id=engagement_id)
    else:
        at_vendor = at_work.exclude(vendor_id=None)
    ours = Q(Exists(at_work.filter(vendor_id=None)))
    return User.objects.filter(ours | (Q(Exists(at_vendor)) & Q(Exists(granted)))).order_by("name", "email")


def contacts(engagement: Engagement) -> list[Contact]:
    """The living people of the engagement's vendor, by name."""
    granted = set(
        EngagementGrant.objects.filter(content_object=engagement, permission__codename=FOLLOW).values_list(
            "user_id", flat=True
        )
    )
    people = Membership.objects.filter(vendor_id=engagement.vendor_id, left_at=None).select_related("user")
    return [Contact(person, person.user_id in granted) for person in people.order_by("user__name", "user__email")]

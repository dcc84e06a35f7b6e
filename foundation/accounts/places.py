"""Where a person may go: their places in workspaces, asked as ``identity``."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from foundation.accounts.models import Membership, User
from foundation.accounts.queries import role_label, vendor_choices
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.context import identity


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace, or a partner's portal in one. ``vendor_name`` is empty for staff."""

    organization: str
    slug: str
    role: str
    role_label: str
    vendor_name: str
    url: str
    is_portal: bool


def places_of(person: User) -> list[Place]:
    """The living memberships of a person, by name of the workspace."""
    with identity():
        memberships = Membership.objects.filter(user=person, left_at=None).select_related("organization", "user")
        return [_place(membership) for membership in memberships.order_by("organization__name", "vendor_id")]


def _place(membership: Membership) -> Place:
    return Place(
        organization=membership.organization.name,
        slug=membership.organization.slug,
        role=membership.role,
        role_label=role_label(membership.role),
        vendor_name=_vendor_name(membership),
        url=home_url(membership),
        is_portal=membership.vendor_id is not None,
    )


def _vendor_name(membership: Membership) -> str:
    """The partner's name, which only its own portal may tell."""
    if membership.vendor_id is None:
        return ""
    with scope_of(membership):
        return dict(vendor_choices()()).get(membership.vendor_id, "")


def may_open_workspace(person: User, places: list[Place]) -> bool:
    """Whether somebody may make a new workspace: anybody while sign-up is open, else only who owns one."""
    return settings.SIGNUP_OPEN or any(place.role == Role.OWNER for place in places)


def scope_of(membership: Membership) -> AbstractContextManager[None]:
    """The scope in which a membership's requests run."""
    if membership.vendor_id is None:
        return context.staff(membership.organization_id, actor=membership.user_id)
    return context.portal(membership.organization_id, vendor=membership.vendor_id, actor=membership.user_id)


def home_url(membership: Membership) -> str:
    """Where a membership starts."""
    slug = membership.organization.slug
    if membership.vendor_id is None:
        return reverse("outsourcing:home", kwargs={"org": slug})
    return reverse("outsourcing:portal-home", kwargs={"org": slug, "vendor": membership.vendor_id})

"""Making and setting up a workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from foundation.accounts.audit import record
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.models.organizations import RESERVED_SLUGS
from foundation.accounts.roles import Role
from foundation.accounts.slots import Slot
from foundation.accounts.tenancy import context

# Higher rooms furnish a new workspace (its own team, a calendar) through this slot.
furnish: Slot[Callable[[Organization], None]] = Slot("accounts.furnish")


def create_organization(
    *, name: str, by: User, time_zone: str = "UTC", currency: str = "EUR", slug: str = "", is_sample: bool = False
) -> Membership:
    """Make a workspace with its first owner and its own team. Runs outside any workspace.

    Returns the owner's membership.
    """
    with context.scope(context.Scope("identity"), excursion=True), transaction.atomic():
        organization = Organization.objects.create(
            slug=slug or free_slug(name), name=name, time_zone=time_zone, currency=currency, is_sample=is_sample
        )
        membership = Membership.objects.create(organization=organization, user=by, role=Role.OWNER)
        with context.staff(organization.pk, actor=by.pk):
            furnish()(organization)
            record("organization.created", by=by, subject=organization)
    return membership


@transaction.atomic
def change_organization(*, organization: Organization, by: User, was: dict[str, Any]) -> None:
    """Save a workspace's changed settings; ``was`` holds the old values of what changed, for the audit log."""
    organization.save(update_fields=list(was))
    changes = {name: [str(old), str(getattr(organization, name))] for name, old in was.items()}
    record("organization.changed", by=by, subject=organization, **changes)


def free_slug(name: str) -> str:
    """A short name for the address that no workspace has yet."""
    base = slugify(name)[:32].strip("-") or "workspace"
    taken = set(Organization.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    if base not in taken:
        return base
    return next(candidate for n in range(2, 10_000) if (candidate := f"{base}-{n}") not in taken)

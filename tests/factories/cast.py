"""The fixed cast: Northwind and Umbra, each with vendors Kestrel and Inkwell, and a person in every role.

Umbra is the other tenant: every text of it carries ``CANARY``, which must never show up anywhere in Northwind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from guardian.shortcuts import assign_perm

from engagements.models import Client, Engagement, EngagementTerms, Process
from foundation.accounts.actions import create_organization
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import STAFF_ROLES, Role
from foundation.accounts.tenancy.context import identity, staff
from vendors.models import Vendor, VendorKind

CANARY = "canary-umbra"
PASSWORD = "correct horse battery staple"  # the cast's


@dataclass
class House:
    """One organization of the cast. ``people`` by role; the vendors' people by (vendor name, role)."""

    organization: Organization
    people: dict[Role, User] = field(default_factory=dict)
    vendor_people: dict[tuple[str, Role], User] = field(default_factory=dict)
    memberships: dict[int, Membership] = field(default_factory=dict)
    vendors: dict[str, Vendor] = field(default_factory=dict)
    engagements: dict[str, Engagement] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return self.organization.pk

    @property
    def slug(self) -> str:
        return self.organization.slug


@dataclass
class Cast:
    """Both houses. ``northwind`` is the one under test, ``umbra`` the stranger."""

    northwind: House
    umbra: House


@transaction.atomic
def make_cast(*, now: datetime) -> Cast:
    """Make the cast; commits nothing by itself."""
    return Cast(northwind=_house("Northwind", "", now=now), umbra=_house("Umbra", f" {CANARY}", now=now))


def _house(name: str, mark: str, *, now: datetime) -> House:
    slug = name.lower()
    with identity():
        owner = _person("owner", slug, mark)
    first = create_organization(name=f"{name}{mark}", by=owner, slug=slug)
    house = House(first.organization, {Role.OWNER: owner}, memberships={owner.pk: first})
    with identity():
        for role in sorted(STAFF_ROLES - {Role.OWNER}):
            house.people[role] = person = _person(role, slug, mark)
            house.memberships[person.pk] = _join(house, person, role)
    with staff(house.pk, actor=owner.pk):
        house.vendors["own"] = Vendor.objects.get(kind=VendorKind.INTERNAL)
        for vendor in ("Kestrel", "Inkwell"):
            house.vendors[vendor.lower()] = Vendor.objects.create(name=f"{vendor}{mark}")
        _agreements(house, mark)
    with identity():
        for vendor in ("kestrel", "inkwell"):
            for role in (Role.VENDOR_MANAGER, Role.VENDOR_AGENT):
                person = _person(f"{vendor}-{role}", slug, mark)
                house.vendor_people[vendor, role] = person
                house.memberships[person.pk] = _join(house, person, role, house.vendors[vendor].pk)
    with staff(house.pk, actor=owner.pk):
        for (vendor, _role), person in house.vendor_people.items():
            assign_perm("engagements.follow_engagement", person, house.engagements[vendor])
    return house


def _person(role: str, slug: str, mark: str) -> User:
    return User.objects.create_user(f"{role}@{slug}.example", PASSWORD, name=f"{role.title()} {slug.title()}{mark}")


def _join(house: House, person: User, role: Role, vendor: int | None = None) -> Membership:
    return Membership.objects.create(organization=house.organization, user=person, role=role, vendor_id=vendor)


def _agreements(house: House, mark: str) -> None:
    process = Process.objects.create(name=f"After-hours IT support{mark}")
    client = Client.objects.create(name=f"Blue Harbour{mark}")
    for vendor, name in (("kestrel", "Night desk"), ("inkwell", "Content formatting"), ("own", "Day desk")):
        house.engagements[vendor] = engagement = Engagement.objects.create(
            name=f"{name}{mark}",
            process=process,
            vendor=house.vendors[vendor],
            client=client,
            owner=house.people[Role.OPS_LEAD],
            started_on=date(2026, 1, 5),
        )
        EngagementTerms.objects.create(
            engagement=engagement,
            valid_from=date(2026, 1, 5),
            currency="EUR",
            monthly_fee="12000",
            oversight_hours="10",
            oversight_rate="60",
        )

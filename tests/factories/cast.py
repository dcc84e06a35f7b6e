"""The fixed cast: Northwind and Umbra, each with vendors Kestrel and Inkwell, and a person in every role.

Umbra is the other tenant: every text of it carries ``CANARY``, which must never show up anywhere in Northwind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.db import transaction

from engagements.models import Client, Engagement, EngagementGrant, EngagementTerms, Process
from foundation.accounts.actions import create_organization
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import STAFF_ROLES, Role
from foundation.accounts.tenancy.context import identity, staff
from vendors.models import Vendor, VendorKind

CANARY = "canary-umbra"
PARTNERS = ("kestrel", "inkwell")
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
    """Written in as few statements as the walls allow: most tests begin with two of these."""
    slug = name.lower()
    staff_roles = [Role.OWNER, *sorted(STAFF_ROLES - {Role.OWNER})]
    vendor_roles = [(vendor, role) for vendor in PARTNERS for role in (Role.VENDOR_MANAGER, Role.VENDOR_AGENT)]
    password = make_password(PASSWORD)
    logins = [*staff_roles, *(f"{vendor}-{role}" for vendor, role in vendor_roles)]
    with identity():
        people = User.objects.bulk_create(
            User(email=f"{login}@{slug}.example", name=f"{login.title()} {slug.title()}{mark}", password=password)
            for login in logins
        )
    owner = people[0]
    first = create_organization(name=f"{name}{mark}", by=owner, slug=slug)
    house = House(first.organization, dict(zip(staff_roles, people, strict=False)), memberships={owner.pk: first})
    house.vendor_people = dict(zip(vendor_roles, people[len(staff_roles) :], strict=True))
    with staff(house.pk, actor=owner.pk):
        house.vendors["own"] = Vendor.objects.get(kind=VendorKind.INTERNAL)
        partners = [Vendor(name=f"{vendor.title()}{mark}") for vendor in PARTNERS]
        house.vendors |= dict(zip(PARTNERS, Vendor.objects.bulk_create(partners), strict=True))
    with identity():
        places: list[tuple[User, Role, int | None]]
        places = [(person, role, None) for role, person in house.people.items() if person != owner]
        places += [(who, role, house.vendors[vendor].pk) for (vendor, role), who in house.vendor_people.items()]
        joined = Membership.objects.bulk_create(
            Membership(organization=house.organization, user=person, role=role, vendor_id=vendor)
            for person, role, vendor in places
        )
    house.memberships |= {each.user_id: each for each in joined}
    with staff(house.pk, actor=owner.pk):
        _agreements(house, mark)
        follow = Permission.objects.get(codename="follow_engagement")
        EngagementGrant.objects.bulk_create(
            EngagementGrant(user=person, permission=follow, content_object=house.engagements[vendor])
            for (vendor, _role), person in house.vendor_people.items()
        )
    return house


def _agreements(house: House, mark: str) -> None:
    process = Process.objects.create(name=f"After-hours IT support{mark}")
    client = Client.objects.create(name=f"Blue Harbour{mark}")
    names = {"kestrel": "Night desk", "inkwell": "Content formatting", "own": "Day desk"}
    engagements = Engagement.objects.bulk_create(
        Engagement(
            name=f"{name}{mark}",
            process=process,
            vendor=house.vendors[vendor],
            client=client,
            owner=house.people[Role.OPS_LEAD],
            started_on=date(2026, 1, 5),
        )
        for vendor, name in names.items()
    )
    house.engagements = dict(zip(names, engagements, strict=True))
    EngagementTerms.objects.bulk_create(
        EngagementTerms(
            engagement=engagement,
            valid_from=date(2026, 1, 5),
            currency="EUR",
            monthly_fee="12000",
            oversight_hours="10",
            oversight_rate="60",
        )
        for engagement in engagements
    )

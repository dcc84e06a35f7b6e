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
from foundation.accounts.tenancy.context import identity, system
from vendors.models import Vendor, VendorKind

CANARY = "canary-umbra"
PARTNERS = ("kestrel", "inkwell")
ENGAGEMENTS = {"kestrel": "Night desk", "inkwell": "Content formatting", "own": "Day desk"}
SINCE = date(2026, 1, 5)
PASSWORD = "correct horse battery staple"  # the cast's
STAFF = [Role.OWNER, *sorted(STAFF_ROLES - {Role.OWNER})]
VENDORS_ROLES = [(vendor, role) for vendor in PARTNERS for role in (Role.VENDOR_MANAGER, Role.VENDOR_AGENT)]
LOGINS = [*STAFF, *(f"{vendor}-{role}" for vendor, role in VENDORS_ROLES)]


@dataclass
class House:
    """One organization of the cast. ``people`` by role; the vendors' people by (vendor name, role).

    ``mark`` ends its names.
    """

    organization: Organization
    people: dict[Role, User] = field(default_factory=dict)
    vendor_people: dict[tuple[str, Role], User] = field(default_factory=dict)
    memberships: dict[int, Membership] = field(default_factory=dict)
    vendors: dict[str, Vendor] = field(default_factory=dict)
    engagements: dict[str, Engagement] = field(default_factory=dict)
    mark: str = ""

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
    """Make the cast, both houses at once and in as few statements as the walls allow: most tests begin with it.

    Commits nothing by itself.
    """
    marks = {"Northwind": "", "Umbra": f" {CANARY}"}
    with identity():
        people = User.objects.bulk_create(
            User(email=f"{login}@{name.lower()}.example", name=f"{login.title()} {name}{mark}", password=password)
            for password in [make_password(PASSWORD)]
            for name, mark in marks.items()
            for login in LOGINS
        )
    halves = people[: len(LOGINS)], people[len(LOGINS) :]
    houses = [_found(name, mark, half) for (name, mark), half in zip(marks.items(), halves, strict=True)]
    with system([house.pk for house in houses]):
        _vendors(houses)
    with identity():
        _memberships(houses)
    with system([house.pk for house in houses]):
        _agreements(houses)
    return Cast(*houses)


def _found(name: str, mark: str, people: list[User]) -> House:
    first = create_organization(name=f"{name}{mark}", by=people[0], slug=name.lower())
    return House(
        first.organization,
        mark=mark,
        people=dict(zip(STAFF, people, strict=False)),
        vendor_people=dict(zip(VENDORS_ROLES, people[len(STAFF) :], strict=True)),
        memberships={people[0].pk: first},
    )


def _vendors(houses: list[House]) -> None:
    own = {vendor.organization_id: vendor for vendor in Vendor.objects.filter(kind=VendorKind.INTERNAL)}
    partners = iter(
        Vendor.objects.bulk_create(
            Vendor(organization=house.organization, name=f"{vendor.title()}{house.mark}")
            for house in houses
            for vendor in PARTNERS
        )
    )
    for house in houses:
        house.vendors = {"own": own[house.pk]} | {vendor: next(partners) for vendor in PARTNERS}


def _memberships(houses: list[House]) -> None:
    joined = Membership.objects.bulk_create(
        Membership(organization=house.organization, user=person, role=role, vendor_id=vendor)
        for house in houses
        for person, role, vendor in [
            *((person, role, None) for role, person in house.people.items() if role != Role.OWNER),
            *((person, role, house.vendors[vendor].pk) for (vendor, role), person in house.vendor_people.items()),
        ]
    )
    for house in houses:
        house.memberships |= {each.user_id: each for each in joined if each.organization_id == house.pk}


def _agreements(houses: list[House]) -> None:
    processes = Process.objects.bulk_create(
        Process(organization=house.organization, name=f"After-hours IT support{house.mark}") for house in houses
    )
    clients = Client.objects.bulk_create(
        Client(organization=house.organization, name=f"Blue Harbour{house.mark}") for house in houses
    )
    engagements = Engagement.objects.bulk_create(
        Engagement(
            organization=house.organization,
            name=f"{name}{house.mark}",
            process=process,
            vendor=house.vendors[vendor],
            client=client,
            owner=house.people[Role.OPS_LEAD],
            started_on=SINCE,
        )
        for house, process, client in zip(houses, processes, clients, strict=True)
        for vendor, name in ENGAGEMENTS.items()
    )
    for place, house in enumerate(houses):
        own = engagements[place * len(ENGAGEMENTS) : (place + 1) * len(ENGAGEMENTS)]
        house.engagements = dict(zip(ENGAGEMENTS, own, strict=True))
    EngagementTerms.objects.bulk_create(
        EngagementTerms(
            organization_id=engagement.organization_id,
            engagement=engagement,
            valid_from=SINCE,
            currency="EUR",
            monthly_fee="12000",
            oversight_hours="10",
            oversight_rate="60",
        )
        for engagement in engagements
    )
    follow = Permission.objects.get(codename="follow_engagement")
    EngagementGrant.objects.bulk_create(
        EngagementGrant(
            organization=house.organization,
            user=person,
            permission=follow,
            content_object=house.engagements[vendor],
        )
        for house in houses
        for (vendor, _role), person in house.vendor_people.items()
    )

"""The people of the sample. Everybody's password is the same, and only in a sample workspace."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from foundation.accounts.actions import create_organization, make_person
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity

PASSWORD = "monday at nine"  # noqa: S105  # printed at every start; a sample's only
DOMAIN = "example.org"


@dataclass(frozen=True)
class Login:
    """Somebody to sign in as: shown on the terminal when the product starts."""

    role: str
    email: str
    password: str = PASSWORD


STAFF = (
    (Role.OPS_LEAD, "Mara Ortiz", "mara"),
    (Role.OWNER, "Ada Winter", "ada"),
    (Role.FINANCE, "Felix Brandt", "felix"),
    (Role.ANALYST, "Noor Haddad", "noor"),
    (Role.VIEWER, "Tom Becker", "tom"),
)
VENDOR_PEOPLE = (
    ("Kestrel Field Services", Role.VENDOR_MANAGER, "Robert Osei", "robert"),
    ("Kestrel Field Services", Role.VENDOR_AGENT, "Zofia Maj", "zofia"),
    ("Ledgerline BPO", Role.VENDOR_MANAGER, "Lia Grant", "lia"),
    ("Harbour CX", Role.VENDOR_MANAGER, "Sam Dube", "sam"),
)
LOGINS = (
    Login("ops lead", f"mara@{DOMAIN}"),
    Login("owner", f"ada@{DOMAIN}"),
    Login("finance", f"felix@{DOMAIN}"),
    Login("vendor (Kestrel Field Services)", f"robert@{DOMAIN}"),
    Login("owner of the other workspace", f"olga@{DOMAIN}"),
)


def sample_person(name: str, login: str) -> User:
    """Somebody who can sign in."""
    person = make_person(email=f"{login}@{DOMAIN}", name=name)
    person.password = _hashed()
    with identity():
        person.save(update_fields=["password"])
    return person


@cache
def _hashed() -> str:
    """The one password hashed once: it is no secret, and hashing is made to be slow."""
    return make_password(PASSWORD)


def found(name: str, *, owner: User, time_zone: str, slug: str) -> Organization:
    """Make a sample workspace with its first owner."""
    made = create_organization(name=name, by=owner, time_zone=time_zone, slug=slug, is_sample=True)
    with identity():
        return Organization.objects.get(pk=made.organization_id)


def join(organization: Organization, user: User, role: Role, vendor: int | None = None) -> Membership:
    """Let somebody in."""
    with identity():
        return Membership.objects.create(organization=organization, user=user, role=role, vendor_id=vendor)

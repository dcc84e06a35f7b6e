"""Who the database should believe we are: the role, the organization and the vendor of the current transaction.

The context lives in a context variable and is applied to the connection at every BEGIN (see ``backend``), with
``set_config(..., is_local => true)``, so it belongs to the transaction and a connection pooler is safe.
Forgetting it, or the transaction, is "permission denied": the login role has no privileges of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Role = Literal["none", "identity", "staff", "portal", "system"]

APPLY = (
    "SELECT set_config('role', %s, true), set_config('app.organization_id', %s, true),"
    " set_config('app.organization_ids', %s, true), set_config('app.vendor_id', %s, true),"
    " set_config('app.actor_id', %s, true)"
)


class TenancyError(RuntimeError):
    """The code asked for something that would cross, or blur, the wall between tenants."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the current transaction may see.

    ``organization_ids`` has exactly one id for staff and portal, any number for system and none for identity.
    ``read_only`` lets the whole transaction write nothing, excursions included: for support.
    ``vendor_id`` is set for portal alone; ``actor_id`` is the user on whose behalf we act, or None for the machine.
    """

    role: Role = "none"
    organization_ids: tuple[int, ...] = ()
    vendor_id: int | None = None
    actor_id: int | None = None
    read_only: bool = False

    def __post_init__(self) -> None:
        if self.role in ("staff", "portal") and len(self.organization_ids) != 1:
            raise TenancyError(f"{self.role} needs exactly one organization, got {self.organization_ids}")
        if self.role == "portal" and (self.vendor_id is None or self.actor_id is None):
            raise TenancyError("portal needs a vendor and an actor")

    @property
    def organization_id(self) -> int | None:
        """The one organization of this scope, or None when there is none or more than one."""
        return self.organization_ids[0] if len(self.organization_ids) == 1 else None

    def as_settings(self) -> tuple[str, str, str, str, str]:
        """The five values of ``APPLY``, as PostgreSQL reads them."""
        role = "none" if self.role == "none" else f"{settings.DB_ROLE_PREFIX}_{self.role}"
        return (
            role,
            "" if self.organization_id is None else str(self.organization_id),
            "{" + ",".join(map(str, self.organization_ids)) + "}",
            "" if self.vendor_id is None else str(self.vendor_id),
            "" if self.actor_id is None else str(self.actor_id),
        )


NOBODY = Scope()
_scope: ContextVar[Scope] = ContextVar("tenancy_scope", default=NOBODY)


def current() -> Scope:
    """The scope in force, ``NOBODY`` when none is."""
    return _scope.get()


def organization_id() -> int:
    """The one organization in force.

    Raises:
        TenancyError: when no organization, or more than one, is in force.
    """
    found = current().organization_id
    if found is None:
        raise TenancyError("no single organization is in force here")
    return found


def apply(wrapper: BaseDatabaseWrapper, scope: Scope) -> None:
    """Tell PostgreSQL, for the transaction that is open on this connection."""
    with wrapper.connection.cursor() as cursor:
        cursor.execute(APPLY, scope.as_settings())
        if scope.read_only:
            cursor.execute("SET LOCAL transaction_read_only = on")


@contextlib.contextmanager
def scope(new: Scope, *, excursion: bool = False) -> Iterator[None]:
    """Run the block as ``new``; the transaction that is open, if any, follows at once.

    Raises:
        TenancyError: when another tenant's (or another person's) scope is already in force.
    """
    old = _scope.get()
    if not (excursion or old in (NOBODY, new) or old.role == "identity"):
        raise TenancyError(f"already acting as {old}, refusing to switch to {new}")
    token = _scope.set(new)
    try:
        if _in_transaction():
            apply(connection, new)
        yield
    finally:
        _scope.reset(token)
        if _in_transaction():
            apply(connection, old)


def _in_transaction() -> bool:
    """True when a healthy transaction is open; a failed one cannot take statements and will be rolled back anyway."""
    raw = connection.connection
    if raw is None or connection.get_autocommit():
        return False
    return bool(raw.info.transaction_status != TransactionStatus.INERROR)


@contextlib.contextmanager
def identity() -> Iterator[None]:
    """Ask who somebody is (users, sessions, memberships), in a short transaction; the one allowed excursion."""
    with scope(Scope("identity"), excursion=True), transaction.atomic():
        yield


def staff(
    organization: int, *, actor: int | None = None, read_only: bool = False
) -> contextlib.AbstractContextManager[None]:
    """Act inside one organization, with its staff's rights; ``read_only`` for who may only look."""
    return scope(Scope("staff", (organization,), actor_id=actor, read_only=read_only))


def portal(organization: int, *, vendor: int, actor: int) -> contextlib.AbstractContextManager[None]:
    """Act inside one organization as a person of one vendor."""
    return scope(Scope("portal", (organization,), vendor_id=vendor, actor_id=actor))


def system(organizations: Sequence[int]) -> contextlib.AbstractContextManager[None]:
    """Act as a job over the organizations listed, and no others."""
    return scope(Scope("system", tuple(organizations)))

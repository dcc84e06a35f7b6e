"""Reads about the access register."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from vendors.least_privilege import BAD, Concern, Grant, concerns
from vendors.models import AccessGrant, Credential, Deviation, Vendor


class Line(NamedTuple):
    """A grant and what is wrong with it."""

    grant: AccessGrant
    concerns: list[Concern]

    @property
    def chip(self) -> str:
        """The worst of it as a status."""
        if not self.concerns:
            return "ok"
        return "bad" if BAD & set(self.concerns) else "warn"


class Due(NamedTuple):
    """A credential and how it stands."""

    credential: Credential
    chip: str


def grants(vendor: Vendor | None, *, today: date) -> list[Line]:
    """The open grants of a vendor, or of all, those with something wrong first."""
    rows = AccessGrant.objects.filter(revoked_on=None).select_related("vendor", "approved_by")
    if vendor is not None:
        rows = rows.filter(vendor=vendor)
    found = [Line(row, concerns(_facts(row), today=today)) for row in rows.order_by("person_name", "system", "pk")]
    return sorted(found, key=lambda line: ("bad", "warn", "ok").index(line.chip))


def revoked(vendor: Vendor) -> list[AccessGrant]:
    """The grants that were taken back, the newest first."""
    rows = AccessGrant.objects.filter(vendor=vendor).exclude(revoked_on=None).select_related("revoked_by")
    return list(rows.order_by("-revoked_on", "-pk"))


def credentials(vendor: Vendor | None, *, today: date) -> list[Due]:
    """The credentials in use, the soonest due first."""
    rows = Credential.objects.filter(retired_on=None).select_related("vendor")
    if vendor is not None:
        rows = rows.filter(vendor=vendor)
    return [Due(row, _chip(row.due_on, today)) for row in rows.order_by("due_on", "pk")]


def deviations(vendor: Vendor | None = None) -> list[Deviation]:
    """What was reported, open ones first, then the newest."""
    rows = Deviation.objects.select_related("vendor", "reported_by", "resolved_by")
    if vendor is not None:
        rows = rows.filter(vendor=vendor)
    return sorted(rows.order_by("-pk"), key=lambda row: row.resolved_on is not None)


def _facts(row: AccessGrant) -> Grant:
    return Grant(row.level, row.granted_on, row.expires_on, row.last_reviewed_on)


def _chip(due: date, today: date) -> str:
    if due < today:
        return "bad"
    return "warn" if (due - today).days <= 14 else "ok"  # noqa: PLR2004  # two weeks

"""What is wrong with a grant of access. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

REVIEW_DAYS: Final = 90
ENDS_SOON: Final = timedelta(days=14)
LONGEST: Final = timedelta(days=366)


class Concern(StrEnum):
    """A reason to look at a grant."""

    EXPIRED = "expired"
    ENDING = "ending"
    UNREVIEWED = "unreviewed"
    BROAD = "broad"
    LONG = "long"


BAD: Final = frozenset({Concern.EXPIRED})


class Grant(NamedTuple):
    """What the rules look at; days are whole and inclusive."""

    level: str
    granted_on: date
    expires_on: date
    last_reviewed_on: date | None


def concerns(grant: Grant, *, today: date) -> list[Concern]:
    """Everything that is wrong with an open grant, the worst first.

    Unreviewed is one that nobody looked at for 90 days; broad one that administers; long one given for over a year.

    >>> concerns(Grant("read", date(2026, 1, 5), date(2026, 11, 1), date(2026, 10, 30)), today=date(2026, 11, 2))
    [<Concern.EXPIRED: 'expired'>]
    """
    found = []
    if grant.expires_on < today:
        found.append(Concern.EXPIRED)
    elif grant.expires_on - today <= ENDS_SOON:
        found.append(Concern.ENDING)
    if (grant.last_reviewed_on or grant.granted_on) + timedelta(days=REVIEW_DAYS) < today:
        found.append(Concern.UNREVIEWED)
    if grant.level == "admin":
        found.append(Concern.BROAD)
    if grant.expires_on - grant.granted_on > LONGEST:
        found.append(Concern.LONG)
    return found

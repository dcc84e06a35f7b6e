"""What the rules about evidence look at, and what they answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Basis(StrEnum):
    """From which day the age of a SOC 2 report counts."""

    PERIOD_END = "period_end"
    ISSUED = "issued_on"


class Fault(StrEnum):
    """Why a paper does not count, however new it is."""

    NONE = ""
    TYPE_ONE = "type_one"
    OPINION = "opinion"
    NO_PERIOD = "no_period"
    NO_EXPIRY = "no_expiry"
    NO_SCOPE = "no_scope"
    DPA_INCOMPLETE = "dpa_incomplete"
    DPA_SLOW = "dpa_slow"
    NO_COVER = "no_cover"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the workspace demands of evidence: a SOC 2 report's age in months and from when, hours until a breach is
    told."""

    soc2_months: int = 18
    soc2_basis: str = Basis.PERIOD_END
    breach_hours: int = 72


@dataclass(frozen=True, slots=True)
class Paper:
    """What a piece of evidence says of itself; days are the vendor's own, whole and inclusive."""

    issued_on: date | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    soc2_type: str = ""
    period_end: date | None = None
    opinion: str = ""
    bridge_until: date | None = None
    scope: str = ""
    purposes: str = ""
    breach_hours: int | None = None
    retention: str = ""
    sub_processing: str = ""
    has_cover: bool = False


class Validity(NamedTuple):
    """Until which day (inclusive) a paper counts, None for ever; or the fault for which it never does."""

    until: date | None
    fault: Fault = Fault.NONE

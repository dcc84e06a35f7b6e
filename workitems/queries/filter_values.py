"""Reading one parameter of a filter: what it may say, and the sentence for one that says something else."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from engagements.periods import local_instant
from workitems.models.items import StatusClass

UNASSIGNED: Final = "unassigned"
OUTCOMES: Final = ("met", "missed", "decided", "running", "paused", "cancelled", "no_data", "none")
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "status": tuple(StatusClass.values),
    "response": OUTCOMES,
    "resolution": OUTCOMES,
    "sla": OUTCOMES,
    "source_met": ("yes", "no", "none", "told"),
    "excluded": ("yes", "no", "waiting"),
    "reopened": ("yes", "no"),
    "checked": ("yes", "no"),
    "defective": ("yes", "no"),
    "on_time": ("yes", "no"),
    "requester": ("known",),
    "handled": ("told",),
    "repeated": ("yes", "no"),
    "why": ("reopened", "paused", "deadline", "hours", "unknown"),
}
_REPEATED: Final = frozenset({"engagement", "priority"})
_LARGEST_ID: Final = 2**63 - 1
_LONGEST: Final = 200
_MOST: Final = 200


def read_parameter(name: str, values: list[str], zone: str) -> dict[str, Any]:
    """The field (or fields) that a parameter sets. Raises ValueError with a sentence for people."""
    if len(values) > (_MOST if name in _REPEATED else 1):
        raise ValueError(_("“%(name)s” is given too often.") % {"name": name})
    if name == "engagement":
        if UNASSIGNED in values:
            return {"unassigned": True}
        return {name: tuple(dict.fromkeys(_id(name, value) for value in values))}
    if name == "priority":
        return {name: tuple(dict.fromkeys(_text(name, value) for value in values))}
    return {name: _value(name, values[0], zone)}


def _value(name: str, value: str, zone: str) -> Any:
    if name in ("vendor", "client", "process", "segment", "batch"):
        return _id(name, value)
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise ValueError(_("“%(name)s” can be %(choices)s.") % {"name": name, "choices": ", ".join(CHOICES[name])})
        return value
    if name == "rated_min":
        return _decimal(name, value)
    if name.endswith(("_from", "_to", "_at")):
        return _instant(name, value, zone)
    return _text(name, value)


def _id(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(_LARGEST_ID)) and int(value) <= _LARGEST_ID):
        raise ValueError(_("“%(name)s” is chosen by its number.") % {"name": name})
    return int(value)


def _text(name: str, value: str) -> str:
    if len(value) > _LONGEST or "\x00" in value:
        raise ValueError(_("“%(name)s” is too long, or holds signs that no text has.") % {"name": name})
    return value


def _decimal(name: str, value: str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _LONGEST**4:
        raise ValueError(_("“%(name)s” is a number.") % {"name": name})
    return number


def _instant(name: str, value: str, zone: str) -> datetime:
    """The instant; a bare date is its local midnight, or as the end of an interval the midnight after it."""
    try:
        if len(value) == len("2026-11-16"):
            day = date.fromisoformat(value) + timedelta(days=name.endswith("_to"))
            return local_instant(day, time(0), zone)
        at = datetime.fromisoformat(value)
        at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(
        _("“%(name)s” is a date such as 2026-11-16, or an instant such as 2026-11-16T09:00:00Z.") % {"name": name}
    )

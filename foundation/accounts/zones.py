"""The time zones that people choose from. Pure."""

from __future__ import annotations

import zoneinfo
from functools import cache

# Old spellings and clocks without a place; nobody looks for them.
LEFT_OUT = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix", "right")


@cache
def names() -> tuple[str, ...]:
    """Names of the tz database that name a place, ``UTC`` first."""
    found = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(LEFT_OUT))
    return ("UTC", *sorted(found))


def choices(*, kept: str = "") -> list[tuple[str, str]]:
    """Choices for a form; ``kept`` is a name in use already, offered whatever it is."""
    offered = names() if not kept or kept in names() else (kept, *names())
    return [(name, name.replace("_", " ")) for name in offered]

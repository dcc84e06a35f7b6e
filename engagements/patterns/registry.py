"""The parts that a template carries. Every room registers its own; ``outsourcing.wiring`` loads them.

A template's content is ``{"format": 1, key: value, ...}``: one JSON value for each part.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from engagements.models import Engagement
from foundation.accounts.models import User

FORMAT = 1
Apply: TypeAlias = Callable[[Engagement, Any, User, datetime], None]
Export: TypeAlias = Callable[[Engagement], Any]


class Part(NamedTuple):
    """One part: ``apply(engagement, content, by, now)`` makes its rows, ``export(engagement)`` reads them as JSON."""

    key: str
    label: object
    apply: Apply
    export: Export


_PARTS: dict[str, Part] = {}


def part(key: str, label: object, *, apply: Apply, export: Export) -> Part:
    """Register a part; parts are applied in the order of registration. ``label`` is a lazy text of a word or two.

    ``apply`` runs in the transaction that begins the engagement, which is still empty; ``export`` returns something
    falsy when there is nothing to carry.
    """
    _PARTS[key] = Part(key, label, apply, export)
    return _PARTS[key]


def parts() -> tuple[Part, ...]:
    """All parts, in the order in which they are applied."""
    return tuple(_PARTS.values())

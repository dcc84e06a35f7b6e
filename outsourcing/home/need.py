"""One thing that needs the reader of the home page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from scorecards.status import Status

Link = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Need:
    """One row: shape and words, the button, and what ranks it."""

    status: Status
    title: str
    detail: str
    action_label: str
    action_url: str
    rank: Decimal

"""What a partner's person finds to do in the portal: every room says its own, the portal's home puts them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from foundation.accounts.roles import Permission


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for the partner.

    ``due`` is an instant, or a day in the client's zone (due at its end), or None. ``url_name`` and ``url_kwargs``
    name the page that does it, without ``org`` and ``vendor``. Without a ``status`` the due time gives it. Who lacks
    the ``permission`` does not see it.
    """

    title: str
    detail: str
    due: datetime | date | None
    url_name: str
    url_kwargs: Mapping[str, object] = field(default_factory=dict)
    action_label: str = ""
    status: str = ""
    permission: Permission = Permission.PORTAL_WORK


class TodoSource(Protocol):
    """A room's ``portal_todo``: runs in the portal's scope, so the database has already left out what is not theirs.

    ``today`` is the client's local date.
    """

    def __call__(self, *, now: datetime, today: date) -> list[Todo]: ...

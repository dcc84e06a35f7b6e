"""Reads about the files of partners: for the portal, which sees its own, and for the client."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from foundation.inbox.explaining import sentence, stored_problem
from workitems.models import PartnerFile, PartnerSource

NEWEST: Final = 50


class Wrong(NamedTuple):
    """Why a row of a file was not taken: where, what, and the cell's text."""

    line: int | None
    column: str
    text: str
    value: str


def allowed_engagements() -> list[int]:
    """The engagements whose partner brings its items itself; in the portal those of the person who asks."""
    return sorted(PartnerSource.objects.filter(closed_at=None).values_list("engagement_id", flat=True))


def own_files() -> QuerySet[PartnerFile]:
    """The files, the newest first, without their bytes; runs in the portal's scope."""
    return PartnerFile.objects.select_related("engagement").defer("content", "rules").order_by("-pk")


def wrong_rows(problems: Iterable[dict[str, Any]]) -> list[Wrong]:
    """What a check found, in words."""
    found = [stored_problem(each) for each in problems]
    return [Wrong(each.line, each.column or "", sentence(each), each.value or "") for each in found]


def open_sources() -> list[PartnerSource]:
    """Whose partners import their items themselves, by engagement."""
    rows = PartnerSource.objects.filter(closed_at=None).select_related("engagement__vendor", "opened_by")
    return list(rows.order_by("engagement__name"))

"""Whether what a number came from is still there."""

from __future__ import annotations

from typing import Final

from django.db import models

from engagements.models import Engagement, Process
from finance.case import Document, SourceKind
from pilots.models import Pilot
from sourcing.models import Offer

_TABLES: Final[dict[SourceKind, type[models.Model]]] = {
    SourceKind.PROCESS: Process,
    SourceKind.SCOPE: Engagement,
    SourceKind.ENGAGEMENT: Engagement,
    SourceKind.OFFER: Offer,
    SourceKind.PILOT: Pilot,
}


def gone(document: Document) -> set[str]:
    """Keys of the drivers whose source had a place in the workspace that is no longer there; their numbers stand."""
    wanted = {key: source for key, source in document.sources.items() if source.ref}
    found: dict[SourceKind, set[str]] = {}
    for table in set(_TABLES.values()):
        kinds = [kind for kind, of in _TABLES.items() if of is table]
        ids = [int(each.ref) for each in wanted.values() if each.kind in kinds and each.ref.isdecimal()]
        there = (
            {str(pk) for pk in table._default_manager.filter(pk__in=ids).values_list("pk", flat=True)} if ids else set()
        )
        found |= dict.fromkeys(kinds, there)
    return {key for key, source in wanted.items() if source.ref not in found.get(source.kind, set())}

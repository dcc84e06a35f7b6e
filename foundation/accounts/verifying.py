"""Checking the chain over the audit log against the log itself."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.accounts import chain
from foundation.accounts.models import AuditEvent, AuditSeal
from foundation.accounts.queries import sealed_events


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one organization's chain says: links and events that hold, and the first break in words, if any.

    ``head`` is the newest digest: kept elsewhere, it also proves that the end of the log was not cut off.
    """

    links: int
    events: int
    waiting: int
    head: str
    broken: str = ""


def verify_chain(organization: int) -> Verdict:
    """Recompute one organization's chain from its first link. Needs a scope that sees it."""
    links = events = after = 0
    head = ""
    for seal in AuditSeal.objects.filter(organization_id=organization).order_by("last_event_id").iterator():
        found = sealed_events(organization, after=after, until=seal.last_event_id)
        broken = _fault(seal, head, found)
        if broken:
            return Verdict(
                links, events, 0, head, f"link {links + 1} (events {after + 1} to {seal.last_event_id}): {broken}"
            )
        links, events, after, head = links + 1, events + len(found), seal.last_event_id, seal.digest
    waiting = AuditEvent.objects.filter(organization_id=organization, pk__gt=after).count()
    return Verdict(links, events, waiting, head)


def _fault(seal: AuditSeal, head: str, found: list[dict[str, object]]) -> str:
    if seal.previous_digest != head:
        return "it does not follow the link before it; a link is missing or was changed"
    if seal.event_count != len(found):
        return f"{seal.event_count} events were sealed, {len(found)} are there"
    if chain.digest(head, found) != seal.digest:
        return "an event or the link was changed"
    return ""

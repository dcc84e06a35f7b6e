"""Reads about what both sides wrote down: exclusions, assumptions, rules, places, tools, the communication plan."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, Q, QuerySet

from engagements.models import ApprovedPlace, Assumption, CommunicationEntry, ExclusionRule, Side, Tool, WrittenRule
from engagements.models.registers import Decision

Claim = TypeVar("Claim", ExclusionRule, Assumption)
Listed = TypeVar("Listed", ApprovedPlace, Tool)


class ShownClaim(NamedTuple):
    """An exclusion or assumption as a page shows it on a day.

    ``state`` is ``waiting``, ``approved``, ``refused`` or ``ended``. ``claimed_for_them`` and ``decided_for_them``: the
    partner's part was recorded by one of ours, on the evidence that is kept beside it.
    """

    row: Any
    state: str
    decider: Side
    claimed_for_them: bool
    decided_for_them: bool


class ShownRule(NamedTuple):
    """A rule that has to be in writing, and whether it is in force; ``row`` is None before anybody wrote it."""

    kind: str
    label: str
    row: WrittenRule | None
    in_force: bool


def claims(model: type[Claim], engagement_id: int, *, today: date) -> list[ShownClaim]:
    """What is claimed in an engagement: what waits first, then what holds, then what was refused or has ended."""
    rows = model.objects.filter(engagement_id=engagement_id).select_related("claimed_by", "decided_by")
    shown = [_shown(row, today) for row in rows.order_by("claimed_at", "pk")]
    order = ("waiting", "approved", "ended", "refused")
    return sorted(shown, key=lambda each: order.index(each.state))


def in_force(model: type[Claim], engagement_id: int, *, on: date) -> QuerySet[Claim]:
    """The exclusions or assumptions that both sides agreed to and that hold on a local day."""
    rows = model.objects.filter(engagement_id=engagement_id, decision=Decision.APPROVED)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=on)).order_by("pk")


def written_rules(engagement_id: int, *, today: date) -> list[ShownRule]:
    """The two rules in writing, whether there or not."""
    rows = {row.kind: row for row in WrittenRule.objects.filter(engagement_id=engagement_id)}
    shown = []
    for kind, label in WrittenRule.Kind.choices:
        row = rows.get(kind)
        holds = row is not None and row.in_force_from is not None and row.in_force_from <= today
        shown.append(ShownRule(kind, str(label), row, holds))
    return shown


def communication_plan(engagement_id: int) -> list[CommunicationEntry]:
    """The communication plan in its order."""
    return list(CommunicationEntry.objects.filter(engagement_id=engagement_id).order_by("position", "pk"))


def listed(model: type[Listed], *, withdrawn: bool = False) -> list[Listed]:
    """Places or tools of the whole workspace, those for all engagements first; the withdrawn ones when asked."""
    rows = model.objects.filter(withdrawn_on__isnull=not withdrawn).select_related("engagement")
    return list(rows.order_by(F("engagement__name").asc(nulls_first=True), "name", "pk"))


def listed_for(model: type[Listed], engagement_id: int) -> list[Listed]:
    """Places or tools that an engagement may use: its own, and those for all."""
    rows = model.objects.filter(Q(engagement_id=engagement_id) | Q(engagement=None), withdrawn_on=None)
    return list(rows.order_by(F("engagement_id").asc(nulls_first=True), "name", "pk"))


def _shown(row: Any, today: date) -> ShownClaim:
    state = {Decision.OPEN: "waiting", Decision.APPROVED: "approved"}.get(row.decision, "refused")
    if state == "approved" and row.ended_on is not None and row.ended_on < today:
        state = "ended"
    is_ours = row.claimed_side == Side.CLIENT
    return ShownClaim(
        row=row,
        state=state,
        decider=Side.VENDOR if is_ours else Side.CLIENT,
        claimed_for_them=not is_ours,
        decided_for_them=is_ours and row.decision != Decision.OPEN,
    )

"""Reads about what partners say to issued scorecards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from engagements.models import AboutKind, SharedFile
from foundation.accounts.portal import Todo
from foundation.accounts.roles import Permission
from scorecards.models import Acknowledgement, Dispute, ScorecardSnapshot, SealedItems
from scorecards.models.cards import Audience
from scorecards.queries.returns import newest_submissions, weeks
from scorecards.sheets import Sheet

DISPUTE: Final = "dispute/"
"""How the key of a dispute's file begins; its id follows."""

RECENT: Final = timedelta(days=14)
"""How long after its issue a scorecard is put to the partner for an answer."""


def disputes_of(scorecard_id: int) -> QuerySet[Dispute]:
    """What the partner disputed on one scorecard, the newest first, with names; for the client."""
    found = Dispute.objects.filter(scorecard_id=scorecard_id).select_related("metric")
    return found.prefetch_related("raised_by", "decided_by", "revision").order_by("-raised_at", "-pk")


class DisputeFile(NamedTuple):
    """A file that shows what a dispute says."""

    dispute_id: int
    file: SharedFile


def dispute_files(disputes: Iterable[Dispute]) -> list[DisputeFile]:
    """The files of some disputes, without their bytes; works for both sides."""
    keys = {f"{DISPUTE}{each.pk}": each.pk for each in disputes}
    if not keys:
        return []
    files = SharedFile.objects.filter(about_kind=AboutKind.LINE, about_key__in=keys).defer("content").order_by("pk")
    return [DisputeFile(keys[each.about_key], each) for each in files]


def open_disputes() -> QuerySet[Dispute]:
    """Disputes that wait for the client, the oldest first."""
    waiting = Dispute.objects.filter(decision="").select_related("metric", "scorecard", "engagement__vendor")
    return waiting.order_by("raised_at", "pk")


def acknowledgement_of(scorecard_id: int) -> Acknowledgement | None:
    """Who acknowledged a scorecard, and when."""
    found: Acknowledgement | None = (
        Acknowledgement.objects.filter(scorecard_id=scorecard_id).prefetch_related("given_by").first()
    )
    return found


def own_disputes(scorecard_id: int) -> list[Dispute]:
    """The partner's disputes of one scorecard, the newest first; without the client's people."""
    found = Dispute.objects.filter(scorecard_id=scorecard_id).prefetch_related("raised_by")
    return list(found.order_by("-raised_at", "-pk"))


def sealed_parts(scorecard_id: int, metric_id: int) -> SealedItems | None:
    """The items behind a line, as they were kept when it was issued."""
    found: SealedItems | None = SealedItems.objects.filter(scorecard_id=scorecard_id, metric_id=metric_id).first()
    return found


def newest_sheets(*, since: datetime | None = None, most: int = 200) -> list[Sheet]:
    """The newest issued revision of each week that the acting partner's person may see, the newest week first."""
    rows = ScorecardSnapshot.objects.filter(audience=Audience.VENDOR).order_by("-created_at", "-pk")
    if since is not None:
        rows = rows.filter(created_at__gte=since)
    found: dict[tuple[int, str], Sheet] = {}
    for snapshot in rows[:most]:
        sheet = Sheet.read(snapshot.data)
        key = (sheet.engagement_id, sheet.period_key)
        if key not in found or found[key].revision < sheet.revision:
            found[key] = sheet
    return sorted(found.values(), key=lambda sheet: (sheet.start, sheet.engagement), reverse=True)


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Weeks to submit before their cut-off, and fresh scorecards to acknowledge or dispute."""
    return _weeks_to_submit(now) + _scorecards_to_answer(now)


def _weeks_to_submit(now: datetime) -> list[Todo]:
    open_ones = [each for each in weeks().filter(due_at__gt=now) if each.asks]
    sent = newest_submissions([each.pk for each in open_ones])
    return [
        Todo(
            title=_("Submit %(week)s: %(engagement)s") % {"week": each.period_key, "engagement": each.engagement},
            detail=", ".join(ask["name"] for ask in each.asks[:3]),
            due=each.due_at,
            url_name="scorecards:return-portal",
            url_kwargs={"pk": each.pk},
            action_label=_("Submit week"),
            permission=Permission.PORTAL_WORK,
        )
        for each in open_ones
        if each.pk not in sent
    ]


def _scorecards_to_answer(now: datetime) -> list[Todo]:
    fresh = newest_sheets(since=now - RECENT)
    answered = set(
        Acknowledgement.objects.filter(scorecard__in=[sheet.pk for sheet in fresh]).values_list(
            "scorecard_id", flat=True
        )
    )
    return [
        Todo(
            title=_("Scorecard %(week)s: %(engagement)s") % {"week": sheet.period_key, "engagement": sheet.engagement},
            detail=sheet.headline,
            due=None,
            url_name="scorecards:scorecard-portal",
            url_kwargs={"pk": sheet.pk},
            action_label=_("Acknowledge or dispute"),
            permission=Permission.PORTAL_MANAGE,
        )
        for sheet in fresh
        if sheet.pk not in answered
    ]

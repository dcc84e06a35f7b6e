"""Issuing a scorecard: sealed for each audience, never changed again; a correction is the next revision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from scorecards.actions.composing import Known, lines_of, save_cards, settle
from scorecards.actions.measuring import measure_weeks
from scorecards.actions.sealed_items import seal_items
from scorecards.canonical import seal_of
from scorecards.isolation import repeatable_read
from scorecards.models import ReportRun, RootCause, Scorecard, ScorecardLine, ScorecardSnapshot
from scorecards.models.cards import Audience, CardState
from scorecards.models.schedules import RunState
from scorecards.queries.accountability import accountability
from scorecards.queries.agreements import Agreements
from scorecards.queries.differences import differences
from scorecards.queries.inputs import Stretch, inputs
from scorecards.queries.snapshots import build_snapshot
from scorecards.queries.verdicts import verdict


@transaction.atomic
def issue_scorecard(*, scorecard: Scorecard, by: User | None, now: datetime) -> Scorecard:
    """Seal a frozen scorecard, by a person or (None) by its schedule. The seal is the client's snapshot's SHA-256.

    Whoever comes second finds it issued and changes nothing.

    Raises:
        ValidationError: when it is neither frozen nor issued.
    """
    card: Scorecard = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if card.state == CardState.ISSUED:
        return card
    if card.state != CardState.FROZEN:
        raise ValidationError(_("Only a scorecard with frozen figures can be issued; this one is: %(state)s.")
                              % {"state": card.get_state_display()})  # fmt: skip
    lines = list(card.lines.select_related("metric", "version", "target"))
    ours = accountability(card)
    seals = {audience: _seal(card, lines, audience, ours, by=by, now=now) for audience in Audience}
    card.state, card.issued_at, card.issued_by, card.seal = CardState.ISSUED, now, by, seals[Audience.CLIENT]
    card.save(update_fields=["state", "issued_at", "issued_by", "seal"])
    seal_items(card, [line for line in lines if not line.is_internal], now=now)
    runs = ReportRun.objects.filter(scorecard=card, state__in=[RunState.DUE, RunState.BLOCKED, RunState.FROZEN])
    runs.update(state=RunState.ISSUED, lease_until=None, last_error="")
    record("scorecard.issued", by=by, subject=card, seal=card.seal, revision=card.revision)
    return card


def revise_scorecard(*, scorecard: Scorecard, reason: str, by: User, now: datetime) -> Scorecard:
    """Open the next revision of an issued scorecard with today's figures, frozen, with the differences and the notes.

    Issuing it mails it anew; the one before stays as it is.

    Raises:
        ValidationError: when it is not issued, not the newest revision, or nobody says why.
    """
    if not reason.strip():
        raise ValidationError({"revision_reason": _("Say why the issued figures are corrected.")})
    with repeatable_read():
        newest = Scorecard.objects.select_for_update().filter(
            engagement=scorecard.engagement_id, period_kind=scorecard.period_kind, period_key=scorecard.period_key
        )
        before: Scorecard = newest.order_by("-revision")[0]
        if before.pk != scorecard.pk or before.state != CardState.ISSUED:
            raise ValidationError(_("Only the newest issued scorecard can be corrected."))
        period = before.period
        measure_weeks({before.engagement_id: [period]}, now=now)
        agreements = Agreements.of([before.engagement_id])
        lines = lines_of(agreements, Known.of([before.engagement_id]), before.engagement_id, period)
        card = _next_revision(before, differences(list(before.lines.all()), lines), reason=reason.strip(), now=now)
        settle(card, lines)
        save_cards([(card, lines)], now=now)
        _copy_causes(before, card, {line.metric_id for line in lines})
        ReportRun.objects.filter(scorecard=before).update(
            scorecard=card, state=RunState.FROZEN, finished_at=None, lease_until=None, last_error=""
        )
        record("scorecard.revised", by=by, subject=card, reason=card.revision_reason, revision=card.revision)
        return card


def _seal(
    card: Scorecard,
    lines: Sequence[ScorecardLine],
    audience: Audience,
    ours: dict[str, Any] | None,
    *,
    by: User | None,
    now: datetime,
) -> str:
    """Write one audience's snapshot; the vendor's has no internal metric, in its lines or in its headline."""
    shown = [line for line in lines if audience == Audience.CLIENT or not line.is_internal]
    data = build_snapshot(card, shown, verdict(shown), audience=audience, by=by, now=now, accountability=ours)
    seal = seal_of(data)
    ScorecardSnapshot.objects.create(
        organization_id=card.organization_id,
        scorecard=card,
        engagement_id=card.engagement_id,
        audience=audience,
        data=data,
        sha256=seal,
        created_at=now,
    )
    return seal


def _next_revision(before: Scorecard, difference: list[dict[str, Any]], *, reason: str, now: datetime) -> Scorecard:
    taken = inputs(Stretch(before.organization_id, before.engagement_id, before.period_start, before.period_end))
    return Scorecard(
        organization_id=before.organization_id,
        engagement_id=before.engagement_id,
        period_kind=before.period_kind,
        period_key=before.period_key,
        period_start=before.period_start,
        period_end=before.period_end,
        revision=before.revision + 1,
        state=CardState.FROZEN,
        frozen_at=now,
        item_count=taken.item_count,
        input_hash=taken.digest,
        inputs=taken.told,
        revision_reason=reason,
        revision_difference=difference,
    )


def _copy_causes(before: Scorecard, card: Scorecard, metrics: set[int]) -> None:
    RootCause.objects.bulk_create(
        [
            RootCause(
                organization_id=card.organization_id,
                scorecard=card,
                metric_id=cause.metric_id,
                text=cause.text,
                written_by_id=cause.written_by_id,
                written_at=cause.written_at,
            )
            for cause in before.root_causes.all()
            if cause.metric_id in metrics
        ]
    )

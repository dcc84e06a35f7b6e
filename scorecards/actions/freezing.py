"""The cut-off: figures are fixed, or the week waits because there is nothing to fix."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.models.metrics import Cadence, Measure, Unit
from engagements.periods import Period
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.models import BatchState, ImportBatch
from scorecards.actions.measuring import measure_weeks
from scorecards.isolation import repeatable_read
from scorecards.measures import Request
from scorecards.measures.coverage import covered
from scorecards.models import ReportRun, Scorecard
from scorecards.models.cards import BlockReason, CardState
from scorecards.models.schedules import RunState
from scorecards.queries.agreements import Agreements
from scorecards.queries.inputs import Stretch, inputs

_WAITING = frozenset({CardState.OPEN, CardState.BLOCKED, CardState.HISTORY})


def freeze_scorecard(*, engagement: Engagement, period: Period, now: datetime) -> Scorecard:
    """Measure a week once more and fix its figures, all from one state of the database.

    It is blocked instead while an import is under way, or when nothing came for an active engagement. A week frozen,
    issued or excused before stays as it is.

    Raises:
        ValidationError: when the week has not ended.
    """
    if period.end > now:
        raise ValidationError(_("This week has not ended yet."))
    with repeatable_read():
        known = _newest(engagement, period)
        if known is not None and known.state not in _WAITING:
            return known
        measure_weeks({engagement.pk: [period]}, now=now)
        card = _newest(engagement, period) or _empty_card(engagement, period)
        reason = _blocked_by(card, engagement, period)
        if reason:
            if (card.state, card.blocked_by) != (CardState.BLOCKED, reason):
                card.state, card.blocked_by = CardState.BLOCKED, reason
                card.save()
                record("scorecard.blocked", by=None, subject=card, reason=str(reason))
            return card
        return _fix(card, by=None, now=now)


def refresh_frozen_scorecard(*, scorecard: Scorecard, reason: str, by: User, now: datetime) -> Scorecard:
    """Take late data into a week that is frozen but not issued yet: freeze it again, and say why.

    Raises:
        ValidationError: when it is not frozen, or nobody says why.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the figures are taken again."))
    with repeatable_read():
        card = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
        if card.state != CardState.FROZEN:
            raise ValidationError(_("Only a frozen scorecard can be taken again."))
        card.state = CardState.OPEN
        card.save(update_fields=["state"])
        period = card.period
        measure_weeks({card.engagement_id: [period]}, now=now)
        fresh = _fix(Scorecard.objects.get(pk=card.pk), by=by, now=now)
        record("scorecard.refreshed", by=by, subject=fresh, reason=reason.strip())
        return fresh


def excuse_scorecard(*, scorecard: Scorecard, reason: str, by: User, now: datetime) -> Scorecard:
    """Let a week without data go, with a reason; nothing is issued for it.

    Raises:
        ValidationError: when it is not blocked, or nobody says why.
    """
    if not reason.strip():
        raise ValidationError({"excused_reason": _("Say why this week has no scorecard.")})
    with repeatable_read():
        excused = Scorecard.objects.filter(pk=scorecard.pk, state=CardState.BLOCKED).update(
            state=CardState.EXCUSED, blocked_by="", excused_reason=reason.strip(), excused_by=by, excused_at=now
        )
        if excused != 1:
            raise ValidationError(_("Only a week that waits for data can be excused."))
        ReportRun.objects.filter(scorecard=scorecard).update(
            state=RunState.EXCUSED, finished_at=now, lease_until=None, last_error=""
        )
        card: Scorecard = Scorecard.objects.get(pk=scorecard.pk)
        record("scorecard.excused", by=by, subject=card, reason=reason.strip())
        return card


def _fix(card: Scorecard, *, by: User | None, now: datetime) -> Scorecard:
    taken = inputs(Stretch(card.organization_id, card.engagement_id, card.period_start, card.period_end))
    card.state, card.blocked_by, card.frozen_at = CardState.FROZEN, "", now
    card.item_count, card.input_hash, card.inputs = taken.item_count, taken.digest, taken.told
    card.save()
    record("scorecard.frozen", by=by, subject=card, items=taken.item_count, inputs=taken.digest)
    return card


def _blocked_by(card: Scorecard, engagement: Engagement, period: Period) -> str:
    if ImportBatch.objects.filter(state=BatchState.COMMITTING).exists():
        return BlockReason.IMPORT.value
    lines = list(card.lines.all())
    own = [line for line in lines if line.period_kind == Cadence.WEEK] or lines
    if any(line.value is not None for line in own) or not Agreements.of([engagement.pk]).runs(engagement.pk, period):
        return ""
    asked = Request(engagement.organization_id, (engagement.pk,), period, Measure.THROUGHPUT.value, Unit.COUNT.value)
    has_items_agreed = any(line.metric.measure != Measure.MANUAL for line in own)
    return "" if has_items_agreed and covered([asked]) else BlockReason.NO_DATA.value


def _newest(engagement: Engagement, period: Period) -> Scorecard | None:
    cards = Scorecard.objects.select_for_update().filter(engagement=engagement, period_key=period.key)
    found: Scorecard | None = cards.order_by("-revision").first()
    return found


def _empty_card(engagement: Engagement, period: Period) -> Scorecard:
    """A card for a week in which nothing is agreed to be measured."""
    card: Scorecard = Scorecard.objects.create(
        organization_id=engagement.organization_id,
        engagement=engagement,
        period_kind=period.kind.value,
        period_key=period.key,
        period_start=period.start,
        period_end=period.end,
    )
    return card

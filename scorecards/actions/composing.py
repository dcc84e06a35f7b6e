"""Composing scorecards out of stored figures: lines with status, change, trend and signal; the worst; the headline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from engagements.models import Metric
from engagements.models.metrics import Measure, Unit
from engagements.periods import Period, PeriodKind, last_closed
from scorecards.composition import Point, exact_value, place
from scorecards.control_chart import MINIMUM_BASELINE
from scorecards.models import MetricValue, ReportSchedule, Scorecard, ScorecardLine
from scorecards.models.cards import CardState
from scorecards.queries.agreements import Agreements
from scorecards.queries.lines import line_range
from scorecards.queries.verdicts import verdict

COUNTS = frozenset({Measure.THROUGHPUT, Measure.BACKLOG, Measure.BACKLOG_AGED})
"""Measures that have no n of their own: however small, the count itself is judged."""

MOVING = frozenset({CardState.OPEN, CardState.BLOCKED, CardState.HISTORY})
"""States in which a scorecard's figures still follow the facts."""

_FIGURES = (
    "numerator", "denominator", "value", "raw_numerator", "raw_denominator", "raw_value", "sample", "excluded",
    "detail", "formula",
)  # fmt: skip
_COMPARED = (
    "metric_id", "version_id", "target_id", "position", "is_internal", "period_kind", "period_key", *_FIGURES,
    "previous_value", "status", "gap", "signal", "series", "limits",
)  # fmt: skip
_SETTLED = ("status", "headline", "worst_metric", "computed_at", "state", "blocked_by")
_PLACES = Decimal("0.000001")
_LAST = 99
_GAP_LIMIT = Decimal(10) ** 13


@dataclass(slots=True)
class Known:
    """The stored figures of some engagements: by (engagement, metric), then by period; and each one's first values."""

    values: dict[tuple[int, int], dict[str, MetricValue]] = field(default_factory=dict)
    baselines: dict[tuple[int, int], list[Decimal]] = field(default_factory=dict)

    @classmethod
    def of(cls, engagement_ids: Iterable[int]) -> Known:
        """Read them, without those of segments."""
        known = cls()
        rows = MetricValue.objects.filter(engagement_id__in=list(engagement_ids), segment=None).order_by("period_start")
        for row in rows:
            key = (row.engagement_id, row.metric_id)
            known.values.setdefault(key, {})[row.period_key] = row
            baseline = known.baselines.setdefault(key, [])
            if row.value is not None and len(baseline) < MINIMUM_BASELINE:
                baseline.append(row.value)
        return known


@transaction.atomic
def compose_scorecards(agreements: Agreements, weeks: Mapping[int, Iterable[Period]], *, now: datetime) -> int:
    """Compose the scorecards of some weeks per engagement; frozen, issued and excused ones stay as they are.

    Returns how many changed; the same figures change nothing, not even ``computed_at``.
    """
    known = Known.of(weeks)
    existing = _existing(weeks)
    covered = _schedules(weeks)
    changed = []
    for engagement_id, periods in weeks.items():
        for week in periods:
            card = existing.get((engagement_id, week.key))
            if card is not None and card.state not in MOVING:
                continue
            if card is None:
                is_covered = any(schedule_covers(each, week) for each in covered.get(engagement_id, ()))
                state = CardState.OPEN if is_covered else CardState.HISTORY
                card = _new_card(agreements, engagement_id, week, state)
            lines = lines_of(agreements, known, engagement_id, week)
            if settle(card, lines):
                changed.append((card, lines))
    save_cards(changed, now=now)
    return len(changed)


def schedule_covers(schedule: ReportSchedule, week: Period) -> bool:
    """Whether a week belongs to a schedule: from the one that holds its making on, until it was ended."""
    has_begun = week.end > schedule.created_at
    return bool(has_begun and (schedule.ended_at is None or week.end <= schedule.ended_at))


def lines_of(agreements: Agreements, known: Known, engagement_id: int, week: Period) -> list[ScorecardLine]:
    """The lines of a week, not saved: every metric agreed for it, and those measured before anything was agreed."""
    lines = []
    for metric in agreements.metrics(engagement_id):
        period = _shown_period(agreements, metric, week)
        target = agreements.target(engagement_id, metric.pk, week)
        value = known.values.get((engagement_id, metric.pk), {}).get(period.key)
        is_archived = metric.archived_at is not None and metric.archived_at <= week.start
        if is_archived or agreements.is_over(engagement_id, metric.pk, week):
            continue
        if target is None and (value is None or value.value is None):
            continue
        line = _line(agreements, known, metric, (engagement_id, period))
        line.target, line.position = target, target.position if target else _LAST
        lines.append(line)
    return lines


def settle(card: Scorecard, lines: list[ScorecardLine]) -> bool:
    """Give a card its status, worst metric and headline from its lines; says whether anything differs from before."""
    found = verdict(lines)
    summary = (found.status.value, found.headline, found.worst_metric_id)
    stored = list(card.lines.all()) if card.pk else []
    is_same = [_comparable(line) for line in stored] == [_comparable(line) for line in lines]
    if card.pk and is_same and summary == (card.status, card.headline, card.worst_metric_id):
        return False
    card.status, card.headline, card.worst_metric_id = summary
    return True


def save_cards(cards: Sequence[tuple[Scorecard, list[ScorecardLine]]], *, now: datetime) -> None:
    """Save settled cards with new lines in place of their old ones."""
    for card, _ in cards:
        card.computed_at = now
    known = [card for card, _ in cards if card.pk]
    Scorecard.objects.bulk_create([card for card, _ in cards if not card.pk])
    Scorecard.objects.bulk_update(known, _SETTLED)
    ScorecardLine.objects.filter(scorecard__in=known).delete()
    for card, lines in cards:
        for line in lines:
            line.scorecard, line.organization_id = card, card.organization_id
    ScorecardLine.objects.bulk_create([line for _, lines in cards for line in lines])


def _line(agreements: Agreements, known: Known, metric: Metric, of: tuple[int, Period]) -> ScorecardLine:
    engagement_id, period = of
    values = known.values.get((engagement_id, metric.pk), {})
    value = values.get(period.key)
    figures = {name: getattr(value, name) for name in _FIGURES} if value else {}
    judging = agreements.target(engagement_id, metric.pk, period)
    stands = place(
        period,
        {key: Point(row.value, row.sample) for key, row in values.items()},
        known.baselines.get((engagement_id, metric.pk), []),
        line_range(metric, judging) if judging else None,
        exact=_exact(metric, value) if value else None,
        counts=value.sample if value and metric.measure not in COUNTS and value.denominator is not None else None,
        is_share=metric.unit == Unit.PERCENT,
    )
    return ScorecardLine(
        metric=metric,
        version=agreements.version(metric.pk, period.first_date),
        position=0,
        is_internal=metric.is_internal,
        period_kind=period.kind.value,
        period_key=period.key,
        previous_value=stands.previous,
        status=stands.status.value,
        gap=_stored_gap(stands.gap),
        signal=stands.signal,
        series=stands.series,
        limits=stands.limits,
        **figures,
    )


def _shown_period(agreements: Agreements, metric: Metric, week: Period) -> Period:
    """The week itself, or the last period of the metric's own cadence that had closed when the week did."""
    kind = PeriodKind(agreements.version(metric.pk, week.first_date).cadence)
    return week if kind is PeriodKind.WEEK else last_closed(kind, week.end, week.zone)


def _exact(metric: Metric, value: MetricValue) -> Decimal | None:
    if metric.unit != Unit.PERCENT:
        return value.value
    return exact_value(value.value, value.numerator, value.denominator)


def _stored_gap(gap: Decimal | None) -> Decimal | None:
    if gap is None:
        return None
    return max(-_GAP_LIMIT, min(_GAP_LIMIT, gap)).quantize(_PLACES)


def _comparable(line: ScorecardLine) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in _COMPARED)


def _new_card(agreements: Agreements, engagement_id: int, week: Period, state: CardState) -> Scorecard:
    return Scorecard(
        organization_id=agreements.engagements[engagement_id].organization_id,
        engagement_id=engagement_id,
        period_kind=week.kind.value,
        period_key=week.key,
        period_start=week.start,
        period_end=week.end,
        state=state,
    )


def _existing(weeks: Mapping[int, Iterable[Period]]) -> dict[tuple[int, str], Scorecard]:
    """The newest revision of each card there is."""
    keys = {week.key for periods in weeks.values() for week in periods}
    cards = Scorecard.objects.filter(engagement_id__in=list(weeks), period_key__in=keys).order_by("revision")
    cards = cards.prefetch_related("lines")
    return {(card.engagement_id, card.period_key): card for card in cards}


def _schedules(weeks: Mapping[int, Iterable[Period]]) -> dict[int, list[ReportSchedule]]:
    found: dict[int, list[ReportSchedule]] = {}
    for schedule in ReportSchedule.objects.filter(engagement_id__in=list(weeks)):
        found.setdefault(schedule.engagement_id, []).append(schedule)
    return found

"""All engagements of a week together: each one's newest card with its worst line, and what they come to over the weeks.

Figures are those that the scorecards show; facts are not looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from engagements.models.metrics import Measure
from foundation.accounts.tenancy import context
from scorecards.measures.windows import fetch
from scorecards.models import Scorecard, ScorecardLine
from scorecards.queries.snapshots import line_document
from scorecards.sheet_lines import SheetLine
from scorecards.statistics import Ratio

_NEWEST = (
    "WITH newest AS (SELECT DISTINCT ON (c.engagement_id, c.period_key) c.id, c.period_key, c.status"
    " FROM scorecards_scorecard c WHERE c.organization_id = %s AND c.period_kind = 'week'"
    " AND c.period_key = ANY(%s) AND c.engagement_id = ANY(%s)"
    " ORDER BY c.engagement_id, c.period_key, c.revision DESC)"
)
_COUNTS = f"""
{_NEWEST}
SELECT n.period_key, count(*) FILTER (WHERE n.status = 'on_target'), count(*) FILTER (WHERE EXISTS (
    SELECT FROM scorecards_scorecardline l
    WHERE l.organization_id = %s AND l.scorecard_id = n.id AND l.value IS NOT NULL))
FROM newest n GROUP BY n.period_key
"""  # noqa: S608  # only the constant above is put in
# An engagement's clocks count once: its metric over all of them, else response and resolution; none of some priorities.
# The arrays keep the planner to the lines of these cards; joined by their versions it would read those of all years.
_ADHERENCE = f"""
{_NEWEST}, agreed AS MATERIALIZED (
    SELECT v.id, m.measure FROM engagements_metricversion v
    JOIN engagements_metric m ON m.organization_id = v.organization_id AND m.id = v.metric_id
    WHERE v.organization_id = %s AND m.measure = ANY(%s) AND coalesce(v.parameters -> 'priorities', '[]') = '[]'
), found AS MATERIALIZED (
    SELECT l.id, l.scorecard_id, l.version_id, l.target_id, l.position, l.numerator, l.denominator
    FROM scorecards_scorecardline l
    WHERE l.organization_id = %s AND l.scorecard_id = ANY(ARRAY(SELECT id FROM newest))
        AND l.version_id = ANY(ARRAY(SELECT id FROM agreed)) AND l.period_kind = 'week' AND l.denominator > 0
), lines AS (
    SELECT DISTINCT ON (n.id, v.measure) n.id, n.period_key, v.measure, l.numerator, l.denominator, t.expected
    FROM found l JOIN newest n ON n.id = l.scorecard_id JOIN agreed v ON v.id = l.version_id
    LEFT JOIN engagements_metrictarget t ON t.organization_id = %s AND t.id = l.target_id
    ORDER BY n.id, v.measure, l.position, l.id
), chosen AS (
    SELECT *, bool_or(measure = 'sla_adherence') OVER (PARTITION BY id) AS has_all FROM lines
)
SELECT period_key, sum(numerator), sum(denominator), sum(expected * denominator) FILTER (WHERE expected IS NOT NULL),
    sum(denominator) FILTER (WHERE expected IS NOT NULL), min(expected), max(expected), count(DISTINCT id)
FROM chosen WHERE (measure = 'sla_adherence') = has_all GROUP BY period_key
"""  # noqa: S608  # only the constant above is put in
_SLA: Final = [Measure.SLA_ADHERENCE.value, Measure.SLA_RESPONSE.value, Measure.SLA_RESOLUTION.value]


@dataclass(frozen=True, slots=True)
class PortfolioCard:
    """An engagement's newest card of a week: the card, its lines' statuses and names in order, and the line to show.

    ``worst`` is the metric that gives the status; where none can be judged, the first line, so that its target shows.
    """

    card: Scorecard
    statuses: tuple[str, ...]
    names: tuple[str, ...]
    worst: SheetLine | None
    gap: Decimal | None

    @property
    def on_target(self) -> int:
        """How many metrics are on target."""
        return sum(status == "on_target" for status in self.statuses)


class WeekCounts(NamedTuple):
    """How many engagements of a week were on target, and of how many there was data."""

    on_target: int
    with_data: int


class Adherence(NamedTuple):
    """Clocks met of clocks decided over the engagements of a week, with the target they would give together.

    ``expected`` weighs each engagement's target by its clocks; ``is_uniform`` when all agreed on the same one.
    """

    ratio: Ratio
    expected: Decimal | None
    is_uniform: bool
    engagements: int


def cards_of_week(period_key: str, engagement_ids: Sequence[int]) -> dict[int, PortfolioCard]:
    """The newest card of each engagement in an ISO week, by engagement; three queries."""
    found = Scorecard.objects.filter(period_kind="week", period_key=period_key, engagement_id__in=list(engagement_ids))
    cards = list(found.order_by("engagement_id", "-revision").distinct("engagement_id"))
    return {each.card.engagement_id: each for each in portfolio_cards(cards).values()}


def portfolio_cards(cards: Sequence[Scorecard]) -> dict[int, PortfolioCard]:
    """Cards with their lines' statuses and the line to show, by card; two queries."""
    strips: dict[int, list[tuple[int, int, str, str]]] = {}
    lines = ScorecardLine.objects.filter(scorecard__in=cards).order_by("position", "pk")
    for of, pk, metric, status, name in lines.values_list("scorecard_id", "pk", "metric_id", "status", "metric__name"):
        strips.setdefault(of, []).append((pk, metric, status, name))
    chosen = {card.pk: _line_to_show(card, strips.get(card.pk, [])) for card in cards}
    wanted = ScorecardLine.objects.filter(pk__in=[pk for pk in chosen.values() if pk is not None])
    shown = {line.pk: line for line in wanted.select_related("metric", "version", "target")}
    found = {}
    for card in cards:
        strip, line = strips.get(card.pk, []), shown.get(chosen[card.pk] or 0)
        found[card.pk] = PortfolioCard(
            card,
            statuses=tuple(status for _, _, status, _ in strip),
            names=tuple(name for _, _, _, name in strip),
            worst=sheet_line(line),
            gap=line.gap if line else None,
        )
    return found


def sheet_line(line: ScorecardLine | None) -> SheetLine | None:
    """A stored line (with its metric, version and target) as pages show it."""
    return None if line is None else SheetLine.read(line_document(line))


def week_counts(period_keys: Sequence[str], engagement_ids: Sequence[int]) -> dict[str, WeekCounts]:
    """What became of the engagements in some weeks; a week without any card is left out."""
    organization = context.organization_id()
    rows = fetch(_COUNTS, [organization, list(period_keys), list(engagement_ids), organization])
    return {key: WeekCounts(on_target, with_data) for key, on_target, with_data in rows}


def adherence(period_keys: Sequence[str], engagement_ids: Sequence[int]) -> dict[str, Adherence]:
    """Pooled SLA adherence of some weeks; a week without a decided clock is left out."""
    organization = context.organization_id()
    newest = [organization, list(period_keys), list(engagement_ids)]
    rows = fetch(_ADHERENCE, [*newest, organization, _SLA, organization, organization])
    found = {}
    for key, met, decided, weighted, weight, lowest, highest, engagements in rows:
        expected = Ratio(weighted, weight).value if weight else None
        found[key] = Adherence(Ratio(met, decided), expected, lowest == highest, engagements)
    return found


def _line_to_show(card: Scorecard, strip: Sequence[tuple[int, int, str, str]]) -> int | None:
    worst = next((pk for pk, metric, _, _ in strip if metric == card.worst_metric_id), None)
    return worst if worst is not None else next((pk for pk, *_ in strip), None)

"""The result of a selection: total costs, points, ranking and how sure the first place is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sourcing.models import (
    Brief,
    Criterion,
    CriterionGroup,
    KnockoutVerdict,
    Offer,
    OfferPrice,
    OwnCost,
    RatingSheet,
    Score,
    Selection,
)
from sourcing.price import Charge, total_cost
from sourcing.queries.selections import submitted_offers
from sourcing.scoring import Candidate, Part, Rule, Standing, State, ranking
from sourcing.stability import Stability, stability


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of what an offer costs over the months: ``label`` and whose it is ("price" or "own")."""

    label: str
    side: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ranked:
    """An offer with its standing and the lines of its total cost."""

    offer: Offer
    standing: Standing
    costs: tuple[Cost, ...]

    @property
    def total_cost(self) -> Decimal:
        """Of all lines."""
        return self.standing.candidate.cost

    def part(self, key: str) -> Part:
        """The standing in one group."""
        return next(part for part in self.standing.parts if part.key == key)


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that decides; ``busy`` are the raters who have not handed in, and nothing counts before they have."""

    rows: list[Ranked]
    groups: list[CriterionGroup]
    criteria: dict[int, Criterion]
    busy: list[RatingSheet]
    raters: int
    stability: Stability | None

    @property
    def is_complete(self) -> bool:
        """Everybody handed in, and there is somebody."""
        return bool(self.raters) and not self.busy and bool(self.rows)

    @property
    def first(self) -> list[Ranked]:
        """Who comes first: one, several that are level, or nobody."""
        return [row for row in self.rows if row.standing.rank == 1]

    def row_of(self, vendor_id: int) -> Ranked | None:
        """The offer of a vendor."""
        return next((row for row in self.rows if row.offer.vendor_id == vendor_id), None)

    def name_of(self, key: int | None) -> str:
        """The vendor behind the key of an offer."""
        return next((row.offer.vendor.name for row in self.rows if row.offer.pk == key), "")


def costs_of(brief: Brief, offers: list[Offer]) -> dict[int, tuple[Cost, ...]]:
    """What each offer costs over the brief's months, line by line: its prices, then what it costs us beside them."""
    found: dict[int, list[Cost]] = defaultdict(list)
    prices = OfferPrice.objects.filter(offer__in=offers).select_related("line").order_by("line__position", "line_id")
    for row in prices:
        charge = Charge(row.amount, row.line.basis, row.line.quantity)
        found[row.offer_id].append(Cost(row.line.label, "price", total_cost([charge], months=brief.months)))
    own = list(OwnCost.objects.filter(selection=brief.selection_id).order_by("pk"))
    for offer in offers:
        found[offer.pk] += [
            Cost(_label(row), "own", total_cost([Charge(row.amount, row.basis)], months=brief.months))
            for row in own
            if row.offer_id in (None, offer.pk)
        ]
    return {offer.pk: tuple(found[offer.pk]) for offer in offers}


def rules_of(selection: Selection) -> tuple[list[CriterionGroup], dict[int, Criterion], list[Rule]]:
    """The groups and criteria of a selection, and the rules that they make."""
    groups = list(CriterionGroup.objects.filter(selection=selection))
    criteria = {row.pk: row for row in Criterion.objects.filter(selection=selection).select_related("group")}
    rules = [
        Rule(
            group.key,
            group.weight,
            group.minimum,
            tuple(pk for pk, row in criteria.items() if row.group_id == group.pk),
        )
        for group in groups
    ]
    return groups, criteria, rules


def result_of(selection: Selection, brief: Brief) -> Result:
    """The result as it stands. Ask ``is_complete`` before showing it: until then the database hides points."""
    groups, criteria, rules = rules_of(selection)
    sheets = list(RatingSheet.objects.filter(selection=selection, excused_at=None).select_related("rater"))
    offers = submitted_offers(brief)
    costs = costs_of(brief, offers)
    out = set(KnockoutVerdict.objects.filter(offer__in=offers, passes=False).values_list("offer_id", flat=True))
    ratings: dict[int, dict[int, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    counting = Score.objects.filter(selection=selection, sheet__in=[row.pk for row in sheets if row.handed_in_at])
    for offer, criterion, value in counting.order_by("sheet_id").values_list("offer_id", "criterion_id", "value"):
        ratings[offer][criterion].append(value)
    candidates = [
        Candidate(
            offer.pk,
            sum((cost.amount for cost in costs[offer.pk]), Decimal(0)),
            dict(ratings[offer.pk]),
            offer.pk in out,
        )
        for offer in offers
    ]
    standings = ranking(rules, candidates)
    known = {offer.pk: offer for offer in offers}
    return Result(
        rows=[Ranked(known[each.candidate.key], each, costs[each.candidate.key]) for each in standings],
        groups=groups,
        criteria=criteria,
        busy=[row for row in sheets if row.handed_in_at is None],
        raters=len(sheets),
        stability=stability(rules, standings),
    )


def sealed(result: Result) -> dict[str, Any]:
    """The figures of a result as a decision keeps them: exact ones as texts, rounded ones to four places."""
    sure = result.stability
    return {
        "weights": {group.key: str(group.weight) for group in result.groups},
        "raters": result.raters,
        "offers": [
            {
                "vendor": row.offer.vendor_id,
                "state": row.standing.state.value,
                "rank": row.standing.rank,
                "total": _rounded(row.standing.total),
                "cost": f"{row.total_cost.normalize():f}",
                "points": {part.key: _rounded(part.points) for part in row.standing.parts},
            }
            for row in result.rows
        ],
        "stays": None if sure is None else [sure.stays, len(sure.cases)],
    }


def is_in(row: Ranked) -> bool:
    """Whether an offer may be chosen."""
    return row.standing.state is State.IN


def _rounded(value: Any) -> str | None:
    return None if value is None else f"{float(value):.4f}"


def _label(row: OwnCost) -> str:
    return f"{row.get_kind_display()}: {row.note}" if row.note else str(row.get_kind_display())

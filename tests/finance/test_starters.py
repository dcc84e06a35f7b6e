"""What a case starts from: options with the cost and value lines that a reader expects, and what is known filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from engagements.models import Engagement, EngagementTerms, Process, ProcessBaseline, Segment
from finance.actuals.months import month_of
from finance.case import Band, Category, Document, Grade, SourceKind, find, results
from finance.models import ActualEntry, CaseVersion, Invoice, InvoiceLine
from finance.queries.known import known_of
from finance.queries.sources import gone
from finance.showing import shown
from finance.starters import Starter, start
from finance.starters.known import told_by
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from pilots.actions.deciding import decide_pilot
from pilots.actions.judging import give_verdicts
from pilots.actions.reading import read_pilot
from pilots.actions.starting import start_pilot
from pilots.models import Pilot, SuccessCriterion
from sourcing.actions.deciding import decide
from sourcing.models import PriceLine
from tests.factories.cast import House
from tests.factories.pilots import FIRST, LAST, NINE, days, items_of, planned
from tests.finance.conftest import TODAY, Drafting
from tests.sourcing.choosing import scored

COSTS = {
    Category.SERVICE,
    Category.OVERSIGHT,
    Category.TOOLS,
    Category.TRAINING,
    Category.REWORK,
    Category.LEAKAGE,
    Category.TRANSITION,
    Category.EXIT,
}
VALUES = {
    Category.SPEED_TO_STAFF,
    Category.COVERAGE,
    Category.CYCLE_TIME,
    Category.LEADERSHIP_TIME,
    Category.POOR_QUALITY,
}
AVOIDED = {
    Category.AVOIDED_WAGES,
    Category.AVOIDED_OFFICE,
    Category.AVOIDED_EQUIPMENT,
    Category.AVOIDED_BENEFITS,
}


def made(starter: str) -> Document:
    return start(
        starter,
        currency="EUR",
        discount_rate=Decimal("0.09"),
        counts_non_cash=False,
        known={},
        today=date(2026, 12, 30),
        seed=3,
    )


def categories(document: Document, option: str) -> set[Category]:
    return {line.category for line in document.case.option(option).lines}


@pytest.mark.parametrize("starter", [each for each in Starter.values if each != Starter.HIRING])
def test_today_and_two_options_with_every_cost_line(starter: str) -> None:
    document = made(starter)
    assert document.case.options[0].key == document.case.baseline == "today"
    assert len(document.case.options) == 3
    assert categories(document, document.preferred) >= COSTS
    assert document.start_date == date(2027, 1, 1)
    assert {source.kind for source in document.sources.values()} == {SourceKind.TEMPLATE}
    assert {driver.grade for driver in document.case.drivers} == {Grade.JUDGED}
    assert find(document).results[document.preferred].is_positive


def test_value_lines_are_listed_and_count_only_when_the_workspace_says_so() -> None:
    document = made(Starter.SHARED_DESK)
    assert categories(document, "shared_desk") >= VALUES
    listed = {line.category for line in document.case.option("shared_desk").lines if not document.case.counts(line)}
    assert listed == VALUES - {Category.POOR_QUALITY}
    counting = replace(document.case, counts_non_cash=True)
    gain = results(counting, "shared_desk").npv - results(document.case, "shared_desk").npv
    assert gain > 0


def test_less_poor_quality_is_worth_what_an_error_costs() -> None:
    case = made(Starter.SHARED_DESK).case
    line = next(each for each in case.option("shared_desk").lines if each.category is Category.POOR_QUALITY)
    assert line.drivers == ("fewer_errors", "error_cost")
    base = results(case, "shared_desk").npv
    assert results(case, "shared_desk", {"fewer_errors": Decimal(0)}).npv < base


def test_instead_of_hiring_the_avoided_cost_is_the_benefit() -> None:
    document = made(Starter.HIRING)
    assert document.case.baseline == ""
    assert categories(document, "managed_service") >= AVOIDED | COSTS
    without = results(document.case, "managed_service", {"people": Decimal(0)})
    assert not without.is_positive
    assert find(document).results["managed_service"].is_positive


def test_volume_bands_make_more_cheaper_without_a_commitment() -> None:
    case = made(Starter.MANAGED_SERVICE).case
    line = case.option("managed_service").lines[0]
    assert line.bands == (Band(Decimal(1000), Decimal("0.9")), Band(Decimal(1500), Decimal("0.8")))
    nothing, few, many = (
        results(case, "managed_service", {"volume": Decimal(volume), "growth": Decimal(0)}).lines[0].total
        for volume in (0, 1000, 2000)
    )
    assert nothing == 0
    # 500 at 90 % and 500 at 80 % of the price on top of 1,000 at the full one
    assert abs(many / few - Decimal("1.85")) < Decimal("0.000001")


def test_what_the_workspace_knows_is_filled_in(house: House) -> None:
    engagement = house.engagements["kestrel"]
    with staff(house.pk):
        Process.objects.filter(pk=engagement.process_id).update(volume=60, frequency="weekly", minutes=30)
        process = Process.objects.get(pk=engagement.process_id)
        ProcessBaseline.objects.create(
            process=process, who="Us", done_on=TODAY, count=10, minutes=390, created_at="2026-11-01T09:00Z"
        )
        Segment.objects.create(engagement=engagement, name="All", weekly_volume=60, volume_low=48, volume_high=90)
        EngagementTerms.objects.filter(engagement=engagement).delete()
        EngagementTerms.objects.create(
            engagement=engagement,
            valid_from=date(2026, 1, 1),
            currency="EUR",
            monthly_fee=9000,
            oversight_hours=26,
            oversight_rate=62,
        )
        found = known_of(process=None, engagement=Engagement.objects.get(pk=engagement.pk), currency="EUR", today=TODAY)
        dollars = known_of(process=None, engagement=engagement, currency="USD", today=TODAY)
    assert [str(each) for each in (found["volume"].low, found["volume"].base, found["volume"].high)] == [
        "208",
        "260",
        "390",
    ]
    assert found["volume"].source.kind is SourceKind.SCOPE
    # 260 a month x 39 minutes, of 7,800 minutes a post
    assert (found["people"].base, found["people"].grade) == (Decimal("1.30"), Grade.MEASURED)
    assert [int(found[key].base) for key in ("fee", "oversight", "oversight_rate")] == [9000, 6, 62]
    assert {"fee", "oversight", "oversight_rate"}.isdisjoint(dollars)


def test_a_source_that_is_gone_is_said_and_its_number_stands(house: House, draft_case: Drafting) -> None:
    draft = draft_case(engagement=house.engagements["kestrel"])
    document = draft.read()
    lost = replace(document.source("fee"), kind=SourceKind.OFFER, label="Kestrel", ref="77")
    document = replace(document, sources={**document.sources, "fee": lost})
    with staff(house.pk):
        assert gone(draft.read()) == set()
        assert gone(document) == {"fee"}
        showing = shown(document, find(document), gone={"fee"})
    assert [each.name for each in showing.assumptions if each.is_gone] == ["Vendor fee"]
    assert any("What Vendor fee came from is no longer in this workspace" in text for text in showing.warnings)


def test_the_chosen_offer_is_filled_in_and_is_a_source_that_is_there(house: House, draft_case: Drafting) -> None:
    made = scored(house)
    with staff(house.pk, actor=made.lead.pk):
        decide(
            selection=made.selection,
            vendor=house.vendors["kestrel"],
            reason="Knows our desk",
            by=made.lead,
            now=timezone.now(),
        )
        engagement = made.selection.engagement
        EngagementTerms.objects.filter(engagement=engagement).delete()
        bases = list(PriceLine.objects.filter(brief=made.brief).values_list("basis", flat=True))
        found = known_of(process=None, engagement=engagement, currency="EUR", today=TODAY)
        dollars = known_of(process=None, engagement=engagement, currency="USD", today=TODAY)
    # Kestrel asks 1,000 on every line, Inkwell 800
    wanted = {"fee": 1000 * bases.count("monthly"), "transition": 1000 * bases.count("once")}
    wanted |= {"unit_price": 1000} if bases.count("unit") == 1 else {}
    told = {key: each for key, each in found.items() if each.source.kind is SourceKind.OFFER}
    assert {key: int(each.base) for key, each in told.items()} == {key: n for key, n in wanted.items() if n} != {}
    assert {each.grade for each in told.values()} == {Grade.QUOTED}
    assert SourceKind.OFFER not in {each.source.kind for each in dollars.values()}
    document = draft_case(engagement=engagement).read()
    assert SourceKind.OFFER in {each.kind for each in document.sources.values()}
    with staff(house.pk):
        assert gone(document) == set()


def decided(house: House, *, a_day: int = 4) -> Pilot:
    """Forty days of so many items, one of them wrong on each; 26 hours and 3,100 EUR for each of two months."""
    lead, desk = house.people[Role.OPS_LEAD], house.engagements["kestrel"]
    plan = planned(house)
    SuccessCriterion.objects.filter(pilot=plan, metric__measure="error_rate").update(
        baseline=30, baseline_source="own team, 312 items"
    )
    pilot = start_pilot(pilot=plan, by=lead, now=NINE, today=FIRST)
    items_of(desk, days(FIRST, 40), a_day=a_day, defective=1)
    bill = Invoice.objects.create(
        vendor=desk.vendor, number="P-1", issue_date=TODAY, currency="EUR", net=6200, created_at=NINE
    )
    for month in (date(2026, 11, 1), date(2026, 12, 1)):
        span = {"engagement": desk, "period_start": month, "period_end": month_of(month).end}
        InvoiceLine.objects.create(invoice=bill, key=str(month), amount=3100, **span)
        ActualEntry.objects.create(
            line="oversight", quantity=26, rate=60, amount=1560, currency="EUR", basis="Time sheets", entered_at=NINE,
            **span,
        )  # fmt: skip
    after = LAST + timedelta(days=1)
    read_pilot(pilot_id=pilot.pk, now=NINE, today=after)
    give_verdicts(pilot_id=pilot.pk, now=NINE, today=after)
    decide_pilot(pilot=pilot, choice="stop", why="For the test", by=lead, now=NINE + (after - FIRST), today=after)
    return pilot


def test_what_a_decided_pilot_measured_is_filled_in(house: House, draft_case: Drafting) -> None:
    engagement = house.engagements["kestrel"]
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        EngagementTerms.objects.filter(engagement=engagement).update(oversight_hours=99, monthly_fee=0)
        pilot = decided(house)
        known = partial(known_of, process=None, engagement=engagement, today=LAST + timedelta(days=4))
        told = {key: each for key, each in known(currency="EUR").items() if each.source.kind is SourceKind.PILOT}
        dollars = known(currency="USD")
        Process.objects.filter(pk=engagement.process_id).update(volume=60, frequency="weekly")
        partly = known_of(
            process=None, engagement=Engagement.objects.get(pk=engagement.pk), currency="EUR", today=TODAY
        )
    assert {(each.source.label, each.source.ref, each.grade) for each in told.values()} == {
        (pilot.title, str(pilot.pk), Grade.MEASURED)
    }
    shown = {key: [format(n.normalize(), "f") for n in (each.low, each.base, each.high)] for key, each in told.items()}
    # 3 of 4 a day are accepted, on 40 of 54 days: of seven whole weeks five with 21, one with 15, one with none.
    assert shown["volume"] == ["0", "74", "91"]
    assert told["volume"].basis == "120 accepted in 7 weeks, 0 to 21 in each"
    # One of four was wrong; the verdict came with 60 of them, and its bounds are the memo's.
    rework = told["rework"]
    assert rework.base == Decimal("0.25")
    assert rework.low < rework.base < rework.high
    assert told["fewer_errors"].base == Decimal("0.05")
    assert told["fewer_errors"].low == 0
    assert told["fewer_errors"].basis.endswith("before it 30 % (own team, 312 items)")
    # 26 hours in November and 26 x 18 / 31 in December, over 48 days
    assert shown["oversight"] == ["5.09", "5.99", "6.89"]
    # 3,100 + 3,100 x 18 / 31 over 48 days, on which 34 x 3 were accepted
    assert shown["unit_price"] == ["40.83", "48.04", "55.25"]
    assert shown["fee"] == ["2632.05", "3096.53", "3561.01"]
    assert {"unit_price", "fee"}.isdisjoint(dollars)
    assert (partly["volume"].source.kind, "fee" in partly) == (SourceKind.PROCESS, False)
    document = draft_case(engagement=engagement).read()
    assert document.source("rework").kind is SourceKind.PILOT
    with staff(house.pk):
        assert gone(document) == set()


def test_a_starter_of_the_engagement_is_its_process_too(house: House, draft_case: Drafting) -> None:
    draft: CaseVersion = draft_case(engagement=house.engagements["kestrel"])
    assert draft.case.process_id == house.engagements["kestrel"].process_id


def test_what_an_offer_and_a_pilot_say_goes_before_what_the_process_knows() -> None:
    three = (Decimal(9000), Decimal(9500), Decimal(12000))
    offer = told_by(SourceKind.OFFER, label="Kestrel", ref="", on=TODAY, basis="Second round", numbers={"fee": three})
    rework = {"rework": (Decimal("0.02"), Decimal("0.04"), Decimal("0.07"))}
    pilot = told_by(SourceKind.PILOT, label="Night desk", ref="", on=TODAY, basis="214 tickets", numbers=rework)
    made = start(
        Starter.SHARED_DESK,
        currency="EUR",
        discount_rate=Decimal("0.08"),
        counts_non_cash=False,
        known={**offer, **pilot},
        today=TODAY,
        seed=1,
    )
    fee, share = made.case.driver("fee"), made.case.driver("rework")
    assert ((fee.low, fee.base, fee.high), fee.grade, fee.basis) == (three, Grade.QUOTED, "Second round")
    assert (share.base, share.grade) == (Decimal("0.04"), Grade.MEASURED)
    assert [made.source(key).kind for key in ("fee", "rework")] == [SourceKind.OFFER, SourceKind.PILOT]

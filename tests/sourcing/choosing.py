"""A selection made by the product's own verbs, as far as a test needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from engagements.gates.standing import gates
from engagements.models import Engagement, GateOverride, Stage
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from sourcing.actions.briefs import invite_vendors, publish_brief
from sourcing.actions.judging import Judgement, judge_knockouts
from sourcing.actions.offers import AnswerTerms, PriceGiven, save_offer, submit_offer
from sourcing.actions.scoring import Points, ask_raters, hand_in, save_points
from sourcing.actions.selections import begin_selection, lock_weights
from sourcing.models import (
    Brief,
    BriefQuestion,
    Criterion,
    CriterionGroup,
    Offer,
    PriceLine,
    RatingSheet,
    Selection,
)
from tests.factories.cast import House

RATERS = (Role.OPS_LEAD, Role.OWNER, Role.FINANCE)


@dataclass
class Choosing:
    """A selection of Northwind that asks its two vendors."""

    house: House
    selection: Selection
    brief: Brief
    offers: dict[str, Offer] = field(default_factory=dict)

    @property
    def lead(self) -> User:
        return self.house.people[Role.OPS_LEAD]

    def manager(self, vendor: str) -> User:
        return self.house.vendor_people[vendor, Role.VENDOR_MANAGER]

    def close(self) -> None:
        """The due time is over."""
        with staff(self.house.pk):
            Brief.objects.filter(pk=self.brief.pk).update(due_at=timezone.now() - timedelta(seconds=1))
            self.brief.refresh_from_db()

    def offer(self, vendor: str, *, price: str = "1000", yes: bool = True, submits: bool = True) -> Offer:
        """A vendor's whole offer."""
        row, person, now = self.house.vendors[vendor], self.manager(vendor), timezone.now()
        with portal(self.house.pk, vendor=row.pk, actor=person.pk):
            questions = BriefQuestion.objects.filter(brief=self.brief)
            answers = [
                AnswerTerms(each.pk, f"{vendor} says", yes if each.is_knockout else None, 0) for each in questions
            ]
            lines = PriceLine.objects.filter(brief=self.brief)
            prices = [PriceGiven(each.pk, Decimal(price), 0) for each in lines]
            made = save_offer(brief=self.brief, vendor=row, answers=answers, prices=prices, by=person, now=now)
            if submits:
                submit_offer(brief=self.brief, vendor=row, by=person, now=now)
        self.offers[vendor] = made
        return made

    def judge(self, vendor: str, *, passes: bool = True) -> None:
        """Every knock-out of an offer."""
        with staff(self.house.pk, actor=self.lead.pk):
            keys = BriefQuestion.objects.filter(brief=self.brief, is_knockout=True).values_list("pk", flat=True)
            verdicts = {key: Judgement(passes, "" if passes else "cannot") for key in keys}
            offer = Offer.objects.select_related("brief__selection").get(pk=self.offers[vendor].pk)
            judge_knockouts(offer=offer, verdicts=verdicts, by=self.lead, now=timezone.now())

    def ask(self, roles: Iterable[Role] = RATERS) -> None:
        with staff(self.house.pk, actor=self.lead.pk):
            people = [self.house.people[role] for role in roles]
            ask_raters(selection=self.selection, people=people, by=self.lead, now=timezone.now())

    def sheet(self, role: Role) -> RatingSheet:
        with staff(self.house.pk, actor=self.house.people[role].pk):
            found: RatingSheet = RatingSheet.objects.get(selection=self.selection, rater=self.house.people[role])
        return found

    def rate(self, role: Role, points: dict[str, int | None], *, hands_in: bool = True) -> None:
        """One rater gives every criterion of a vendor's offer the same points."""
        person, now = self.house.people[role], timezone.now()
        sheet = self.sheet(role)
        with staff(self.house.pk, actor=person.pk):
            criteria = list(Criterion.objects.filter(selection=self.selection).values_list("pk", flat=True))
            for vendor, value in points.items():
                given = [Points(key, value) for key in criteria]
                save_points(sheet=sheet, offer=self.offers[vendor], points=given, by=person, now=now)
            if hands_in:
                hand_in(sheet=sheet, by=person, now=now)


def begin(house: House, *, publishes: bool = True, locks: bool = True, path: str = "request") -> Choosing:
    """A selection for the own team's desk, published and sent to both vendors."""
    lead, now = house.people[Role.OPS_LEAD], timezone.now()
    with staff(house.pk, actor=lead.pk):
        engagement = Engagement.objects.get(pk=house.engagements["own"].pk)
        open_outcomes(engagement, lead, now)
        selection = begin_selection(
            engagement=engagement,
            name="Night desk partner",
            path=path,
            currency="EUR",
            due_at=now + timedelta(days=14),
            by=lead,
            now=now,
            today=now.date(),
        )
        brief = Brief.objects.select_related("selection").get(selection=selection)
        if locks:
            selection = lock_weights(selection=selection, by=lead, now=now)
        if publishes:
            publish_brief(brief=brief, by=lead, now=now, today=now.date())
            partners = [house.vendors["kestrel"], house.vendors["inkwell"]]
            invite_vendors(brief=brief, vendors=partners, by=lead, now=now, today=now.date())
        brief = Brief.objects.select_related("selection").get(pk=brief.pk)
    return Choosing(house, selection, brief)


def open_outcomes(engagement: Engagement, by: User, now: datetime) -> None:
    """Wave through what the outcomes' gate misses."""
    GateOverride.objects.bulk_create(
        GateOverride(
            engagement=engagement, check_key=each.check.key, reason="a test", overridden_by=by, overridden_at=now
        )
        for gate in gates(engagement, now.date(), [Stage.OUTCOMES])
        for each in gate.missing
    )


def scored(house: House, *, kestrel: tuple[int, ...] = (4, 4, 4), inkwell: tuple[int, ...] = (3, 3, 3)) -> Choosing:
    """Both vendors offered and were scored by three raters, who have all handed in."""
    made = begin(house)
    made.offer("kestrel", price="1000")
    made.offer("inkwell", price="800")
    made.close()
    for vendor in ("kestrel", "inkwell"):
        made.judge(vendor)
    made.ask()
    for role, one, two in zip(RATERS, kestrel, inkwell, strict=True):
        made.rate(role, {"kestrel": one, "inkwell": two})
    return made


def weights(selection: Selection) -> dict[str, Decimal]:
    """The weights by group."""
    return dict(CriterionGroup.objects.filter(selection=selection).values_list("key", "weight"))

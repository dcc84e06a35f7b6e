"""Two selections of the sample: one decided for the vendor that does the work today, one that still takes proposals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from engagements.models import Engagement
from foundation.accounts.models import Membership, User
from sourcing.actions.briefs import publish_brief
from sourcing.actions.deciding import decide
from sourcing.actions.selections import begin_selection, lock_weights
from sourcing.models import (
    Brief,
    BriefInquiry,
    BriefInvitation,
    BriefQuestion,
    Clarification,
    Criterion,
    Interview,
    KnockoutVerdict,
    Offer,
    OfferAnswer,
    OfferPrice,
    OwnCost,
    Path,
    PriceLine,
    RatingSheet,
    Score,
    Selection,
)
from vendors.models import Vendor

DECIDED_FOR: Final = "Invoice matching"
RUNNING_FOR: Final = "Supplier records"
# In the order of the vendors: prices (once, a month, a unit), and the points around which raters give theirs.
PRICES: Final = (("14000", "5200", "1.90"), ("9000", "4300", "2.10"), ("11000", "4900", "1.60"))
PROFILES: Final = ((4, 4, 4, 5, 4, 4), (4, 3, 4, 3, 3, 3), (3, 3, 3, 2, 4, 3))
ANSWERS: Final = (
    _("Five people who have done this for two years; one more within four weeks."),
    _("We do it today for two clients of your size and can show the weekly figures."),
    _("In your tools. Figures arrive every Monday, down to the single item."),
)
ASKED_BEFORE: Final = timedelta(days=70)
TAKES_DAYS: Final = timedelta(days=6)


def choose_partners(
    engagements: dict[str, Engagement], raters: Sequence[User], vendors: Sequence[Vendor], *, by: User, now: datetime
) -> None:
    """Make both, as the machine: only it may bring in what vendors wrote and raters gave. Three vendors, the chosen
    one first."""
    if DECIDED_FOR in engagements and RUNNING_FOR in engagements:
        decided(engagements[DECIDED_FOR], raters, vendors, by=by, now=now)
        # The second writes: its manager is one of those who can sign in to the sample.
        running(engagements[RUNNING_FOR], [vendors[1], vendors[0], *vendors[2:]], by=by, now=now)


def decided(
    engagement: Engagement, raters: Sequence[User], vendors: Sequence[Vendor], *, by: User, now: datetime
) -> Selection:
    """Asked, offered, scored by everybody and decided; the last vendor failed a knock-out."""
    then = now - ASKED_BEFORE
    selection = judged(engagement, raters, vendors, by=by, then=then)
    return decide(selection=selection, vendor=vendors[0], reason="", by=by, now=then + timedelta(days=35))


def judged(
    engagement: Engagement, raters: Sequence[User], vendors: Sequence[Vendor], *, by: User, then: datetime
) -> Selection:
    """The same before the decision: every rater has handed in."""
    brief = _asked(engagement, vendors, by=by, then=then, days=timedelta(days=21))
    selection: Selection = brief.selection
    closed = brief.due_at + timedelta(hours=2)
    offers = [_offer(brief, place, vendor, at=brief.due_at - timedelta(days=1)) for place, vendor in enumerate(vendors)]
    knockouts = list(BriefQuestion.objects.filter(brief=brief, is_knockout=True))
    fails = (offers[-1].pk, knockouts[-1].pk)
    words = _("They keep the single items to themselves.")
    KnockoutVerdict.objects.bulk_create(
        KnockoutVerdict(
            offer=offer,
            question=question,
            passes=(offer.pk, question.pk) != fails,
            reason=words if (offer.pk, question.pk) == fails else "",
            judged_by=by,
            judged_at=closed,
        )
        for offer in offers
        for question in knockouts
    )
    OwnCost.objects.create(
        selection=selection,
        kind=OwnCost.Kind.OVERSIGHT,
        note=_("eight hours a month"),
        basis="monthly",
        amount=Decimal(480),
        added_by=by,
        added_at=closed,
    )
    for offer in offers[:-1]:
        _interview(offer, by=by, at=closed)
    _score(selection, raters, offers[:-1], at=closed)
    return selection


def running(engagement: Engagement, vendors: Sequence[Vendor], *, by: User, now: datetime) -> Brief:
    """Published, asked of all three, and the second has submitted; the first is still writing. Of two questions one is
    answered to all, the other waits."""
    brief = _asked(engagement, vendors, by=by, then=now - timedelta(days=8), days=timedelta(days=8) + TAKES_DAYS)
    _offer(brief, 0, vendors[0], at=now, submits=False)
    _offer(brief, 1, vendors[1], at=now - timedelta(days=1))
    told = Clarification.objects.create(
        brief=brief,
        question=_("How many of the records come in another language than English?"),
        answer=_("About one in ten, nearly all of them in Spanish. They keep their names as they are."),
        published_by=by,
        published_at=now - timedelta(days=4),
    )
    _asks(brief, vendors[2], told.question, at=now - timedelta(days=5), told=told)
    _asks(brief, vendors[1], _("May we see twenty records before we name a price?"), at=now - timedelta(hours=5))
    return brief


def _asks(brief: Brief, vendor: Vendor, text: str, *, at: datetime, told: Clarification | None = None) -> None:
    partner = Membership.objects.filter(vendor_id=vendor.pk).order_by("pk").first()
    if partner is not None:
        BriefInquiry.objects.create(
            brief=brief,
            vendor=vendor,
            text=text,
            asked_by=partner.user,
            asked_at=at,
            announced_at=at,
            clarification=told,
        )


def _asked(engagement: Engagement, vendors: Sequence[Vendor], *, by: User, then: datetime, days: timedelta) -> Brief:
    selection = begin_selection(
        engagement=engagement,
        name=_("Partner for %(name)s") % {"name": engagement.name},
        path=Path.REQUEST,
        currency="EUR",
        due_at=then + days,
        by=by,
        now=then,
        today=then.date(),
    )
    lock_weights(selection=selection, by=by, now=then)
    brief: Brief = Brief.objects.select_related("selection").get(selection=selection)
    publish_brief(brief=brief, by=by, now=then, today=then.date())
    BriefInvitation.objects.bulk_create(
        BriefInvitation(brief=brief, vendor=vendor, invited_by=by, invited_at=then) for vendor in vendors
    )
    return brief


def _offer(brief: Brief, place: int, vendor: Vendor, *, at: datetime, submits: bool = True) -> Offer:
    partner = Membership.objects.filter(vendor_id=vendor.pk).select_related("user").first()
    author = partner.user if partner else None
    sent = {"submitted_by": author, "submitted_at": at} if submits else {}
    offer: Offer = Offer.objects.create(brief=brief, vendor=vendor, started_by=author, started_at=at, **sent)
    sign = {"offer": offer, "vendor": vendor, "answered_by": author, "answered_at": at}
    questions = list(BriefQuestion.objects.filter(brief=brief))
    if not submits:
        questions = questions[: len(questions) // 2]
    OfferAnswer.objects.bulk_create(
        OfferAnswer(
            question=question,
            says_yes=True if question.is_knockout else None,
            value="" if question.is_knockout else ANSWERS[(place + number) % len(ANSWERS)],
            **sign,
        )
        for number, question in enumerate(questions)
    )
    lines = PriceLine.objects.filter(brief=brief) if submits else []
    OfferPrice.objects.bulk_create(
        OfferPrice(line=line, amount=Decimal(price), **sign) for line, price in zip(lines, PRICES[place], strict=False)
    )
    return offer


def _interview(offer: Offer, *, by: User, at: datetime) -> None:
    Interview.objects.create(
        offer=offer,
        held_on=at.date() + timedelta(days=3),
        people=_("Lead and trainer of theirs, three of us"),
        understands=_("Said in their own words where the errors come from, and asked about the month's end."),
        has_done=_("Showed a board of another client, with names taken out."),
        approach=_("Four weeks side by side, with a test at the end of each."),
        recorded_by=by,
        recorded_at=at,
    )


def _score(selection: Selection, raters: Sequence[User], offers: Sequence[Offer], *, at: datetime) -> None:
    criteria = list(Criterion.objects.filter(selection=selection).select_related("group"))
    sheets = RatingSheet.objects.bulk_create(
        RatingSheet(selection=selection, rater=person, begun_at=at, handed_in_at=at) for person in raters
    )
    Score.objects.bulk_create(
        Score(
            sheet=sheet,
            selection=selection,
            offer=offer,
            criterion=criterion,
            value=_points(PROFILES[place][criterion.group.position - 1], rater, number),
            given_at=at,
        )
        for rater, sheet in enumerate(sheets)
        for place, offer in enumerate(offers)
        for number, criterion in enumerate(criteria)
    )


def _points(usual: int, rater: int, number: int) -> int:
    """The usual points; the second rater is a little stricter here and there, the third milder."""
    strays = {1: -1, 2: 1}.get(rater, 0) if (number + rater) % 4 == 0 else 0
    return min(5, max(0, usual + strays))

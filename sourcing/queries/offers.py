"""Reads about one offer: what was asked beside what was answered. In the portal the database leaves out the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from foundation.accounts.portal import Todo
from sourcing.models import (
    Brief,
    BriefInvitation,
    BriefQuestion,
    Interview,
    KnockoutVerdict,
    Offer,
    OfferAnswer,
    OfferPrice,
    PriceLine,
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer and, for a knock-out, what ours made of it."""

    question: BriefQuestion
    answer: OfferAnswer | None
    verdict: KnockoutVerdict | None = None


@dataclass(frozen=True, slots=True)
class Priced:
    """A price that is asked, with the one that was given."""

    line: PriceLine
    price: OfferPrice | None


@dataclass(frozen=True, slots=True)
class OwnBrief:
    """A brief in the portal, with the vendor's own invitation and offer."""

    brief: Brief
    invitation: BriefInvitation
    offer: Offer | None
    is_over: bool

    @property
    def state(self) -> str:
        """``chosen``, ``other``, ``cancelled``, ``declined``, ``submitted``, ``closed``, ``drafting`` or ``asked``."""
        if self.invitation.outcome:
            return str(self.invitation.outcome)
        if self.offer is not None and self.offer.submitted_at is not None:
            return "submitted"
        if self.invitation.declined_at is not None:
            return "declined"
        if self.is_over:
            return "closed"
        return "asked" if self.offer is None else "drafting"

    @property
    def may_answer(self) -> bool:
        """It still takes an offer of this vendor."""
        return self.state in ("asked", "drafting")

    @property
    def may_ask(self) -> bool:
        """Its vendor may still ask about it, a proposal submitted or not."""
        return not self.is_over and self.state in ("asked", "drafting", "submitted")


def questions_of(brief: Brief) -> list[BriefQuestion]:
    """The questions of a brief, knock-outs first."""
    return list(BriefQuestion.objects.filter(brief=brief))


def lines_of(brief: Brief) -> list[PriceLine]:
    """The prices that a brief asks for."""
    return list(PriceLine.objects.filter(brief=brief))


def answered(offer: Offer, *, with_verdicts: bool = False) -> list[Answered]:
    """Every question of the offer's brief with its answer."""
    rows = OfferAnswer.objects.filter(offer=offer).select_related("file", "answered_by").defer("file__content")
    answers = {row.question_id: row for row in rows}
    verdicts: dict[int, KnockoutVerdict] = {}
    if with_verdicts:
        judged = KnockoutVerdict.objects.filter(offer=offer).select_related("judged_by")
        verdicts = {row.question_id: row for row in judged}
    return [
        Answered(row, answers.get(row.pk), verdicts.get(row.pk))
        for row in BriefQuestion.objects.filter(brief=offer.brief_id)
    ]


def priced(offer: Offer) -> list[Priced]:
    """Every price of the offer's brief with the one that was given."""
    prices = {row.line_id: row for row in OfferPrice.objects.filter(offer=offer).select_related("answered_by")}
    return [Priced(row, prices.get(row.pk)) for row in PriceLine.objects.filter(brief=offer.brief_id)]


def missing(offer: Offer) -> list[str]:
    """What an offer still lacks before it can be submitted, in the words of the brief."""
    open_ones = [each.question.text for each in answered(offer) if not _says_something(each)]
    return open_ones + [each.line.label for each in priced(offer) if each.price is None]


def _says_something(each: Answered) -> bool:
    """A knock-out is answered with yes or no, every other question with words or a file."""
    if each.answer is None:
        return False
    if each.question.is_knockout:
        return each.answer.says_yes is not None
    return bool(each.answer.value or each.answer.file_id)


def interview_of(offer: Offer) -> Interview | None:
    """What was heard."""
    found: Interview | None = Interview.objects.filter(offer=offer).select_related("recorded_by").first()
    return found


def own_briefs(*, now: datetime) -> list[OwnBrief]:
    """The briefs of the vendor whose portal it is, what is due first; three statements for any number."""
    invitations = {row.brief_id: row for row in BriefInvitation.objects.filter(withdrawn_at=None)}
    offers = {row.brief_id: row for row in Offer.objects.all()}
    rows = Brief.objects.defer("content").filter(pk__in=invitations).order_by("-due_at", "-pk")
    found = [OwnBrief(row, invitations[row.pk], offers.get(row.pk), now >= row.due_at) for row in rows]
    return sorted(found, key=lambda each: not each.may_answer)


def own_brief(pk: int, *, now: datetime) -> OwnBrief | None:
    """One of them; None when the vendor was not asked."""
    brief = Brief.objects.filter(pk=pk).exclude(published_at=None).first()
    invitation = BriefInvitation.objects.filter(brief_id=pk, withdrawn_at=None).first()
    if brief is None or invitation is None:
        return None
    return OwnBrief(brief, invitation, Offer.objects.filter(brief_id=pk).first(), now >= brief.due_at)


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """The offers that are asked for and not yet submitted."""
    return [
        Todo(
            _("Proposal: %(title)s") % {"title": each.brief.title},
            _("The client asks you for a proposal.")
            if each.state == "asked"
            else _("Your draft is not submitted yet."),
            each.brief.due_at,
            "sourcing:portal-brief-detail",
            {"pk": each.brief.pk},
            action_label=_("Read it") if each.state == "asked" else _("Go on"),
        )
        for each in own_briefs(now=now)
        if each.may_answer
    ]

"""Reads about selections: lists, how far each is, and what its next step needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sourcing.models import (
    Brief,
    BriefInvitation,
    BriefQuestion,
    KnockoutVerdict,
    Offer,
    RatingSheet,
    Selection,
)

STEPS = ("draft", "open", "judging", "decided")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a selection is: ``state`` is draft, open, judging, decided or cancelled, and the counts behind it."""

    selection: Selection
    brief: Brief
    state: str
    invited: int = 0
    submitted: int = 0
    raters: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Invited:
    """A vendor that was asked, with its offer: only that there is one, and when it was submitted."""

    invitation: BriefInvitation
    offer: Offer | None

    @property
    def state(self) -> str:
        """``withdrawn``, ``declined``, ``submitted``, ``drafting`` or ``asked``."""
        if self.invitation.withdrawn_at is not None:
            return "withdrawn"
        if self.offer is not None and self.offer.submitted_at is not None:
            return "submitted"
        if self.invitation.declined_at is not None:
            return "declined"
        return "asked" if self.offer is None else "drafting"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What scoring waits for; empty lists and True when it may begin."""

    is_locked: bool
    is_closed: bool
    unjudged: list[tuple[Offer, int]] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Locked, closed and every knock-out judged."""
        return self.is_locked and self.is_closed and not self.unjudged


def state_of(selection: Selection, brief: Brief, now: datetime) -> str:
    """``draft``, ``open``, ``judging``, ``decided`` or ``cancelled``."""
    if selection.cancelled_at is not None:
        return "cancelled"
    if selection.decided_at is not None:
        return "decided"
    if brief.published_at is None:
        return "draft"
    return "open" if now < brief.due_at else "judging"


def state_before_end(selection: Selection, brief: Brief, state: str) -> str:
    """How far it was when it was called off; the state itself for one that was not."""
    if selection.cancelled_at is None:
        return state
    if brief.published_at is None:
        return "draft"
    return "open" if selection.cancelled_at < brief.due_at else "judging"


def selections(*, now: datetime) -> list[Progress]:
    """Every selection, those that run first and then the newest; four statements for any number."""
    briefs = list(Brief.objects.select_related("selection__engagement", "selection__chosen").order_by("-pk"))
    invited = Counter(BriefInvitation.objects.filter(withdrawn_at=None).values_list("brief_id", flat=True))
    submitted = Counter(Offer.objects.exclude(submitted_at=None).values_list("brief_id", flat=True))
    sheets = list(RatingSheet.objects.filter(excused_at=None).values_list("selection_id", "handed_in_at"))
    raters = Counter(selection for selection, _at in sheets)
    done = Counter(selection for selection, at in sheets if at is not None)
    found = [
        Progress(
            brief.selection,
            brief,
            state_of(brief.selection, brief, now),
            invited[brief.pk],
            submitted[brief.pk],
            raters[brief.selection_id],
            done[brief.selection_id],
        )
        for brief in briefs
    ]
    return sorted(found, key=lambda each: each.selection.is_over)


def invited(brief: Brief) -> list[Invited]:
    """Who was asked, by name, with what became of it."""
    offers = {offer.vendor_id: offer for offer in Offer.objects.filter(brief=brief)}
    rows = BriefInvitation.objects.filter(brief=brief).select_related("vendor").order_by("vendor__name", "pk")
    return [Invited(row, offers.get(row.vendor_id)) for row in rows]


def standing(brief: Brief) -> QuerySet[BriefInvitation]:
    """The invitations that hold: neither taken back nor declined."""
    return BriefInvitation.objects.filter(brief=brief, withdrawn_at=None, declined_at=None).order_by("pk")


def waiting(brief: Brief) -> QuerySet[BriefInvitation]:
    """Of those, the ones whose vendor has not submitted."""
    return standing(brief).exclude(
        vendor__in=Offer.objects.filter(brief=brief).exclude(submitted_at=None).values("vendor_id")
    )


def submitted_offers(brief: Brief) -> list[Offer]:
    """The offers that are judged, by the vendor's name: submitted, and their invitation was not withdrawn."""
    asked = BriefInvitation.objects.filter(brief=brief, withdrawn_at=None).values("vendor_id")
    rows = Offer.objects.filter(brief=brief, vendor__in=asked).exclude(submitted_at=None)
    return list(rows.select_related("vendor").order_by("vendor__name", "pk"))


def readiness(selection: Selection, brief: Brief, *, now: datetime) -> Readiness:
    """Whether scoring may begin."""
    asked = BriefQuestion.objects.filter(brief=brief, is_knockout=True).count()
    offers = submitted_offers(brief)
    judged = Counter(KnockoutVerdict.objects.filter(offer__in=offers).values_list("offer_id", flat=True))
    unjudged = [(offer, asked - judged[offer.pk]) for offer in offers if judged[offer.pk] < asked]
    is_closed = brief.published_at is not None and brief.due_at <= now
    return Readiness(selection.locked_at is not None, is_closed, unjudged)


def offers_to_score(brief: Brief) -> list[Offer]:
    """The offers that passed every knock-out."""
    out = KnockoutVerdict.objects.filter(offer__brief=brief, passes=False).values("offer_id")
    fallen = set(out.values_list("offer_id", flat=True))
    return [offer for offer in submitted_offers(brief) if offer.pk not in fallen]


def sheets_of(selection: Selection) -> list[RatingSheet]:
    """The raters with how far they are, by name."""
    rows = RatingSheet.objects.filter(selection=selection).select_related("rater")
    return list(rows.order_by("rater__name", "rater__email"))


def sheets_to_score(*, now: datetime) -> QuerySet[RatingSheet]:
    """What raters still have to score, where it may begin: weights locked, offers opened, every knock-out judged, and
    an offer that passed. One statement for any number, as ``readiness`` says it of one."""
    asked = BriefInvitation.objects.filter(withdrawn_at=None, brief=OuterRef("brief"), vendor=OuterRef("vendor"))
    offers = Offer.objects.filter(Exists(asked)).exclude(submitted_at=None)
    verdicts = KnockoutVerdict.objects.filter(offer=OuterRef("pk"))
    unjudged = offers.filter(~Exists(verdicts.filter(question=OuterRef(OuterRef("pk")))), brief=OuterRef("brief"))
    waits = BriefQuestion.objects.filter(Exists(unjudged), is_knockout=True, brief__selection=OuterRef("selection"))
    passed = offers.filter(~Exists(verdicts.filter(passes=False)), brief__selection=OuterRef("selection"))
    living = Q(handed_in_at=None, excused_at=None, selection__decided_at=None, selection__cancelled_at=None)
    may_begin = Q(selection__locked_at__isnull=False, selection__briefs__published_at__isnull=False)
    due = Q(selection__briefs__due_at__lte=now)
    rows: QuerySet[RatingSheet] = RatingSheet.objects.filter(living & may_begin & due, Exists(passed), ~Exists(waits))
    return rows.select_related("selection__engagement", "rater")

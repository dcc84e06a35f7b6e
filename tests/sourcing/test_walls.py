"""What the database itself keeps: blind raters, sealed offers, locked weights, vendors apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff
from foundation.outbox.models import Message
from sourcing.actions.scoring import excuse_rater, hand_in
from sourcing.actions.selections import GroupTerms, set_criteria, unlock_weights
from sourcing.models import (
    Brief,
    BriefInvitation,
    BriefQuestion,
    Criterion,
    CriterionGroup,
    Interview,
    KnockoutVerdict,
    Offer,
    OfferAnswer,
    OfferPrice,
    OwnCost,
    PriceLine,
    RatingSheet,
    Score,
    Selection,
)
from sourcing.queries.results import result_of
from tests.factories.cast import Cast, House
from tests.sourcing.choosing import RATERS, Choosing, begin, scored


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


def opened(house: House) -> Choosing:
    made = begin(house)
    made.offer("kestrel")
    made.close()
    made.judge("kestrel")
    made.ask()
    return made


def seen_by(made: Choosing, role: Role) -> set[Any]:
    """Whose points somebody can read at all."""
    with staff(made.house.pk, actor=made.house.people[role].pk):
        return set(Score.objects.values_list("sheet__rater__name", flat=True))


def test_points_are_hidden_until_ones_own_are_handed_in(house: House) -> None:
    made = opened(house)
    lead, owner, finance = (house.people[role].name for role in RATERS)
    made.rate(Role.OPS_LEAD, {"kestrel": 4})
    made.rate(Role.OWNER, {"kestrel": 2}, hands_in=False)
    assert seen_by(made, Role.OPS_LEAD) == {lead}
    assert seen_by(made, Role.OWNER) == {owner}
    assert seen_by(made, Role.FINANCE) == set()
    assert seen_by(made, Role.VIEWER) == set()
    with staff(house.pk, actor=house.people[Role.OWNER].pk):
        hand_in(sheet=made.sheet(Role.OWNER), by=house.people[Role.OWNER], now=timezone.now())
    assert seen_by(made, Role.OWNER) == {lead, owner}
    assert seen_by(made, Role.VIEWER) == set()
    made.rate(Role.FINANCE, {"kestrel": 3})
    assert seen_by(made, Role.VIEWER) == {lead, owner, finance}


def test_nobody_writes_another_raters_points_or_changes_their_own_afterwards(house: House) -> None:
    made = opened(house)
    made.rate(Role.OWNER, {"kestrel": 2}, hands_in=False)
    sheet, offer = made.sheet(Role.OWNER), made.offers["kestrel"]
    with staff(house.pk, actor=house.people[Role.OPS_LEAD].pk):
        criterion = Criterion.objects.filter(selection=made.selection)[0]
        row = {"sheet": sheet, "selection": made.selection, "offer": offer, "given_at": timezone.now(), "value": 5}
        with pytest.raises(ProgrammingError), transaction.atomic():
            Score.objects.create(criterion=criterion, **row)
        assert Score.objects.filter(sheet=sheet).update(value=5) == 0
    made.rate(Role.OWNER, {"kestrel": 2})
    with staff(house.pk, actor=house.people[Role.OWNER].pk):
        assert Score.objects.filter(sheet=sheet).update(value=5) == 0
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            RatingSheet.objects.filter(pk=sheet.pk).update(handed_in_at=None)


def test_an_excused_raters_points_do_not_count(house: House) -> None:
    made = opened(house)
    made.rate(Role.OPS_LEAD, {"kestrel": 4})
    made.rate(Role.OWNER, {"kestrel": 1}, hands_in=False)
    sheets = [made.sheet(role) for role in (Role.OWNER, Role.FINANCE)]
    with staff(house.pk, actor=made.lead.pk):
        for sheet in sheets:
            excuse_rater(sheet=sheet, reason="ill", by=made.lead, now=timezone.now())
        result = result_of(made.selection, made.brief)
        assert (result.is_complete, result.raters) == (True, 1)
        assert {part.points for part in result.rows[0].standing.parts if part.key != "price"} == {4}


def test_an_offer_is_sealed_until_its_time_is_over(house: House) -> None:
    made = begin(house)
    made.offer("kestrel")
    made.offer("inkwell", submits=False)
    with staff(house.pk, actor=made.lead.pk):
        assert [model.objects.count() for model in (Offer, OfferAnswer, OfferPrice)] == [2, 0, 0]
        assert not result_of(made.selection, made.brief).is_complete
    made.close()
    with staff(house.pk, actor=made.lead.pk):
        assert set(OfferAnswer.objects.values_list("vendor__name", flat=True)) == {"Kestrel"}
        assert set(OfferPrice.objects.values_list("vendor__name", flat=True)) == {"Kestrel"}
        with pytest.raises(ProgrammingError), transaction.atomic():
            OfferPrice.objects.update(amount=1)


def test_the_database_takes_no_offer_after_its_time_or_its_submission(house: House) -> None:
    made = begin(house)
    offer = made.offer("kestrel")
    made.offer("inkwell", submits=False)
    kestrel, inkwell = (house.vendors[name].pk for name in ("kestrel", "inkwell"))
    with portal(house.pk, vendor=kestrel, actor=made.manager("kestrel").pk):
        with pytest.raises(ProgrammingError), transaction.atomic():
            OfferPrice.objects.filter(offer=offer).update(amount=1, answered_by=made.manager("kestrel"))
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(submitted_at=timezone.now(), submitted_by=made.manager("kestrel"))
    made.close()
    person = made.manager("inkwell")
    with portal(house.pk, vendor=inkwell, actor=person.pk):
        with pytest.raises(ProgrammingError), transaction.atomic():
            OfferAnswer.objects.update(value="late", answered_by=person)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Offer.objects.update(submitted_at=timezone.now(), submitted_by=person)


def test_a_vendor_sees_its_own_alone_and_nothing_of_the_judging(house: House) -> None:
    made = scored(house)
    own, other = made.offers["kestrel"].pk, made.offers["inkwell"].pk
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=made.manager("kestrel").pk):
        assert [row.pk for row in Offer.objects.all()] == [own]
        assert {row.vendor_id for row in BriefInvitation.objects.all()} == {house.vendors["kestrel"].pk}
        assert set(OfferPrice.objects.values_list("offer_id", flat=True)) == {own}
        assert not OfferAnswer.objects.filter(offer=other).exists()
        assert (Brief.objects.count(), BriefQuestion.objects.count(), PriceLine.objects.count()) == (1, 13, 3)
        hidden = (Selection, CriterionGroup, Criterion, RatingSheet, Score, KnockoutVerdict, Interview, OwnCost)
        for model in hidden:
            with pytest.raises(ProgrammingError), transaction.atomic():
                model.objects.count()
    with staff(house.pk):
        mails = list(Message.objects.filter(subject_key__startswith="brief/"))
        assert {message.vendor_id for message in mails} == {row.vendor_id for row in made.offers.values()}
        for message in mails:
            mine = "Kestrel" if message.vendor_id == house.vendors["kestrel"].pk else "Inkwell"
            theirs = "Inkwell" if mine == "Kestrel" else "Kestrel"
            text = f"{message.subject} {message.text}"
            assert theirs not in text
            assert f"/portal/{message.vendor_id}/proposals/{made.brief.pk}/" in text


def test_a_brief_is_seen_once_published_by_whom_it_was_sent_to(house: House) -> None:
    made = begin(house, publishes=False)
    scope = {"vendor": house.vendors["kestrel"].pk, "actor": made.manager("kestrel").pk}
    with staff(house.pk):
        BriefInvitation.objects.create(brief=made.brief, vendor=house.vendors["kestrel"], invited_at=timezone.now())
    with portal(house.pk, **scope):
        assert (Brief.objects.count(), BriefQuestion.objects.count()) == (0, 0)
    with staff(house.pk):
        Brief.objects.filter(pk=made.brief.pk).update(published_at=timezone.now(), content={})
    with portal(house.pk, **scope):
        assert (Brief.objects.count(), BriefQuestion.objects.count()) == (1, 13)
    with staff(house.pk):
        BriefInvitation.objects.update(withdrawn_at=timezone.now())
    with portal(house.pk, **scope):
        assert (Brief.objects.count(), BriefQuestion.objects.count()) == (0, 0)


def test_locked_weights_do_not_change_and_open_only_while_nobody_has_scored(house: House) -> None:
    made = opened(house)
    with staff(house.pk, actor=made.lead.pk):
        group = CriterionGroup.objects.filter(selection=made.selection)[0]
        with pytest.raises(IntegrityError, match="are locked"), transaction.atomic():
            CriterionGroup.objects.filter(pk=group.pk).update(weight=1)
        with pytest.raises(IntegrityError, match="are locked"), transaction.atomic():
            Criterion.objects.filter(selection=made.selection).delete()
        terms = [GroupTerms(group.key, group.weight, group.minimum)]
        with pytest.raises(ValidationError, match="locked"):
            set_criteria(selection=made.selection, groups=terms, criteria=[], seen=1, by=made.lead)
        with pytest.raises(ValidationError, match="Say why"):
            unlock_weights(selection=made.selection, reason=" ", by=made.lead)
        unlock_weights(selection=made.selection, reason="a typo", by=made.lead)
        assert Selection.objects.get(pk=made.selection.pk).locked_at is None
        Selection.objects.filter(pk=made.selection.pk).update(locked_at=timezone.now())
    made.rate(Role.OWNER, {"kestrel": 2}, hands_in=False)
    with staff(house.pk, actor=made.lead.pk):
        with pytest.raises(ValidationError, match="scored already"):
            unlock_weights(selection=made.selection, reason="a typo", by=made.lead)
        with pytest.raises(IntegrityError, match="stay locked"), transaction.atomic():
            Selection.objects.filter(pk=made.selection.pk).update(locked_at=None)


def test_nothing_is_scored_before_weights_are_locked(house: House) -> None:
    made = begin(house, locks=False)
    offer = made.offer("kestrel")
    made.close()
    made.judge("kestrel")
    made.ask()
    with pytest.raises(ValidationError, match="locked before"):
        made.rate(Role.OWNER, {"kestrel": 2})
    with staff(house.pk, actor=house.people[Role.OWNER].pk):
        row = {"sheet": made.sheet(Role.OWNER), "selection": made.selection, "offer": offer}
        criterion = Criterion.objects.filter(selection=made.selection)[0]
        with pytest.raises(IntegrityError, match="locked before"), transaction.atomic():
            Score.objects.create(criterion=criterion, given_at=timezone.now() - timedelta(days=1), **row)

"""What both sides sign: the verbs of exclusions, assumptions and rules in writing, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements.actions.registers import change_claim, claim, decide, end_claim, take_back
from engagements.actions.written_rules import write_rule
from engagements.models import Assumption, Engagement, ExclusionRule, Side, WrittenRule
from engagements.queries.registers import claims, in_force, written_rules
from foundation.accounts.models import AuditEvent, User
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House

TODAY = date(2026, 11, 23)
MAIL = "Mail of 3 November 2026"


@pytest.fixture
def engagement(house: House) -> Iterator[Engagement]:
    with staff(house.pk):
        yield house.engagements["kestrel"]


@pytest.fixture
def lead(house: House) -> User:
    return house.people[Role.OPS_LEAD]


@pytest.fixture
def owner(house: House) -> User:
    return house.people[Role.OWNER]


def exclusion(engagement: Engagement, **values: Any) -> ExclusionRule:
    given = {"kind": "client_delay", "effect": "subtract", "text": "The VPN is down", "claimed_side": Side.CLIENT}
    return ExclusionRule(engagement=engagement, **given | values)


def refused(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return list(error.value.error_dict) if hasattr(error.value, "error_dict") else ["__all__"]


class TestTwoParties:
    @pytest.mark.parametrize(
        ("side", "claims_it", "decides", "evidence", "expected"),
        [
            (Side.CLIENT, "lead", "owner", "", ["evidence"]),  # the partner's answer, without what shows it
            (Side.CLIENT, "lead", "lead", "", ["evidence"]),
            (Side.CLIENT, "lead", "lead", MAIL, []),
            (Side.CLIENT, "lead", "owner", MAIL, []),
            (Side.VENDOR, "lead", "owner", "", []),  # our answer to what the partner claimed
            (Side.VENDOR, "lead", "lead", "", ["evidence"]),  # the same person wrote it down
            (Side.VENDOR, "lead", "lead", MAIL, []),
        ],
    )
    def test_who_may_agree(
        self,
        engagement: Engagement,
        house: House,
        now: datetime,
        side: Side,
        claims_it: str,
        decides: str,
        evidence: str,
        expected: list[str],
    ) -> None:
        people = {"lead": house.people[Role.OPS_LEAD], "owner": house.people[Role.OWNER]}
        said = MAIL if side == Side.VENDOR else ""
        row = claim(row=exclusion(engagement, claimed_side=side, claim_evidence=said), by=people[claims_it], now=now)
        if not expected:
            decide(row=row, approve=True, by=people[decides], now=now, evidence=evidence)
            assert [each.pk for each in in_force(ExclusionRule, engagement.pk, on=TODAY)] == [row.pk]
            return
        with pytest.raises(ValidationError) as error:
            decide(row=row, approve=True, by=people[decides], now=now, evidence=evidence)
        assert refused(error) == expected
        assert list(in_force(ExclusionRule, engagement.pk, on=TODAY)) == []

    def test_the_database_knows_it_too(self, engagement: Engagement, lead: User, now: datetime) -> None:
        row = claim(row=exclusion(engagement), by=lead, now=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            ExclusionRule.objects.filter(pk=row.pk).update(decision="approved", decided_by=lead, decided_at=now)

    def test_the_partner_is_not_quoted_without_evidence(
        self, engagement: Engagement, lead: User, now: datetime
    ) -> None:
        with pytest.raises(ValidationError) as error:
            claim(row=exclusion(engagement, claimed_side=Side.VENDOR, claim_evidence=" "), by=lead, now=now)
        assert refused(error) == ["claim_evidence"]

    def test_a_refusal_says_why(self, engagement: Engagement, lead: User, owner: User, now: datetime) -> None:
        row = claim(row=exclusion(engagement), by=lead, now=now)
        with pytest.raises(ValidationError) as error:
            decide(row=row, approve=False, by=owner, now=now, evidence=MAIL)
        assert refused(error) == ["note"]
        decide(row=row, approve=False, by=owner, now=now, evidence=MAIL, note="Their own VPN")
        assert [each.state for each in claims(ExclusionRule, engagement.pk, today=TODAY)] == ["refused"]

    def test_what_was_decided_stays(self, engagement: Engagement, lead: User, owner: User, now: datetime) -> None:
        row = claim(row=exclusion(engagement), by=lead, now=now)
        decide(row=row, approve=True, by=owner, now=now, evidence=MAIL)
        for again in (
            lambda: decide(row=row, approve=False, by=owner, now=now, evidence=MAIL, note="No"),
            lambda: change_claim(row=row, by=lead, was={"text": "x"}),
            lambda: take_back(row=row, by=lead),
        ):
            with pytest.raises(ValidationError):
                again()
        assert ExclusionRule.objects.get().decision == "approved"

    def test_who_reworded_it_claimed_it(self, engagement: Engagement, lead: User, owner: User, now: datetime) -> None:
        row = claim(row=exclusion(engagement, claimed_side=Side.VENDOR, claim_evidence=MAIL), by=lead, now=now)
        row.text = "The VPN is down, as their status page shows"
        change_claim(row=row, by=owner, was={"text": "The VPN is down"})
        with pytest.raises(ValidationError):
            decide(row=row, approve=True, by=owner, now=now)
        decide(row=row, approve=True, by=lead, now=now)

    def test_states_as_a_page_shows_them(self, engagement: Engagement, lead: User, owner: User, now: datetime) -> None:
        def assumption(text: str, side: Side) -> Assumption:
            evidence = MAIL if side == Side.VENDOR else ""
            row = Assumption(engagement=engagement, text=text, claimed_side=side, claim_evidence=evidence)
            return claim(row=row, by=lead, now=now)

        for text, side, last_day in (
            ("ended", Side.CLIENT, date(2026, 11, 22)),
            ("last day", Side.CLIENT, TODAY),
            ("theirs", Side.VENDOR, None),
        ):
            row = assumption(text, side)
            decide(row=row, approve=True, by=owner, now=now, evidence=MAIL)
            if last_day:
                end_claim(row=row, last_day=last_day, by=lead)
        assumption("open", Side.VENDOR)
        shown = [
            (each.row.text, each.state, each.decider, each.claimed_for_them, each.decided_for_them)
            for each in claims(Assumption, engagement.pk, today=TODAY)
        ]
        assert shown == [
            ("open", "waiting", Side.CLIENT, True, False),
            ("last day", "approved", Side.VENDOR, False, True),
            ("theirs", "approved", Side.CLIENT, True, False),
            ("ended", "ended", Side.VENDOR, False, True),
        ]
        assert [row.text for row in in_force(Assumption, engagement.pk, on=TODAY)] == ["last day", "theirs"]
        assert [row.text for row in in_force(Assumption, engagement.pk, on=date(2026, 11, 24))] == ["theirs"]


class TestRulesInWriting:
    def test_a_draft_then_in_force(self, engagement: Engagement, lead: User) -> None:
        kind = WrittenRule.Kind.QUALITY_SCORING
        rule = write_rule(engagement=engagement, kind=kind, text="Twenty tickets a week.", by=lead, seen=0)
        assert [(each.kind, each.in_force) for each in written_rules(engagement.pk, today=TODAY)] == [
            ("quality_scoring", False),
            ("data_protection", False),
        ]
        words: dict[str, Any] = {"text": "Thirty tickets a week.", "reference": "Annex 2", "in_force_from": TODAY}
        write_rule(engagement=engagement, kind=kind, by=lead, seen=rule.revision, **words)
        shown = written_rules(engagement.pk, today=TODAY)[0]
        assert (shown.in_force, shown.row and shown.row.revision) == (True, 2)
        assert written_rules(engagement.pk, today=date(2026, 11, 22))[0].in_force is False
        assert AuditEvent.objects.filter(verb="writtenrule.written").count() == 2

    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ({"text": "", "reference": "Annex 2"}, ["text"]),
            ({"text": "Twenty tickets a week.", "reference": " "}, ["reference"]),
        ],
    )
    def test_in_force_needs_words_and_a_place(
        self, engagement: Engagement, lead: User, words: dict[str, str], expected: list[str]
    ) -> None:
        with pytest.raises(ValidationError) as error:
            write_rule(engagement=engagement, kind="data_protection", by=lead, in_force_from=TODAY, seen=0, **words)
        assert refused(error) == expected

    def test_two_people_at_once(self, engagement: Engagement, lead: User, owner: User) -> None:
        kind = "data_protection"
        write_rule(engagement=engagement, kind=kind, text="First", by=lead, seen=0)
        for seen in (0, 7):
            with pytest.raises(ConflictError):
                write_rule(engagement=engagement, kind=kind, text="Second", by=owner, seen=seen)
        assert WrittenRule.objects.get().text == "First"

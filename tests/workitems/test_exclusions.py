"""Exclusions: claimed by one, decided by another, and what that does to the weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.actions.registers import claim as claim_rule
from engagements.actions.registers import decide, end_claim
from engagements.models import ExclusionRule
from foundation.accounts.models import AuditEvent, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import CANARY, Cast, House
from tests.factories.workitems import make_item
from workitems.actions.exclusions import REASONS, approve_exclusion, claim_exclusion, reject_exclusion
from workitems.models import DirtyWeek, Exclusion, WorkItem
from workitems.models.exclusions import ExclusionReason

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def at(hour: float, day: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour)


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    with staff(cast.northwind.pk):
        yield cast.northwind


@pytest.fixture
def item(house: House) -> WorkItem:
    """In the backlog of two weeks."""
    return make_item(house.engagements["kestrel"], opened_at=at(9, day=-7), resolved_at=at(9), external_id="INC1")


def claim(item: WorkItem, by: User, now: datetime) -> Exclusion:
    return claim_exclusion(item=item, reason="client_delay", note="Mail of 12 November", by=by, now=now)


def signed_rule(house: House, now: datetime) -> ExclusionRule:
    lead, engagement = house.people[Role.OPS_LEAD], house.engagements["kestrel"]
    words: dict[str, Any] = {"kind": "third_party", "text": "Their carrier", "effect": "drop", "claim_days": 7}
    row = ExclusionRule(engagement=engagement, claimed_side="client", **words)
    return decide(row=claim_rule(row=row, by=lead, now=now), approve=True, by=lead, now=now, evidence="Annex 3")


class TestActions:
    def test_a_claim_changes_no_figure(self, house: House, item: WorkItem, now: datetime) -> None:
        analyst = house.people[Role.ANALYST]
        exclusion = claim(item, analyst, now)
        assert (exclusion.claimed_by, exclusion.decided_by, exclusion.note) == (analyst, None, "Mail of 12 November")
        assert DirtyWeek.objects.count() == 0
        event = AuditEvent.objects.get(verb="exclusion.claimed")
        assert event.data == {"item": item.pk, "reason": "client_delay"}

    def test_an_approval_has_every_week_of_the_item_measured_again(
        self, house: House, item: WorkItem, now: datetime
    ) -> None:
        exclusion = claim(item, house.people[Role.ANALYST], now)
        approve_exclusion(exclusion=exclusion, by=house.people[Role.FINANCE], now=now, note="Agreed")
        exclusion.refresh_from_db()
        assert (exclusion.approved_at, exclusion.rejected_at) == (now, None)
        assert (exclusion.decided_by, exclusion.decision_note) == (house.people[Role.FINANCE], "Agreed")
        weeks = DirtyWeek.objects.order_by("week_start").values_list("engagement_id", "week_start")
        engagement = house.engagements["kestrel"].pk
        assert list(weeks) == [(engagement, date(2026, 11, day)) for day in (9, 16, 23)]

    def test_a_rejection_changes_no_figure_and_the_item_may_be_claimed_again(
        self, house: House, item: WorkItem, now: datetime
    ) -> None:
        analyst, lead = house.people[Role.ANALYST], house.people[Role.OPS_LEAD]
        reject_exclusion(exclusion=claim(item, analyst, now), by=lead, now=now, note="No mail there")
        assert DirtyWeek.objects.count() == 0
        claim(item, analyst, now)
        assert Exclusion.objects.filter(item=item).count() == 2

    def test_nobody_decides_their_own_claim(self, house: House, item: WorkItem, now: datetime) -> None:
        lead = house.people[Role.OPS_LEAD]
        exclusion = claim(item, lead, now)
        with pytest.raises(ValidationError, match="somebody else has to decide"):
            approve_exclusion(exclusion=exclusion, by=lead, now=now)

    def test_a_decision_stands(self, house: House, item: WorkItem, now: datetime) -> None:
        exclusion = claim(item, house.people[Role.ANALYST], now)
        approve_exclusion(exclusion=exclusion, by=house.people[Role.FINANCE], now=now)
        with pytest.raises(ValidationError, match="decided this exclusion meanwhile"):
            reject_exclusion(exclusion=exclusion, by=house.people[Role.OWNER], now=now, note="No")

    def test_one_claim_at_a_time_and_none_without_a_word(self, house: House, item: WorkItem, now: datetime) -> None:
        analyst, lead = house.people[Role.ANALYST], house.people[Role.OPS_LEAD]
        exclusion = claim(item, analyst, now)
        with pytest.raises(ValidationError, match="claimed already"):
            claim(item, lead, now)
        with pytest.raises(ValidationError, match="Say what shows it"):
            claim_exclusion(item=item, reason="ramp", note=" ", by=lead, now=now)
        with pytest.raises(ValidationError, match="Say why it is rejected"):
            reject_exclusion(exclusion=exclusion, by=lead, now=now, note="")


class TestRules:
    """A claim may stand on a rule that both sides signed."""

    @pytest.fixture
    def rule(self, house: House, now: datetime) -> ExclusionRule:
        return signed_rule(house, now)

    def test_its_type_is_the_reason(self, house: House, item: WorkItem, rule: ExclusionRule, now: datetime) -> None:
        said: dict[str, Any] = {"reason": "ramp", "note": "Mail", "by": house.people[Role.ANALYST]}
        exclusion = claim_exclusion(item=item, rule=rule, now=now, **said)
        assert (exclusion.reason, exclusion.rule) == ("client_third_party", rule)
        assert {REASONS.get(kind, kind.value) for kind in ExclusionRule.Kind} == set(ExclusionReason.values)

    def test_within_its_days_and_its_time(
        self, house: House, item: WorkItem, rule: ExclusionRule, now: datetime
    ) -> None:
        said: dict[str, Any] = {"reason": "ramp", "note": "Mail", "by": house.people[Role.ANALYST]}
        with pytest.raises(ValidationError, match="gives 7 days after completion"):
            claim_exclusion(item=item, rule=rule, now=at(9, day=7) + timedelta(microseconds=1), **said)
        end_claim(row=rule, last_day=at(0, day=-8).date(), by=house.people[Role.OPS_LEAD])
        with pytest.raises(ValidationError, match="not in force for this item"):
            claim_exclusion(item=item, rule=rule, now=now, **said)
        end_claim(row=rule, last_day=at(0, day=-7).date(), by=house.people[Role.OPS_LEAD])
        assert claim_exclusion(item=item, rule=rule, now=at(9, day=7), **said).rule == rule


class TestPages:
    @pytest.fixture
    def house(self, cast: Cast) -> House:
        """Outside any scope, as a browser begins."""
        return cast.northwind

    @pytest.fixture
    def item(self, house: House) -> WorkItem:
        with staff(house.pk):
            return make_item(house.engagements["kestrel"], opened_at=at(9), external_id="INC1")

    def claims(self, house: House) -> list[Exclusion]:
        with staff(house.pk):
            return list(Exclusion.objects.all())

    def claimed(self, house: House, role: Role, now: datetime, item: WorkItem | None = None) -> Exclusion:
        with staff(house.pk):
            return claim(item or make_item(house.engagements["kestrel"], opened_at=at(9)), house.people[role], now)

    def text(self, response: Any) -> str:
        return str(response.content.decode())

    def test_from_claim_to_decision(self, house: House, item: WorkItem, sign_in: SignIn) -> None:
        analyst, lead = sign_in(house.people[Role.ANALYST]), sign_in(house.people[Role.OPS_LEAD])
        claimed = {"reason": "client_delay", "note": "Mail of 12 November"}
        told = analyst.post(f"/northwind/items/{item.pk}/exclusion/", claimed, follow=True)
        assert "It changes nothing until somebody else approves it." in self.text(told)
        mine = self.text(analyst.get("/northwind/exclusions/"))
        assert "INC1" in mine
        assert "An ops lead, finance or the owner decides." in mine
        (waiting,) = self.claims(house)
        refused = lead.post(f"/northwind/exclusions/{waiting.pk}/decision/", {"decision": "reject", "note": " "})
        assert "Say why it is rejected." in self.text(refused)
        decided = lead.post(f"/northwind/exclusions/{waiting.pk}/decision/", {"decision": "approve"}, follow=True)
        assert "INC1 is excluded: its weeks are measured again." in self.text(decided)
        assert "No exclusion waits" in self.text(decided)
        assert "INC1" in self.text(lead.get("/northwind/exclusions/?state=approved"))
        assert "INC1" not in self.text(lead.get("/northwind/exclusions/?state=rejected"))

    def test_faults_are_told_in_words(self, house: House, item: WorkItem, sign_in: SignIn, now: datetime) -> None:
        lead = sign_in(house.people[Role.OPS_LEAD])
        address = f"/northwind/items/{item.pk}/exclusion/"
        assert "This field is required." in self.text(lead.post(address, {"reason": "ramp"}))
        exclusion = self.claimed(house, Role.OPS_LEAD, now, item)
        again = self.text(lead.post(address, {"reason": "ramp", "note": "Again"}))
        assert len(self.claims(house)) == 1
        assert "Somebody else than the claimant decides it." in again
        own = lead.post(f"/northwind/exclusions/{exclusion.pk}/decision/", {"decision": "approve"})
        assert "You claimed this exclusion, so somebody else has to decide it." in self.text(own)

    @pytest.mark.parametrize(
        ("role", "claims", "decides"),
        [(Role.VIEWER, 403, 403), (Role.ANALYST, 302, 403), (Role.FINANCE, 403, 302), (Role.OWNER, 302, 302)],
    )
    def test_who_may(
        self, house: House, item: WorkItem, sign_in: SignIn, now: datetime, role: Role, claims: int, decides: int
    ) -> None:
        browser = sign_in(house.people[role])
        waiting = self.claimed(house, Role.OPS_LEAD, now)
        claimed = browser.post(f"/northwind/items/{item.pk}/exclusion/", {"reason": "ramp", "note": "-"})
        decided = browser.post(f"/northwind/exclusions/{waiting.pk}/decision/", {"decision": "approve"})
        assert (claimed.status_code, decided.status_code) == (claims, decides)

    def test_the_list_asks_as_much_for_three_as_for_one(self, house: House, sign_in: SignIn, now: datetime) -> None:
        browser = sign_in(house.people[Role.OWNER])
        counts = []
        for number in (1, 2):
            for _ in range(number):
                self.claimed(house, Role.ANALYST, now)
            with CaptureQueriesContext(connection) as queries:
                browser.get("/northwind/exclusions/")
            counts.append(len(queries))
        assert counts == [16, 16]

    def test_another_tenants_claim_is_not_there(self, cast: Cast, sign_in: SignIn, now: datetime) -> None:
        with staff(cast.umbra.pk):
            strange = make_item(cast.umbra.engagements["kestrel"], opened_at=at(9), title=CANARY)
            waiting = claim(strange, cast.umbra.people[Role.ANALYST], now)
        browser: Client = sign_in(cast.northwind.people[Role.OWNER])
        assert CANARY not in self.text(browser.get("/northwind/exclusions/"))
        answers = [
            browser.post(f"/northwind/exclusions/{pk}/decision/", {"decision": "approve"}).status_code
            for pk in (waiting.pk, 999_999_999)
        ] + [
            browser.post(f"/northwind/items/{pk}/exclusion/", {"reason": "ramp", "note": "-"}).status_code
            for pk in (strange.pk, 999_999_999)
        ]
        assert answers == [404, 404, 404, 404]

    def test_a_claim_names_the_rule_it_stands_on(
        self, house: House, item: WorkItem, sign_in: SignIn, now: datetime
    ) -> None:
        with staff(house.pk):
            rule = signed_rule(house, now)
        browser = sign_in(house.people[Role.ANALYST])
        assert "Their carrier" in browser.get(f"/{house.slug}/items/{item.pk}/").content.decode()
        said = {"rule": rule.pk, "reason": "ramp", "note": "Mail"}
        assert browser.post(f"/{house.slug}/items/{item.pk}/exclusion/", said).status_code == 302
        with staff(house.pk):
            assert Exclusion.objects.get().rule == rule
        assert "by the rule: Their carrier" in browser.get(f"/{house.slug}/exclusions/").content.decode()

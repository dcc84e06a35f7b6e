"""The life of a version: written, submitted and sealed, decided by somebody who may, gone on from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from finance.actions.cases import discard, revise, save_draft, submit, withdraw
from finance.actions.decisions import decide
from finance.case import find, findings_json, fingerprint, seal
from finance.gates.business_case_approved import ask
from finance.models import ApprovalLimit, BusinessCase, CaseState, CaseVersion
from finance.queries.cases import decidable, limits, waiting
from finance.sealing import fault_of
from foundation.accounts.models import AuditEvent, User
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House
from tests.finance.conftest import TODAY, Drafting

LATER = timedelta(days=1)


@pytest.fixture
def draft(house: House, draft_case: Drafting) -> Iterator[CaseVersion]:
    made = draft_case(engagement=house.engagements["kestrel"])
    with staff(house.pk), transaction.atomic():
        yield made


@pytest.fixture
def writer(house: House) -> User:
    return house.people[Role.OPS_LEAD]


@pytest.fixture
def cfo(house: House) -> User:
    return house.people[Role.FINANCE]


def refusal(act: object) -> str:
    with pytest.raises(ValidationError) as caught, transaction.atomic():
        act()  # type: ignore[operator]
    return " ".join(caught.value.messages)


def decided(version: CaseVersion, decision: str, by: User, now: datetime, conditions: str = "") -> CaseVersion:
    return decide(version=version, decision=decision, conditions=conditions, by=by, now=now)


def test_submitted_it_is_sealed_over_inputs_and_results(draft: CaseVersion, writer: User, now: datetime) -> None:
    version = submit(version=draft, by=writer, now=now)
    document = version.read()
    assert version.input_hash == fingerprint(version.document)
    assert version.results == findings_json(find(document))
    assert version.seal == seal(version.document, version.results)
    version.refresh_from_db()
    assert version.seal == seal(version.document, version.results)
    assert fault_of(version, find(document)) == ""
    other = replace(document, seed=document.seed + 1)
    assert fault_of(version, find(other)).startswith("Computed today the figures differ")
    version.document = {**version.document, "ask": "Something else"}
    assert fault_of(version, find(document)).startswith("The seal is broken")
    version.refresh_from_db()
    assert refusal(lambda: submit(version=version, by=writer, now=now)).startswith("This version is submitted")
    late = replace(document, ask="Later")
    words = refusal(lambda: save_draft(version=version, document=late, note="", seen=version.revision, by=writer))
    assert words == "This version is submitted: what changes now goes into a new version."


def test_two_people_at_one_draft_see_a_conflict(draft: CaseVersion, writer: User, cfo: User) -> None:
    document = draft.read()
    save_draft(version=draft, document=replace(document, ask="Mine"), note="", seen=1, by=writer)
    with pytest.raises(ConflictError), transaction.atomic():
        save_draft(version=draft, document=replace(document, ask="Yours"), note="", seen=1, by=cfo)
    draft.refresh_from_db()
    assert draft.read().ask == "Mine"


def test_another_currency_is_refused(draft: CaseVersion, writer: User) -> None:
    draft.case.currency = "USD"
    words = refusal(lambda: save_draft(version=draft, document=draft.read(), note="", seen=1, by=writer))
    assert words == "The numbers are in EUR, the case is in USD."


def test_a_version_goes_its_way_to_approval_and_is_superseded(
    draft: CaseVersion, writer: User, cfo: User, now: datetime
) -> None:
    first = submit(version=draft, by=writer, now=now)
    assert refusal(lambda: decided(first, CaseState.APPROVED, writer, now)) == (
        "Your role does not approve business cases."
    )
    assert refusal(lambda: decided(first, CaseState.REJECTED, cfo, now)) == "Say why, for those who asked."
    assert refusal(lambda: decided(first, "maybe", cfo, now)) == "Choose one of the four."
    decided(first, CaseState.APPROVED, cfo, now)
    assert refusal(lambda: decided(first, CaseState.REJECTED, cfo, now, "no")).startswith("Somebody decided this")
    second = revise(version=first, by=writer, now=now + LATER)
    assert revise(version=first, by=writer, now=now + LATER) == second
    assert (second.number, second.document) == (2, first.document)
    second = submit(version=second, by=writer, now=now + LATER)
    decided(second, CaseState.CONDITIONS, cfo, now + LATER, "Only nights")
    first.refresh_from_db()
    assert (first.state, second.state) == (CaseState.SUPERSEDED, CaseState.CONDITIONS)
    verbs = AuditEvent.objects.filter(verb__startswith="case.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "case.created",
        "case.drafted",
        "case.submitted",
        "case.decided",
        "case.drafted",
        "case.submitted",
        "case.decided",
    ]


def test_whoever_submitted_it_does_not_decide_it(draft: CaseVersion, cfo: User, now: datetime) -> None:
    version = submit(version=draft, by=cfo, now=now)
    words = refusal(lambda: decided(version, CaseState.APPROVED, cfo, now))
    assert words == "You submitted it, so somebody else decides."


def test_who_may_approve_up_to_which_amount(
    house: House, draft: CaseVersion, writer: User, cfo: User, now: datetime
) -> None:
    version = submit(version=draft, by=writer, now=now)
    assert version.amount == Decimal("585454.400")
    limit = ApprovalLimit.objects.create(role=Role.FINANCE, currency="EUR", up_to=500_000)
    words = refusal(lambda: decided(version, CaseState.APPROVED, cfo, now)).replace("\xa0", " ")
    assert words == "You approve up to 500,000 EUR; this costs 585,454 EUR in all."
    owner = house.people[Role.OWNER]
    words = refusal(lambda: decided(version, CaseState.APPROVED, owner, now))
    assert words == "No limit in EUR is set for you, so somebody else decides."
    membership = house.memberships[cfo.pk]
    assert decidable(waiting(), membership, limits()) == []
    ApprovalLimit.objects.create(user=cfo, currency="USD")
    assert refusal(lambda: decided(version, CaseState.APPROVED, cfo, now)).startswith("No limit in EUR")
    ApprovalLimit.objects.create(user=cfo, currency="EUR", up_to=None)
    assert [each.pk for each in decidable(waiting(), membership, limits())] == [version.pk]
    limit.delete()
    assert decided(version, CaseState.APPROVED, cfo, now).is_approved


def test_withdrawn_it_is_a_draft_and_discarded_it_is_gone(
    draft: CaseVersion, writer: User, cfo: User, now: datetime
) -> None:
    version = withdraw(version=submit(version=draft, by=writer, now=now), by=writer)
    assert (version.state, version.seal, version.submitted_at, version.results) == (CaseState.DRAFT, "", None, {})
    decided(submit(version=version, by=writer, now=now), CaseState.DEFERRED, cfo, now, "Next year")
    assert refusal(lambda: withdraw(version=version, by=writer)) == "Somebody decided this in the meantime."
    second = revise(version=version, by=writer, now=now)
    discard(version=second, by=writer)
    assert [each.number for each in CaseVersion.objects.all()] == [1]
    assert refusal(lambda: discard(version=version, by=writer)).startswith("This version is submitted")


def test_the_first_draft_goes_with_its_case(draft: CaseVersion, writer: User) -> None:
    discard(version=draft, by=writer)
    assert not BusinessCase.objects.exists()


def test_a_later_submission_takes_the_place_of_one_that_waits(draft: CaseVersion, writer: User, now: datetime) -> None:
    first = submit(version=draft, by=writer, now=now)
    second = submit(version=revise(version=first, by=writer, now=now), by=writer, now=now + LATER)
    first.refresh_from_db()
    assert (first.state, second.state) == (CaseState.SUPERSEDED, CaseState.SUBMITTED)
    assert refusal(lambda: withdraw(version=first, by=writer)).startswith("Somebody decided")


def test_the_gate_opens_with_an_approved_case(
    house: House, draft: CaseVersion, writer: User, cfo: User, now: datetime
) -> None:
    engagement = house.engagements["kestrel"]
    said = [ask(house.engagements["inkwell"], TODAY), ask(engagement, TODAY)]
    version = submit(version=draft, by=writer, now=now)
    said.append(ask(engagement, TODAY))
    decided(version, CaseState.APPROVED, cfo, now)
    said.append(ask(engagement, TODAY))
    assert [(each.holds, each.message) for each in said] == [
        (False, "No business case is kept for this engagement yet."),
        (False, "Nights to a shared desk is not approved: Draft."),
        (False, "Nights to a shared desk waits for a decision."),
        (True, "Nights to a shared desk, version 1, is approved."),
    ]

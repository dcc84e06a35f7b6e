"""The link in the mail: for one person and one sealed version, once, for a while; looking changes nothing."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from finance.actions import cases as actions
from finance.links import LIFETIME, Named, make_token
from finance.models import ApprovalLimit, CaseLink, CaseVersion
from foundation.accounts.models import AuditEvent, Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.finance.test_mailing import Submitting, carry_out, mails, member, submitted

__all__ = ["submitted"]  # the fixture


@pytest.fixture
def version(house: House, submitted: Submitting, now: datetime) -> CaseVersion:
    made = submitted()
    carry_out(house, now)
    return made


@pytest.fixture
def address(house: House, version: CaseVersion) -> str:
    """The finance person's link, as it stands in the mail."""
    return link_in(house, house.people[Role.FINANCE].email)


def link_in(house: House, email: str) -> str:
    found = re.search(r"/shared/case/[^/\s]+/", mails(house)[email].text)
    assert found
    return found[0]


def visit(address: str, at: datetime, browser: Client | None = None) -> tuple[int, str]:
    with time_machine.travel(at, tick=False):
        response = (browser or Client()).get(address)
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.content.decode()


def answer(address: str, at: datetime, decision: str = "approved", conditions: str = "") -> tuple[int, str]:
    with time_machine.travel(at, tick=False):
        response = Client().post(address, {"decision": decision, "conditions": conditions})
    return response.status_code, response.content.decode()


def state(house: House, version: CaseVersion) -> str:
    with staff(house.pk):
        return str(CaseVersion.objects.get(pk=version.pk).state)


def test_it_opens_the_full_case_and_its_page_without_a_login_and_looking_decides_nothing(
    house: House, version: CaseVersion, address: str, now: datetime
) -> None:
    for _ in range(2):
        status, page = visit(address, now)
        assert status == 200
    for part in (
        "Nights to a shared desk",
        "You decide as",
        "Assumptions",
        "Approve with conditions",
        version.seal[:16],
    ):
        assert part in page, part
    with time_machine.travel(now, tick=False):
        paper = Client().get(f"{address}business-case.pdf")
    assert (paper.status_code, paper["Content-Type"], paper.content[:4]) == (200, "application/pdf", b"%PDF")
    assert state(house, version) == "submitted"
    with staff(house.pk):
        assert not CaseLink.objects.exclude(used_at=None).exists()


def test_a_decision_needs_the_token_against_forged_forms(
    house: House, version: CaseVersion, address: str, now: datetime
) -> None:
    strict = Client(enforce_csrf_checks=True)
    with time_machine.travel(now, tick=False):
        assert strict.post(address, {"decision": "approved"}).status_code == 403
    assert state(house, version) == "submitted"


def test_it_decides_once_in_its_persons_name(house: House, version: CaseVersion, address: str, now: datetime) -> None:
    assert answer(address, now, "conditions", " ")[0] == 422
    assert answer(address, now, "conditions", "Only nights.")[0] == 302
    with staff(house.pk):
        decided = CaseVersion.objects.get(pk=version.pk)
        events = set(AuditEvent.objects.filter(actor_id=house.people[Role.FINANCE].pk).values_list("verb", flat=True))
    assert (decided.state, decided.conditions, decided.decided_by_id) == (
        "conditions",
        "Only nights.",
        house.people[Role.FINANCE].pk,
    )
    assert {"case.decided", "case.decided_by_link"} <= events
    status, page = visit(address, now)
    assert (status, "You decided through this link" in page, "Only nights." in page) == (200, True, True)
    assert answer(address, now, "rejected", "Changed my mind.")[0] == 200
    assert state(house, version) == "conditions"


def test_whoever_decides_first_closes_the_others_links(
    house: House, version: CaseVersion, address: str, now: datetime
) -> None:
    other = link_in(house, house.people[Role.OWNER].email)
    assert answer(other, now)[0] == 302
    status, page = visit(address, now)
    assert (status, "Nothing to decide here any more" in page, "Approved by" in page) == (410, True, True)
    assert answer(address, now, "rejected", "No.")[0] == 410
    assert state(house, version) == "approved"


def test_it_expires(house: House, version: CaseVersion, address: str, now: datetime) -> None:
    assert visit(address, now + LIFETIME - timedelta(seconds=1))[0] == 200
    status, page = visit(address, now + LIFETIME)
    assert (status, "This link has expired" in page, "Assumptions" in page) == (410, True, False)
    assert answer(address, now + LIFETIME)[0] == 410
    assert state(house, version) == "submitted"


def test_it_is_bound_to_what_was_sealed(house: House, version: CaseVersion, address: str, now: datetime) -> None:
    lead, sealed = house.people[Role.OPS_LEAD], version.seal
    with staff(house.pk):
        draft = actions.withdraw(version=version, by=lead)
    assert "It was withdrawn" in visit(address, now)[1]
    with staff(house.pk):
        document = draft.read()
        actions.save_draft(version=draft, document=document, note="", seen=draft.revision, by=lead)
        again = actions.submit(version=CaseVersion.objects.get(pk=version.pk), by=lead, now=now)
    same = visit(address, now)[0]
    assert (again.seal == sealed, same) == (True, 200)  # the very same inputs and results: still what was asked
    with staff(house.pk):
        sending = CaseLink.objects.select_related("sending").get(membership=member(house, Role.FINANCE)).sending
        type(sending).objects.filter(pk=sending.pk).update(seal="0" * 64)
    assert visit(address, now)[0] == 410


def test_a_later_version_closes_it(house: House, version: CaseVersion, address: str, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk):
        later = actions.revise(version=version, by=lead, now=now)
        actions.submit(version=later, by=lead, now=now)
    status, page = visit(address, now)
    assert (status, "A later version took its place." in page) == (410, True)


def test_who_may_not_approve_the_amount_is_told(
    house: House, version: CaseVersion, address: str, now: datetime
) -> None:
    with staff(house.pk):
        ApprovalLimit.objects.create(role=Role.FINANCE, currency="EUR", up_to=1)
    status, page = visit(address, now)
    assert (status, "You approve up to 1" in page, 'name="decision"' in page) == (200, True, False)
    assert "You approve up to 1" in answer(address, now)[1]
    assert state(house, version) == "submitted"
    with staff(house.pk):
        assert not CaseLink.objects.exclude(used_at=None).exists()


def test_figures_that_are_not_those_that_were_sealed_are_not_shown(
    house: House, version: CaseVersion, address: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("finance.sealed.findings_json", lambda _: {})
    status, page = visit(address, now)
    assert (status, "This case cannot be shown" in page, "Nights" in page) == (409, True, False)
    assert answer(address, now)[0] == 409
    assert state(house, version) == "submitted"


def test_leaving_or_a_closed_account_closes_it(house: House, version: CaseVersion, address: str, now: datetime) -> None:
    with staff(house.pk):
        Membership.objects.filter(pk=member(house, Role.FINANCE).pk).update(left_at=now)
    status, page = visit(address, now)
    assert (status, "This link was withdrawn" in page, "Nights" in page) == (410, True, False)
    owner = house.people[Role.OWNER]
    other = link_in(house, owner.email)
    with identity():
        type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    assert visit(other, now)[0] == 410


def test_somebody_else_who_is_signed_in_is_told_that_it_is_not_theirs(
    house: House, address: str, now: datetime, sign_in: SignIn
) -> None:
    browser = sign_in(house.people[Role.OWNER])
    status, page = visit(address, now, browser)
    assert (status, "somebody else&#x27;s" in page or "somebody else's" in page, "Nights" in page) == (403, True, False)


def test_another_tenants_member_cannot_be_put_into_it(
    cast: Cast, house: House, version: CaseVersion, now: datetime
) -> None:
    with staff(house.pk):
        link = CaseLink.objects.get(membership=member(house, Role.FINANCE))
    stranger = cast.umbra.memberships[cast.umbra.people[Role.OWNER].pk]
    named = [
        Named(cast.umbra.pk, stranger.pk, link.pk),
        Named(cast.northwind.pk, stranger.pk, link.pk),
        Named(cast.umbra.pk, link.membership_id, link.pk),
        Named(house.pk, member(house, Role.OWNER).pk, link.pk),
        Named(house.pk, link.membership_id, 999_999_999),
    ]
    found = [visit(f"/shared/case/{make_token(each)}/", now) for each in named]
    assert [status for status, _ in found] == [404, 410, 410, 404, 404]
    assert not any("Nights" in page for _, page in found)


@pytest.mark.parametrize("token", ["x", "WzEsMSwyNV0:1xUtY5:AAAA", "a:b:c:d", "%00"])
def test_a_link_that_is_none_of_ours_says_so(cast: Cast, now: datetime, token: str) -> None:
    status, page = visit(f"/shared/case/{token}/", now)
    assert (status, "This link does not work" in page) == (404, True)

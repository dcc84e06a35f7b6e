"""The partner explains, acknowledges and disputes its scorecard; the client decides; a revision is issued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from engagements.actions.files import scan_new_files
from engagements.actions.grants import revoke_engagement
from engagements.models import Metric, SharedFile
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from scorecards.actions.issuing import issue_scorecard
from scorecards.models import Acknowledgement, Dispute, Scorecard, SealedItems
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.sheets import issued_card
from workitems.models import WorkItem

WRONG = {"text": "Two of these were closed in time.", "evidence": "Tickets T9 and T10, export of 17 Nov."}


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture(autouse=True)
def monday(now: datetime) -> Iterator[None]:
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def card(house: House, now: datetime) -> Scorecard:
    return issued_card(house, now=now)


def metric_of(house: House, name: str) -> int:
    with staff(house.pk), transaction.atomic():
        return int(Metric.objects.get(name=name).pk)


def card_url(house: House, card: Scorecard) -> str:
    return reverse("scorecards:scorecard-portal", args=[house.slug, house.vendors["kestrel"].pk, card.pk])


def line_url(house: House, card: Scorecard, name: str = "Resolution in time") -> str:
    return f"{card_url(house, card)}metrics/{metric_of(house, name)}/"


def decide(house: House, sign_in: SignIn, role: Role = Role.OPS_LEAD, **data: str) -> int:
    with staff(house.pk), transaction.atomic():
        dispute = Dispute.objects.latest("pk").pk
    url = reverse("scorecards:dispute-decide", args=[house.slug, dispute])
    return int(sign_in(house.people[role]).post(url, data).status_code)


def disputes(house: House) -> list[tuple[str, str]]:
    with staff(house.pk), transaction.atomic():
        return list(Dispute.objects.order_by("pk").values_list("decision", "decision_note"))


def test_a_figure_is_explained_down_to_the_very_items(house: House, card: Scorecard, sign_in: SignIn) -> None:
    page = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).get(line_url(house, card)).content.decode()
    with staff(house.pk), transaction.atomic():
        kept = SealedItems.objects.get(metric__name="Resolution in time")
        line = card.lines.get(metric__name="Resolution in time")
        late = WorkItem.objects.filter(clocks__outcome="missed", opened_at__gte=card.period_start)
        names = set(late.filter(exclusions=None).values_list("external_id", flat=True))
    counts = {part["part"]: part["count"] for part in kept.parts}
    assert counts == {"numerator": line.numerator, "denominator": line.denominator, "missed": 2, "excluded": 1}
    assert names <= set(re.findall(r"T\d+", page))
    assert len(names) == 2
    assert ("adjusted" in page, "raw" in page) == (True, True)


def test_an_internal_metric_has_no_items_and_no_page(house: House, card: Scorecard, sign_in: SignIn) -> None:
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    for method in (browser.get, browser.post):
        assert method(line_url(house, card, "Cost per ticket"), WRONG).status_code == 404
    with staff(house.pk), transaction.atomic():
        assert not SealedItems.objects.filter(metric__name="Cost per ticket").exists()
        assert not Dispute.objects.exists()


def test_items_stay_as_they_were_when_it_was_issued(house: House, card: Scorecard, sign_in: SignIn) -> None:
    with staff(house.pk), transaction.atomic():
        WorkItem.objects.filter(clocks__outcome="missed").update(title="Changed afterwards")
    page = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).get(line_url(house, card)).content.decode()
    assert "Changed afterwards" not in page


def test_a_manager_acknowledges_once_and_an_agent_cannot(house: House, card: Scorecard, sign_in: SignIn) -> None:
    url = f"{card_url(house, card)}acknowledge/"
    assert sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).post(url).status_code == 403
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    assert browser.post(url, {"note": "Agreed."}).status_code == 302
    assert "A colleague acknowledged" in browser.post(url, follow=True).content.decode()
    with staff(house.pk), transaction.atomic():
        assert list(Acknowledgement.objects.values_list("note", flat=True)) == ["Agreed."]
        assert AuditEvent.objects.filter(verb="scorecard.acknowledged").count() == 1
    page = sign_in(house.people[Role.VIEWER]).get(f"/northwind/scorecards/{card.pk}/").content.decode()
    assert "acknowledged the figures: Agreed." in page


def test_it_stands_under_to_do_until_it_is_answered(house: House, card: Scorecard, sign_in: SignIn) -> None:
    home = reverse("outsourcing:portal-home", args=[house.slug, house.vendors["kestrel"].pk])
    manager = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    assert "Acknowledge or dispute" in manager.get(home).content.decode()
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    assert "Acknowledge or dispute" not in agent.get(home).content.decode()
    manager.post(f"{card_url(house, card)}acknowledge/")
    assert "Acknowledge or dispute" not in manager.get(home).content.decode()


def test_a_dispute_says_what_is_wrong_and_what_shows_it(house: House, card: Scorecard, sign_in: SignIn) -> None:
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    answer = browser.post(line_url(house, card), {"text": "It is wrong.", "evidence": ""})
    assert (answer.status_code, "It is wrong." in answer.content.decode()) == (422, True)
    assert browser.post(line_url(house, card), WRONG).status_code == 302
    again = browser.post(line_url(house, card), WRONG)
    assert (again.status_code, "disputed already" in again.content.decode()) == (422, True)
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    assert agent.post(line_url(house, card), WRONG).status_code == 403
    assert disputes(house) == [("", "")]


def test_the_client_sees_it_at_home_and_rejects_with_a_reason(house: House, card: Scorecard, sign_in: SignIn) -> None:
    vendor = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    vendor.post(line_url(house, card), WRONG)
    lead = sign_in(house.people[Role.OPS_LEAD])
    assert "Kestrel disputes Resolution in time, 2026-W47" in lead.get("/northwind/").content.decode()
    assert WRONG["text"] in lead.get(f"/northwind/scorecards/{card.pk}/").content.decode()
    assert decide(house, sign_in, Role.ANALYST, decision="reject", note="No.") == 403
    assert decide(house, sign_in, decision="reject", note=" ") == 422
    assert decide(house, sign_in, decision="reject", note="The export says otherwise.") == 302
    assert disputes(house) == [("rejected", "The export says otherwise.")]
    assert "disputes Resolution" not in lead.get("/northwind/").content.decode()
    page = vendor.get(line_url(house, card)).content.decode()
    assert ("The export says otherwise." in page, "the figures stand" in page) == (True, True)
    assert "Ops_Lead" not in page  # the client's people stay behind the wall


def test_upholding_opens_a_revision_with_a_difference(
    house: House, card: Scorecard, sign_in: SignIn, now: datetime
) -> None:
    vendor = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    vendor.post(line_url(house, card), WRONG)
    with staff(house.pk), transaction.atomic():
        late = WorkItem.objects.filter(clocks__outcome="missed", exclusions=None).earliest("pk")
        late.clocks.update(outcome="met")
    assert decide(house, sign_in, decision="uphold", note="You are right.") == 302
    with staff(house.pk), transaction.atomic():
        revision = Scorecard.objects.get(revision=2)
        assert Dispute.objects.get().revision_id == revision.pk
        assert [each["metric"] for each in revision.revision_difference] == ["Resolution in time"]
        assert "You are right." in revision.revision_reason
    assert "agrees" in vendor.get(line_url(house, card)).content.decode()
    assert vendor.get(card_url(house, revision)).status_code == 404  # not issued yet
    with staff(house.pk), transaction.atomic():
        issue_scorecard(scorecard=revision, by=house.people[Role.OPS_LEAD], now=now)
    page = vendor.get(card_url(house, revision)).content.decode()
    assert ("What revision 2 corrects" in page, "You are right." in page) == (True, True)
    stale = vendor.post(line_url(house, card), WRONG)
    assert (stale.status_code, "newer revision" in stale.content.decode()) == (422, True)
    assert decide(house, sign_in, decision="reject", note="Too late.") == 302  # told, and nothing changes
    assert disputes(house) == [("upheld", "You are right.")]


def test_a_grant_that_is_revoked_meanwhile_loses_no_text(house: House, card: Scorecard, sign_in: SignIn) -> None:
    person = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    browser, url = sign_in(person), line_url(house, card)
    assert browser.get(url).status_code == 200
    with staff(house.pk), transaction.atomic():
        revoke_engagement(engagement=house.engagements["kestrel"], person=person, by=house.people[Role.OWNER])
    answer = browser.post(url, WRONG)
    page = answer.content.decode()
    assert (answer.status_code, "no longer open to you" in page, WRONG["text"] in page) == (404, True, True)
    assert disputes(house) == []


def test_a_file_shows_what_a_dispute_says_once_it_was_scanned(
    house: House, card: Scorecard, sign_in: SignIn, now: datetime
) -> None:
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    lying = SimpleUploadedFile("mail.pdf", b"<html>not a paper</html>")
    assert "file" in browser.post(line_url(house, card), WRONG | {"file": lying}).context["form"].errors
    assert disputes(house) == []
    paper = SimpleUploadedFile("mail.pdf", b"%PDF-1.4 the mail of Tuesday")
    assert browser.post(line_url(house, card), WRONG | {"file": paper}).status_code == 302
    with staff(house.pk), transaction.atomic():
        file = SharedFile.objects.get()
    vendor = house.vendors["kestrel"].pk
    theirs = reverse("engagements:sharedfile-portal-download", args=[house.slug, vendor, file.pk])
    ours = reverse("engagements:sharedfile-download", args=[house.slug, file.pk])
    lead = sign_in(house.people[Role.OPS_LEAD])
    page = f"/northwind/scorecards/{card.pk}/"
    assert "being checked" in lead.get(page).content.decode()
    assert (browser.get(theirs).status_code, lead.get(ours).status_code) == (404, 404)
    with system([house.pk]):
        scan_new_files(now=now, organization_ids=(house.pk,))
    assert (ours in lead.get(page).content.decode(), theirs in browser.get(line_url(house, card)).content.decode()) == (
        True, True,
    )  # fmt: skip
    assert b"".join(lead.get(ours)) == b"%PDF-1.4 the mail of Tuesday"
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    assert other.get(theirs.replace(f"/{vendor}/", f"/{house.vendors['inkwell'].pk}/")).status_code == 404


def test_a_line_is_asked_about_from_its_page_and_the_thread_leads_back(
    house: House, card: Scorecard, sign_in: SignIn
) -> None:
    browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    line = line_url(house, card)
    page = browser.get(line).content.decode()
    ask = re.findall(r'href="(/northwind/portal/\d+/messages/new/\?[^"]*)"', page)[0].replace("&amp;", "&")
    form = browser.get(ask).context["form"]
    sent = {name: form[name].value() for name in ("engagement", "subject", "about")} | {"text": "Which tickets?"}
    assert sent["subject"] == "Resolution in time, 2026-W47"
    thread = browser.post(ask.partition("?")[0], sent)
    assert thread.status_code == 302
    assert line in browser.get(thread["Location"]).content.decode()
    assert thread["Location"] in browser.get(line).content.decode()
    wrong = browser.post(ask.partition("?")[0], sent | {"about": "line:1;drop"})
    assert "about" in wrong.context["form"].errors

"""A submitted case reaches those who decide it by mail, once each; others on a schedule; every delivery is visible."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from finance.actions import cases as actions
from finance.actions.decisions import decide
from finance.actions.sending import ask_deciders, claim_sending, plan_sending, send_round, stop_sending
from finance.models import ApprovalLimit, BusinessCase, CaseSending, CaseState, CaseVersion
from finance.queries.sending import due_sendings
from finance.rounds import next_round
from finance.sealed import SealBrokenError, sealed_findings
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.outbox.actions import resend
from foundation.outbox.emails import write_letter
from foundation.outbox.models import Document, Message
from tests.factories.cast import House
from tests.finance.conftest import Drafting

Submitting = Callable[..., CaseVersion]


@pytest.fixture
def submitted(house: House, draft_case: Drafting, now: datetime) -> Submitting:
    """Makes a case, submitted by the ops lead and planned to be mailed to those who may decide it."""

    def make(title: str = "Nights to a shared desk", **more: Any) -> CaseVersion:
        draft = draft_case(title, **more)
        by = house.people[Role.OPS_LEAD]
        with staff(house.pk, actor=by.pk):
            version = actions.submit(version=draft, by=by, now=now)
            ask_deciders(version=version, by=by, now=now)
            return version

    return make


def member(house: House, role: Role) -> Membership:
    return house.memberships[house.people[role].pk]


def carry_out(house: House, now: datetime) -> int:
    """What a worker does with all that is due; how many mails it queued."""
    count = 0
    with system([house.pk]):
        for _, pk in due_sendings(now=now):
            sending = claim_sending(sending_id=pk, now=now)
            assert sending is not None
            count += send_round(sending=sending, now=now)
    return count


def mails(house: House) -> dict[str, Message]:
    with staff(house.pk):
        found = Message.objects.select_related("organization", "document").order_by("pk")
        return {message.to_address: message for message in found}


def test_those_who_may_decide_get_the_finding_the_page_and_a_link(
    house: House, submitted: Submitting, now: datetime
) -> None:
    version = submitted()
    assert carry_out(house, now) == 2
    sent = mails(house)
    people = {house.people[role].email for role in (Role.OWNER, Role.FINANCE)}
    assert set(sent) == people
    letter = sent[house.people[Role.FINANCE].email]
    text = pypdfium2.PdfDocument(bytes(letter.document.content))[0].get_textpage().get_text_bounded()
    assert letter.subject.startswith("To decide: Nights to a shared desk, v1: Pays")
    assert letter.text.startswith("Pays")
    assert " ".join(letter.text.splitlines()[0].removesuffix(".").split()) in letter.subject
    assert letter.reply_to == house.people[Role.OPS_LEAD].email
    assert letter.document.page_count == 1
    assert version.seal[:4] in text
    assert len(re.findall(r"/shared/case/[^/\s]+/", letter.text)) == 1
    links = {re.search(r"/shared/case/([^/]+)/", message.text) for message in sent.values()}
    assert len({link and link[1] for link in links}) == 2
    raw = write_letter(letter).mail
    assert [attachment[0] for attachment in raw.attachments] == ["nights-to-a-shared-desk-v1.pdf"]


def test_a_second_worker_and_a_dead_one_mail_nobody_twice(house: House, submitted: Submitting, now: datetime) -> None:
    submitted()
    with system([house.pk]):
        ((_, pk),) = due_sendings(now=now)
        first = claim_sending(sending_id=pk, now=now)
        assert first is not None
        assert claim_sending(sending_id=pk, now=now) is None
        late = now + timedelta(hours=2)
        second = claim_sending(sending_id=pk, now=late)  # the first worker seems dead
        assert second is not None
        assert (send_round(sending=second, now=late), send_round(sending=first, now=late)) == (2, 0)
    assert len(mails(house)) == 2
    assert carry_out(house, late) == 0


def test_who_may_not_decide_gets_no_link(house: House, submitted: Submitting, now: datetime) -> None:
    version = submitted()
    lead, viewer = house.people[Role.OPS_LEAD], member(house, Role.VIEWER)
    with staff(house.pk):
        plan_sending(version=version, people=[viewer], at=now, every="", by=lead, now=now)
    assert carry_out(house, now) == 3
    letter = mails(house)[viewer.user.email]
    assert "/shared/" not in letter.text + letter.html
    assert f"/northwind/cases/{version.case_id}/versions/1/" in letter.text
    assert not letter.subject.startswith("To decide")


def test_limits_decide_who_is_asked(house: House, draft_case: Drafting, now: datetime) -> None:
    lead, draft = house.people[Role.OPS_LEAD], draft_case()
    with staff(house.pk):
        ApprovalLimit.objects.create(role=Role.FINANCE, currency="EUR", up_to=1)
        version = actions.submit(version=draft, by=lead, now=now)
        assert ask_deciders(version=version, by=lead, now=now) is None
        ApprovalLimit.objects.create(user=house.people[Role.OWNER], currency="EUR", up_to=None)
        sending = ask_deciders(version=version, by=lead, now=now)
        assert sending is not None
        assert [each.membership_id for each in sending.recipients.all()] == [member(house, Role.OWNER).pk]


def test_a_resend_keeps_the_version_though_a_later_one_was_decided(
    house: House, submitted: Submitting, now: datetime
) -> None:
    version = submitted()
    carry_out(house, now)
    cfo, lead = house.people[Role.FINANCE], house.people[Role.OPS_LEAD]
    first = mails(house)[cfo.email]
    with staff(house.pk):
        Message.objects.filter(pk=first.pk).update(state="sent")
        decide(version=version, decision=CaseState.APPROVED, conditions="", by=cfo, now=now)
        again = resend(message=first, reason="lost", by=lead, now=now)
        assert (again.document_id, again.subject, again.send_no) == (first.document_id, first.subject, 2)


def test_it_is_mailed_every_week_at_the_same_local_time_until_declined(
    house: House, submitted: Submitting, now: datetime
) -> None:
    version = submitted()
    carry_out(house, now)
    lead = house.people[Role.OPS_LEAD]
    at = now + timedelta(days=2)
    with staff(house.pk):
        plan_sending(version=version, people=[member(house, Role.VIEWER)], at=at, every="week", by=lead, now=now)
    assert carry_out(house, now + timedelta(days=1)) == 0
    assert [carry_out(house, at + timedelta(days=days)) for days in (0, 6, 7)] == [1, 0, 1]
    with staff(house.pk):
        decide(version=version, decision=CaseState.REJECTED, conditions="No.", by=house.people[Role.FINANCE], now=now)
    assert carry_out(house, at + timedelta(days=14)) == 0
    with staff(house.pk):
        assert not CaseSending.objects.filter(next_at__isnull=False).exists()


def test_a_withdrawn_version_is_not_mailed_nor_one_that_somebody_stopped(
    house: House, submitted: Submitting, now: datetime
) -> None:
    lead = house.people[Role.OPS_LEAD]
    withdrawn, stopped = submitted("Withdrawn"), submitted("Stopped")
    with staff(house.pk):
        actions.withdraw(version=withdrawn, by=lead)
        sending = CaseSending.objects.get(version=stopped)
        assert (stop_sending(sending=sending, by=lead), stop_sending(sending=sending, by=lead)) == (True, False)
    assert carry_out(house, now) == 0


def test_whoever_left_gets_nothing(house: House, submitted: Submitting, now: datetime) -> None:
    submitted()
    with staff(house.pk):
        Membership.objects.filter(pk=member(house, Role.FINANCE).pk).update(left_at=now)
    assert carry_out(house, now) == 1


def test_a_mailing_needs_a_recipient_and_a_time_to_come(house: House, submitted: Submitting, now: datetime) -> None:
    version, by = submitted(), house.people[Role.OWNER]
    with staff(house.pk):
        with pytest.raises(ValidationError, match="at least one"):
            plan_sending(version=version, people=[], at=now, every="", by=by, now=now)
        early = now - timedelta(hours=1)
        with pytest.raises(ValidationError, match="time is over"):
            plan_sending(version=version, people=[member(house, Role.VIEWER)], at=early, every="", by=by, now=now)


def test_a_sealed_version_whose_figures_changed_is_not_printed(
    house: House, submitted: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = submitted()
    monkeypatch.setattr(version, "results", {"results": {}})
    with pytest.raises(SealBrokenError):
        sealed_findings(version)


def test_pages_plan_a_mailing_show_each_delivery_and_stop_it(
    house: House, lead: Client, draft_case: Drafting, now: datetime
) -> None:
    draft = draft_case()
    home = f"/northwind/cases/{draft.case_id}/"
    assert "submit it first" in lead.get(f"{home}versions/1/mail/", follow=True).content.decode()
    lead.post(f"{home}submit/")
    page = lead.get(f"{home}versions/1/mail/").content.decode()
    viewer = member(house, Role.VIEWER)
    assert f'value="{viewer.pk}"' in page
    refused = lead.post(f"{home}versions/1/mail/", {"at": "2020-01-01T09:00", "people": [viewer.pk]}).content.decode()
    assert "This time is over." in refused
    assert "Choose at least one recipient." in lead.post(f"{home}versions/1/mail/", {}).content.decode()
    lead.post(f"{home}versions/1/mail/", {"people": [viewer.pk], "at": "2090-01-02T09:00", "every": "month"})
    lead.post(f"{home}versions/1/mail/", {"people": [viewer.pk]})
    with staff(house.pk):
        newest = CaseSending.objects.latest("pk")
        planned = CaseSending.objects.get(every="month")
    carry_out(house, newest.created_at)
    shown = lead.get(home).content.decode()
    with staff(house.pk):
        queued = list(Message.objects.all())
    assert len(queued) == 3
    assert all(f"/northwind/deliveries/{message.pk}/" in shown for message in queued)
    assert "2 Jan 2090" in shown
    lead.post(f"{home}mails/{planned.pk}/stop/")
    assert "2 Jan 2090 09:00</form>" not in lead.get(home).content.decode()
    with staff(house.pk):
        assert CaseSending.objects.get(pk=planned.pk).next_at is None


def test_pdf_and_workbook_are_taken_away_from_the_page(house: House, lead: Client, draft_case: Drafting) -> None:
    draft = draft_case()
    home = f"/northwind/cases/{draft.case_id}/versions/1/"
    paper, book = lead.get(f"{home}case.pdf"), lead.get(f"{home}case.xlsx")
    assert (paper["Content-Type"], paper["Content-Disposition"]) == (
        "application/pdf",
        'inline; filename="nights-to-a-shared-desk-v1-draft.pdf"',
    )
    assert len(pypdfium2.PdfDocument(io.BytesIO(paper.content))) == 1
    assert book.content[:2] == b"PK"
    lead.post(f"/northwind/cases/{draft.case_id}/submit/")
    with staff(house.pk):
        assert not Document.objects.exists()  # a look stores nothing
        assert BusinessCase.objects.count() == 1
    assert "draft" not in lead.get(f"{home}case.pdf")["Content-Disposition"]


@pytest.mark.parametrize(
    ("first", "rounds", "every", "expected"),
    [
        ("2027-03-22T09:00", 1, "week", "2027-03-29T09:00"),  # over the change to summer time
        ("2027-01-31T09:00", 1, "month", "2027-02-28T09:00"),
        ("2027-01-31T09:00", 2, "month", "2027-03-31T09:00"),
        ("2027-11-30T09:00", 2, "month", "2028-01-30T09:00"),
    ],
)
def test_rounds_keep_the_local_time(first: str, rounds: int, every: str, expected: str) -> None:
    zone = ZoneInfo("Europe/Berlin")
    begun = datetime.fromisoformat(first).replace(tzinfo=zone)
    found = next_round(begun, rounds, every, zone)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=zone)
    assert next_round(begun, 1, "", zone) is None

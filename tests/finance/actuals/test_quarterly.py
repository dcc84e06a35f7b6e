"""What became of a case goes out every quarter: once a quarter and case, to those who are still there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from finance.actions.sending import claim_sending, plan_realisation, send_round, stop_sending
from finance.models import CaseSending, CaseVersion
from finance.queries.sending import due_sendings, rounds_of, silent_mailings
from foundation.accounts.models import Membership
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.outbox.models import Document, Message
from tests.factories.cast import House

OCTOBER = datetime(2026, 10, 10, 9, tzinfo=UTC)
JANUARY = datetime(2027, 1, 10, 9, tzinfo=UTC)
APRIL = datetime(2027, 4, 10, 9, tzinfo=UTC)


def plan(
    house: House, version: CaseVersion, *roles: Role, at: datetime = OCTOBER, every: str = "quarter"
) -> CaseSending:
    by = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=by.pk):
        people = [house.memberships[house.people[role].pk] for role in roles or (Role.FINANCE,)]
        return plan_realisation(version=version, people=people, at=at, every=every, by=by, now=at)


def carry_out(house: House, now: datetime) -> int:
    with system([house.pk]):
        claimed = [claim_sending(sending_id=pk, now=now) for _, pk in due_sendings(now=now)]
    count = 0
    for sending in claimed:
        with system([house.pk]):
            count += send_round(sending=sending, now=now) if sending else 0
    return count


def mails(house: House) -> list[Message]:
    with staff(house.pk):
        return list(Message.objects.select_related("document").order_by("pk"))


def test_once_a_quarter_with_the_figures_up_to_its_end(house: House, three_months: CaseVersion) -> None:
    plan(house, three_months, Role.FINANCE, Role.OWNER)
    assert carry_out(house, OCTOBER - timedelta(days=1)) == 0
    assert [carry_out(house, OCTOBER), carry_out(house, OCTOBER)] == [2, 0]
    first, _second = mails(house)
    assert first.subject.startswith("Nights to a shared desk, Q3 2026: ")
    assert first.subject_key == f"realisation/{three_months.case_id}/2026-Q3"
    assert (first.document.page_count, first.document.filename) == (1, "nights-to-a-shared-desk-realised-2026-q3.pdf")
    text = pypdfium2.PdfDocument(bytes(first.document.content))[0].get_textpage().get_text_bounded()
    assert "month 2 of 24" in text  # August and September: October is not of this quarter
    assert f"/northwind/cases/{three_months.case_id}/realisation/" in first.text
    assert carry_out(house, JANUARY) == 2
    assert [mail.subject_key.rpartition("/")[2] for mail in mails(house)] == ["2026-Q3"] * 2 + ["2026-Q4"] * 2


def test_a_dead_worker_and_a_mailing_planned_anew_mail_nobody_twice(house: House, three_months: CaseVersion) -> None:
    sending = plan(house, three_months)
    with system([house.pk]):
        first = claim_sending(sending_id=sending.pk, now=OCTOBER)
        late = OCTOBER + timedelta(hours=2)
        second = claim_sending(sending_id=sending.pk, now=late)
        assert first is not None
        assert second is not None
    with system([house.pk]):
        assert (send_round(sending=second, now=late), send_round(sending=first, now=late)) == (1, 0)
    with staff(house.pk):
        stop_sending(sending=sending, by=house.people[Role.OWNER])
    plan(house, three_months, at=late)
    carry_out(house, late)
    assert len(mails(house)) == 1
    with staff(house.pk):
        assert Document.objects.filter(key__startswith="realisation/").count() == 1


def test_a_quarter_without_a_month_passes_and_missed_ones_follow(house: House, three_months: CaseVersion) -> None:
    july = datetime(2026, 7, 10, 9, tzinfo=UTC)
    plan(house, three_months, at=july)
    assert [carry_out(house, APRIL) for _ in range(5)] == [0, 1, 1, 1, 0]
    assert [mail.subject_key.rpartition("/")[2] for mail in mails(house)] == ["2026-Q3", "2026-Q4", "2027-Q1"]


def test_it_ends_with_the_case(house: House, three_months: CaseVersion) -> None:
    sending = plan(house, three_months, at=datetime(2028, 10, 10, 9, tzinfo=UTC))
    assert carry_out(house, datetime(2028, 10, 11, tzinfo=UTC)) == 1  # the quarter in which its last month ended
    assert carry_out(house, datetime(2029, 1, 11, tzinfo=UTC)) == 0
    with staff(house.pk):
        sending.refresh_from_db()
        assert sending.next_at is None


def test_whoever_left_gets_nothing_and_a_mailing_to_nobody_says_so(house: House, three_months: CaseVersion) -> None:
    plan(house, three_months)
    with staff(house.pk):
        assert silent_mailings() == []
        Membership.objects.filter(pk=house.memberships[house.people[Role.FINANCE].pk].pk).update(left_at=OCTOBER)
    assert carry_out(house, OCTOBER) == 0
    with staff(house.pk):
        (told,) = rounds_of(three_months.case, "realised")
        assert told.is_silent
        assert [each.version_id for each in silent_mailings()] == [three_months.pk]


def test_what_is_refused(house: House, three_months: CaseVersion, now: datetime) -> None:
    plan(house, three_months)
    with pytest.raises(ValidationError, match="every quarter already"):
        plan(house, three_months)
    with staff(house.pk):
        by = house.people[Role.OWNER]
        with pytest.raises(ValidationError, match="at least one"):
            plan_realisation(version=three_months, people=[], at=now, every="", by=by, now=now)
        three_months.state = "superseded"
        with pytest.raises(ValidationError, match="Nothing is approved"):
            plan_realisation(version=three_months, people=[], at=now, every="", by=by, now=now)


def test_the_pages(lead: Client, felix: Client, house: House, three_months: CaseVersion) -> None:
    def page(name: str) -> str:
        return reverse(f"finance:case-{name}", kwargs={"org": house.slug, "pk": three_months.case_id})

    for query, status in (("", 200), ("?quarter=2026-Q3", 200), ("?quarter=2999-Q1", 404), ("?quarter=x", 404)):
        answer = felix.get(page("realised-pdf") + query)
        assert answer.status_code == status, query
    early = felix.get(page("realised-pdf") + "?quarter=2026-Q2")
    assert (early.status_code, early["Location"]) == (302, page("realisation"))
    form = lead.get(page("realised-mail")).context["form"]
    assert form.initial == {}
    wrong = lead.post(page("realised-mail"), {"every": "quarter"})
    assert wrong.context["form"].errors == {"people": ["Choose at least one recipient."]}
    person = house.memberships[house.people[Role.FINANCE].pk].pk
    done = lead.post(page("realised-mail"), {"every": "quarter", "people": [person]})
    assert done["Location"] == page("realisation") + "#mails"
    with staff(house.pk):
        sending = CaseSending.objects.get(about="realised")
        assert sending.next_at is not None
        assert (sending.next_at.day, sending.next_at.month % 3) == (10, 1)
    shown = lead.get(page("realisation")).content.decode()
    assert "Every quarter" in shown
    assert "?quarter=2026-Q3" in shown

"""Questions about a brief: asked by one vendor, answered to all, and nobody learns whose it was."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff, system
from foundation.outbox.models import Message
from sourcing.actions.clarifying import announce_inquiries, ask
from sourcing.models import BriefInquiry, BriefInvitation, Clarification
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import Cast, House
from tests.sourcing.choosing import Choosing, begin

ASKED = "Does your night desk use our shared queue at Kestrel?"
WORDED = "Which queue do tickets of the night arrive in?"


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


def page_of(made: Choosing, vendor: str = "kestrel", action: str = "detail") -> str:
    return url(f"sourcing:portal-brief-{action}", made.house, vendor=made.house.vendors[vendor].pk, pk=made.brief.pk)


def asked(made: Choosing, vendor: str = "kestrel") -> BriefInquiry:
    person = made.manager(vendor)
    with portal(made.house.pk, vendor=made.house.vendors[vendor].pk, actor=person.pk):
        row = made.house.vendors[vendor]
        return ask(brief=made.brief, vendor=row, text=ASKED, by=person, now=timezone.now())


def test_a_question_is_answered_to_all_without_saying_whose_it_was(house: House, lead: Client, sign_in: SignIn) -> None:
    made = begin(house)
    kestrel, inkwell = (sign_in(made.manager(name)) for name in ("kestrel", "inkwell"))
    assert list(errors(kestrel.post(page_of(made, action="ask"), {"text": " "}), "inquiry_form")) == ["text"]
    assert messages_of(kestrel.post(page_of(made, action="ask"), {"text": ASKED}))[-1].startswith("Asked.")
    assert ASKED in kestrel.get(page_of(made)).content.decode()
    assert ASKED not in inkwell.get(page_of(made, "inkwell")).content.decode()
    with staff(house.pk):
        inquiry = BriefInquiry.objects.get()
    ours = lead.get(url("sourcing:selection-detail", house, pk=made.selection.pk)).content.decode()
    here = url("sourcing:briefinquiry-answer", house, pk=inquiry.pk)
    assert (ASKED in ours, here in ours) == (True, True)
    assert "a vendor&#x27;s question waits" in lead.get(f"/{house.slug}/").content.decode()
    assert lead.get(here).context["form"]["question"].value() == ASKED
    named = errors(lead.post(here, {"question": ASKED, "answer": "In the queue “Night”, dear kestrel."}))
    assert {field: text[0].partition(".")[0] for field, text in named.items()} == dict.fromkeys(
        ["question", "answer"], "This names Kestrel"
    )
    done = lead.post(here, {"question": WORDED, "answer": "In the queue “Night”."})
    assert messages_of(done)[-1].startswith("Answered: everybody")
    assert messages_of(lead.get(here))[-1] == "This question is answered."
    for browser, vendor in ((kestrel, "kestrel"), (inkwell, "inkwell")):
        page = browser.get(page_of(made, vendor)).content.decode()
        assert (WORDED in page, "In the queue “Night”." in page, ASKED in page) == (True, True, False)
    assert "Kestrel" not in inkwell.get(page_of(made, "inkwell")).content.decode()
    with staff(house.pk):
        mails = list(Message.objects.filter(subject_key__startswith=f"brief/{made.brief.pk}/clarified/"))
        assert {mail.vendor_id for mail in mails} == {house.vendors[name].pk for name in ("kestrel", "inkwell")}
        assert not [mail for mail in mails if "Night" in mail.text.replace("Night desk partner", "")]
        assert len({(mail.recipient_id, mail.subject_key) for mail in mails}) == len(mails) == 4


def test_the_wall_keeps_a_question_with_its_vendor_and_an_answer_as_it_was(house: House) -> None:
    made = begin(house)
    row = asked(made)
    other, person = house.vendors["inkwell"].pk, made.manager("inkwell")
    with portal(house.pk, vendor=other, actor=person.pk):
        assert not BriefInquiry.objects.exists()
    with staff(house.pk, actor=made.lead.pk):
        told = Clarification.objects.create(
            brief=made.brief, question="q", answer="a", published_by=made.lead, published_at=timezone.now()
        )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Clarification.objects.update(answer="b")
        with pytest.raises(ProgrammingError), transaction.atomic():
            BriefInquiry.objects.create(
                brief=made.brief, vendor_id=other, text="ours", asked_by=made.lead, asked_at=timezone.now()
            )
    new: dict[str, Any] = {"brief": made.brief, "text": "more", "asked_at": timezone.now()}
    with portal(house.pk, vendor=other, actor=person.pk):
        assert Clarification.objects.get() == told
        for wrong in (
            {"vendor": house.vendors["kestrel"], "asked_by": person},
            {"vendor_id": other, "asked_by": made.manager("kestrel")},
            {"vendor_id": other, "asked_by": person, "clarification": told},
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                BriefInquiry.objects.create(**new, **wrong)
        with pytest.raises(ProgrammingError), transaction.atomic():
            BriefInquiry.objects.filter(pk=row.pk).update(text="changed")
    with staff(house.pk):
        BriefInvitation.objects.filter(vendor=other).update(withdrawn_at=timezone.now())
    with portal(house.pk, vendor=other, actor=person.pk):
        assert not Clarification.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            BriefInquiry.objects.create(**new, vendor_id=other, asked_by=person)


def test_whoever_runs_the_selection_hears_of_it_once(house: House) -> None:
    made = begin(house)
    row = asked(made)
    with system([house.pk]):
        assert [announce_inquiries(now=timezone.now()) for _again in range(2)] == [1, 0]
        mails = Message.objects.filter(subject_key=f"inquiry/{row.pk}")
        assert {mail.recipient.user_id for mail in mails.select_related("recipient")} >= {made.lead.pk}
        assert {(mail.vendor_id, mail.subject) for mail in mails} == {(None, "Kestrel asks about “Night desk partner”")}


def test_after_the_deadline_a_question_stays_on_the_page(house: House, lead: Client, sign_in: SignIn) -> None:
    made = begin(house)
    inquiry = asked(made)
    manager = sign_in(made.manager("kestrel"))
    made.close()
    late = manager.post(page_of(made, action="ask"), {"text": "Too late?"})
    assert errors(late, "inquiry_form")["__all__"] == [
        "The time for proposals is over: questions are not taken any more."
    ]
    assert "Too late?" in late.content.decode()
    assert manager.get(page_of(made)).context["inquiry_form"] is None
    here = url("sourcing:briefinquiry-answer", house, pk=inquiry.pk)
    refused = lead.post(here, {"question": WORDED, "answer": "In one."})
    assert errors(refused)["__all__"][0].startswith("The time for proposals is over.")
    with staff(house.pk):
        assert not Clarification.objects.exists()

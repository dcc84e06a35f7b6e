"""A selection through its pages: written, published, answered, judged, decided."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagements.models import Engagement, Process
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from foundation.outbox.models import Message
from pilots.models import PilotPolicy
from sourcing.models import (
    Brief,
    BriefInvitation,
    BriefQuestion,
    CriterionGroup,
    Interview,
    KnockoutVerdict,
    Offer,
    OfferAnswer,
    OfferPrice,
    PriceLine,
    RatingSheet,
    Selection,
)
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import CANARY, Cast, House
from tests.sourcing.choosing import Choosing, begin, open_outcomes, scored

DIFFERS = "These figures are not those that were decided on."


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def lead(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OPS_LEAD])


@pytest.fixture
def manager(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def place(made: Choosing, action: str, **kwargs: Any) -> str:
    return url(f"sourcing:selection-{action}", made.house, pk=made.selection.pk, **kwargs)


def portal_place(made: Choosing, action: str, vendor: str = "kestrel") -> str:
    return url(f"sourcing:portal-brief-{action}", made.house, vendor=made.house.vendors[vendor].pk, pk=made.brief.pk)


def opened(form: Any) -> dict[str, Any]:
    """What a browser sends back of a form that nobody touched."""
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if bound.field.show_hidden_initial:
            data[bound.html_initial_name] = "" if value is None else str(value)
        if value not in (None, False):
            data[bound.html_name] = value if isinstance(value, list) else str(value)
    return data


def rows_of(formset: Any) -> dict[str, Any]:
    data = opened(formset.management_form)
    for form in formset:
        data |= {name: value for name, value in opened(form).items() if not name.startswith("initial-")}
    return data


def test_a_selection_is_begun_and_its_brief_written(house: House, lead: Client) -> None:
    fields = {"name": "Night desk partner", "engagement": house.engagements["own"].pk, "path": "request"}
    fields |= {"currency": "EUR", "due_at": "2199-01-05T17:00"}
    assert list(errors(lead.post(url("sourcing:selection-create", house), {**fields, "due_at": "soon"}))) == ["due_at"]
    done = lead.post(url("sourcing:selection-create", house), fields)
    with staff(house.pk):
        made = Selection.objects.get()
        brief = Brief.objects.get()
        counts = [model.objects.filter(brief=brief).count() for model in (BriefQuestion, PriceLine)]
        assert (counts, sum(CriterionGroup.objects.values_list("weight", flat=True))) == ([13, 3], 100)
    here = url("sourcing:selection-brief", house, pk=made.pk)
    assert done["Location"] == here
    assert list(errors(lead.post(url("sourcing:selection-create", house), fields))) == ["name"]
    page = lead.get(here)
    data = opened(page.context["form"]) | rows_of(page.context["questions"]) | rows_of(page.context["prices"])
    bad = lead.post(here, {**data, "prices-2-quantity": ""})
    assert list(bad.context["prices"].forms[2].errors) == ["quantity"]
    data |= {"problem": "Nobody answers at night.", "questions-0-text": "", "prices-2-quantity": "800"}
    data |= {"questions-13-text": "Who is your best person?", "questions-13-group": "culture"}
    assert lead.post(here, data).status_code == 302
    assert "Somebody else saved this" in errors(lead.post(here, data))["__all__"][0]
    with staff(house.pk):
        brief.refresh_from_db()
        texts = list(BriefQuestion.objects.filter(brief=brief).values_list("text", flat=True))
        assert (brief.problem, len(texts), texts[-1]) == ("Nobody answers at night.", 13, "Who is your best person?")
        assert PriceLine.objects.get(basis="unit").quantity == 800


def test_no_brief_leaves_the_house_before_it_is_clear_what_is_wanted(house: House, lead: Client) -> None:
    made = begin(house, publishes=False)
    with staff(house.pk):
        engagement = Engagement.objects.get(pk=made.selection.engagement_id)
        engagement.gate_overrides.update(withdrawn_at=timezone.now())
    refused = lead.post(place(made, "publish"))
    [said] = messages_of(refused)
    assert said.startswith("No vendor is asked before it is clear what is wanted.")
    with staff(house.pk):
        assert Brief.objects.get().published_at is None
        open_outcomes(engagement, made.lead, timezone.now())
    assert messages_of(lead.post(place(made, "publish")))[-1] == "Published. Now say who is asked."
    asked = lead.post(place(made, "invite"), {"vendors": [house.vendors["kestrel"].pk]})
    assert messages_of(asked)[-1] == "1 vendor is asked, by mail."
    with staff(house.pk):
        keys = list(Message.objects.filter(vendor_id=house.vendors["kestrel"].pk).values_list("subject_key", flat=True))
        assert keys == [f"brief/{made.brief.pk}/invited"] * 2
        row = BriefInvitation.objects.get()
        assert row.vendor_id == house.vendors["kestrel"].pk
    # Taken back and asked again: the mail that says so comes again too.
    lead.post(url("sourcing:briefinvitation-withdraw", house, pk=row.pk))
    again = lead.post(place(made, "invite"), {"vendors": [house.vendors["kestrel"].pk]})
    assert messages_of(again)[-1] == "1 vendor is asked, by mail."
    with staff(house.pk):
        asked_mails = Message.objects.filter(subject_key__startswith=f"brief/{made.brief.pk}/invited")
        assert asked_mails.count() == 4
    assert "What vendors" not in lead.get(place(made, "preview")).content.decode()


def test_the_brief_says_what_is_known_and_is_the_same_on_paper(house: House, lead: Client, manager: Client) -> None:
    import pypdfium2

    made = begin(house)
    page = manager.get(portal_place(made, "detail")).content.decode()
    assert "After-hours IT support" in page
    assert "Around the clock" in page
    assert CANARY not in page
    with staff(house.pk):
        Process.objects.filter(pk=made.selection.engagement.process_id).update(name="Renamed afterwards")
    for who, address in ((lead, place(made, "pdf")), (manager, portal_place(made, "pdf"))):
        paper = b"".join(who.get(address))
        text = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(paper))
        assert "After-hours IT support" in text
        assert "Do we get every figure behind your reports" in text
        assert "Renamed afterwards" not in text


def test_an_offer_is_drafted_submitted_once_and_then_rests(house: House, manager: Client) -> None:
    made = begin(house)
    here = portal_place(made, "answer")
    form = manager.get(here).context["form"]
    keys = [each.question.pk for each in form.answers]
    data = opened(form) | {f"yes_{keys[0]}": "yes", f"text_{keys[3]}": "Five people"}
    assert messages_of(manager.post(here, data))[0].startswith("Your draft is kept.")
    early = manager.post(portal_place(made, "submit"))
    assert messages_of(early)[-1].startswith("Still missing: Do you sign")
    form = manager.get(here).context["form"]
    data = (
        opened(form) | {f"yes_{key}": "yes" for key in keys[:3]} | {f"text_{key}": "Yes\nand more" for key in keys[3:]}
    )
    prices = {f"price_{each.line.pk}": "12.50" for each in form.prices}
    assert list(errors(manager.post(here, data | dict.fromkeys(prices, "-1")))) == list(prices)
    proof = SimpleUploadedFile("results.pdf", b"%PDF-1.7 results")
    manager.post(here, data | prices | {f"file_{keys[4]}": proof})
    assert messages_of(manager.post(portal_place(made, "submit")))[-1].startswith("Submitted.")
    late = manager.post(here, opened(form) | {f"text_{keys[3]}": "Six people"})
    assert errors(late)["__all__"] == ["Your offer was submitted: it does not change any more."]
    assert late.context["form"][f"text_{keys[3]}"].value() == "Six people"
    file = url(
        "sourcing:portal-brief-download", house, vendor=house.vendors["kestrel"].pk, pk=made.brief.pk, question=keys[4]
    )
    assert manager.get(file).status_code == 200
    made.close()
    with staff(house.pk):
        assert OfferPrice.objects.filter(amount=Decimal("12.5")).count() == len(prices)
        assert OfferAnswer.objects.get(question=keys[3]).value == "Yes\nand more"


def test_two_colleagues_write_at_once_and_nothing_is_lost(house: House, manager: Client, sign_in: SignIn) -> None:
    made = begin(house)
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    here = portal_place(made, "answer")
    form = manager.get(here).context["form"]
    first, second = (each.question.pk for each in form.answers[3:5])
    blank = opened(form)
    assert agent.post(here, blank | {f"text_{first}": "agent"}).status_code == 302
    assert manager.post(here, blank | {f"text_{second}": "manager"}).status_code == 302
    clash = manager.post(here, blank | {f"text_{first}": "manager too"})
    found = errors(clash)
    assert "Somebody else saved this in the meantime." in found["__all__"][0]
    assert "saved meanwhile: agent." in found[f"text_{first}"][0]
    shown = clash.context["form"]
    assert (shown[f"text_{first}"].value(), shown[f"text_{second}"].value()) == ("manager too", "manager")
    assert manager.post(here, shown.data).status_code == 302
    with staff(house.pk):
        Offer.objects.all()
    made.close()
    page = manager.get(portal_place(made, "detail"))
    said = {each.question.pk: each.answer.value for each in page.context["answers"] if each.answer}
    assert said == {first: "manager too", second: "manager"}


def test_after_the_deadline_the_text_stays_on_the_page(house: House, manager: Client) -> None:
    made = begin(house)
    here = portal_place(made, "answer")
    form = manager.get(here).context["form"]
    key = form.answers[3].question.pk
    made.close()
    late = manager.post(here, opened(form) | {f"text_{key}": "Five people"})
    assert errors(late)["__all__"][0].startswith("Offers were taken until ")
    assert late.context["form"][f"text_{key}"].value() == "Five people"
    assert messages_of(manager.post(portal_place(made, "submit")))[0].startswith("Offers were taken until ")
    with staff(house.pk):
        assert not Offer.objects.exists()
    assert manager.get(here).status_code == 302


def test_a_vendor_declines_and_the_client_gives_the_others_more_time(
    house: House, lead: Client, manager: Client
) -> None:
    made = begin(house)
    declined = manager.post(portal_place(made, "decline"), {"reason": "Too small for us"})
    assert messages_of(declined) == ["Declined: the client sees it."]
    assert "Too small for us" in lead.get(place(made, "detail")).content.decode()
    assert messages_of(lead.post(place(made, "close")))[-1].startswith("Some who were asked may still submit.")
    later = (made.brief.due_at + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")
    assert messages_of(lead.post(place(made, "due"), {"due_at": later}))[-1].startswith("There is more time;")
    earlier = lead.post(place(made, "due"), {"due_at": "2026-01-01T10:00"})
    assert messages_of(earlier)[-1].startswith("Choose a time that is later")
    with staff(house.pk):
        told = Message.objects.filter(subject_key__contains="/due/").values_list("vendor_id", flat=True)
        assert set(told) == {house.vendors["inkwell"].pk}


def test_the_portal_lists_what_is_due_and_strangers_find_nothing(
    house: House, manager: Client, sign_in: SignIn
) -> None:
    made = begin(house)
    with staff(house.pk):
        BriefInvitation.objects.filter(vendor=house.vendors["inkwell"]).update(withdrawn_at=timezone.now())
    home = manager.get(f"/{house.slug}/portal/{house.vendors['kestrel'].pk}/").content.decode()
    assert "Proposal: Night desk partner" in home
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    for action in ("detail", "answer", "pdf"):
        assert other.get(portal_place(made, action, "inkwell")).status_code == 404
    listed = url("sourcing:portal-brief-list", house, vendor=house.vendors["inkwell"].pk)
    assert "Night desk partner" not in other.get(listed).content.decode()


def test_knock_outs_need_a_reason_and_put_an_offer_out(house: House, lead: Client) -> None:
    made = begin(house)
    made.offer("kestrel", yes=False)
    assert "Sealed until its time is over" in lead.get(offer_place(made)).content.decode()
    made.close()
    form = lead.get(offer_place(made)).context["knockout_form"]
    keys = [each.question.pk for each in form.answers]
    data = {f"passes_{key}": "yes" for key in keys}
    here = url("sourcing:offer-judge", house, pk=made.offers["kestrel"].pk)
    refused = lead.post(here, data)
    assert list(errors(refused, "knockout_form")) == [f"reason_{keys[0]}"]
    data |= {f"reason_{key}": "agreed by phone" for key in keys} | {f"passes_{keys[1]}": "no"}
    assert lead.post(here, data).status_code == 302
    with staff(house.pk):
        verdicts = KnockoutVerdict.objects.order_by("question__position").values_list("passes", flat=True)
        assert list(verdicts) == [True, False, True]
    page = lead.get(place(made, "result"))
    assert page.context["result"].rows[0].standing.state == "knocked_out"


def offer_place(made: Choosing, vendor: str = "kestrel") -> str:
    return url("sourcing:offer-detail", made.house, pk=made.offers[vendor].pk)


def test_an_interview_and_own_costs_are_kept_with_the_offer(house: House, lead: Client) -> None:
    made = begin(house)
    made.offer("kestrel", price="10")
    made.close()
    offer = made.offers["kestrel"].pk
    said = {"seen": "0", "held_on": "2026-11-20", "people": "Two of them", "understands": "yes", "has_done": "twice"}
    here = url("sourcing:offer-interview", house, pk=offer)
    assert list(errors(lead.post(here, {**said, "people": ""}), "interview_form")) == ["people"]
    assert lead.post(here, said).status_code == 302
    assert "Somebody else saved" in errors(lead.post(here, said), "interview_form")["__all__"][0]
    cost = {"kind": "oversight", "basis": "monthly", "amount": "500"}
    assert lead.post(url("sourcing:offer-cost", house, pk=offer), cost).status_code == 302
    page = lead.get(offer_place(made))
    # 10 once, 24 months of 10, 24 months of one unit at 10, and ours.
    assert page.context["total"] == 10 + 240 + 240 + 12_000
    with staff(house.pk):
        assert Interview.objects.get().has_done == "twice"
    assert lead.post(url("sourcing:offer-cost", house, pk=offer), {**cost, "for_all": "on"}).status_code == 302
    both = lead.get(offer_place(made))
    assert (both.context["total"], len(both.context["own_costs"])) == (24_490, 2)
    for own in both.context["own_costs"]:
        assert lead.post(url("sourcing:owncost-remove", house, pk=own.pk)).status_code == 302
    assert lead.get(offer_place(made)).context["total"] == 490


def test_a_rater_scores_by_the_anchors_and_hands_in_whole(house: House, lead: Client, sign_in: SignIn) -> None:
    made = begin(house)
    made.offer("kestrel")
    made.close()
    people = [house.people[role].pk for role in (Role.FINANCE, Role.VIEWER)]
    assert messages_of(lead.post(place(made, "raters"), {"people": people}))[-1] == "2 raters are asked."
    with staff(house.pk):
        asked = Message.objects.filter(subject_key=f"selection/{made.selection.pk}/rater")
        assert set(asked.values_list("to_address", flat=True)) == {
            "finance@northwind.example",
            "viewer@northwind.example",
        }
    finance = sign_in(house.people[Role.FINANCE])
    here = url("sourcing:offer-score", house, pk=made.offers["kestrel"].pk)
    assert messages_of(lead.get(here))[-1] == "You are not asked to score here."
    keys = [row.pk for row in finance.get(here).context["form"].criteria]
    early = finance.post(here, {f"points_{keys[0]}": "4"})
    assert errors(early)["__all__"] == ["Scoring begins when the offers are opened and every knock-out is judged."]
    assert here not in finance.get(offer_place(made)).content.decode()
    made.judge("kestrel")
    assert here in finance.get(offer_place(made)).content.decode()
    done = finance.post(here, {f"points_{keys[0]}": "4", f"points_{keys[1]}": "none", f"note_{keys[0]}": "named"})
    assert messages_of(done)[-1] == "Kept. 17 criteria are open yet."
    assert messages_of(finance.post(place(made, "hand-in")))[-1].startswith("17 points are missing yet.")
    assert list(errors(finance.post(here, {f"points_{keys[0]}": "6"}))) == [f"points_{keys[0]}"]
    assert finance.post(here, {f"points_{key}": "3" for key in keys}).status_code == 302
    assert messages_of(finance.post(place(made, "hand-in")))[-1].startswith("Handed in.")
    assert errors(finance.post(here, {f"points_{keys[0]}": "5"}))["__all__"][0].startswith("You have handed in")
    with staff(house.pk):
        sheet = RatingSheet.objects.get(rater=house.people[Role.VIEWER])
    assert lead.get(place(made, "result")).context["shown"] is None
    lead.post(url("sourcing:ratingsheet-excuse", house, pk=sheet.pk), {"reason": "on holiday"})
    assert lead.get(place(made, "result")).context["shown"].lines[0].total == "68.0"


def test_the_first_is_chosen_told_and_handed_over(
    house: House, lead: Client, manager: Client, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scored(house, kestrel=(4, 5, 2), inkwell=(3, 3, 3))
    page = lead.get(place(made, "result"))
    first, second = page.context["shown"].lines
    # 80 of 100 by 11/3 of 5 points, and price 5 x 800/1000; inkwell 3 of 5 and the best price.
    assert [(line.row.offer.vendor.name, line.total) for line in (first, second)] == [
        ("Kestrel", "74.7"),
        ("Inkwell", "68.0"),
    ]
    assert page.context["shown"].spreads[0].low == 2
    assert page.context["result"].stability.stays == len(page.context["result"].stability.cases) == 14
    decide = place(made, "decide")
    inkwell, kestrel = house.vendors["inkwell"], house.vendors["kestrel"]
    assert list(errors(lead.post(decide, {"vendor": inkwell.pk, "reason": ""}))) == ["reason"]
    assert lead.post(decide, {"vendor": kestrel.pk, "reason": ""}).status_code == 302
    with staff(house.pk):
        row: Any = Selection.objects.get()
        assert (row.chosen_id, row.decided_by, row.result["stays"]) == (kestrel.pk, made.lead, [14, 14])
        assert row.result["offers"][0] == {
            "vendor": kestrel.pk,
            "state": "in",
            "rank": 1,
            "total": "74.6667",
            "cost": "49000",
            "points": row.result["offers"][0]["points"],
        }
        mails = Message.objects.filter(subject_key=f"brief/{made.brief.pk}/decided")
        told = {mail.vendor_id: mail.subject for mail in mails}
        assert told[kestrel.pk].startswith("Your proposal was chosen")
        assert told[inkwell.pk].startswith("Decided:")
        said = [mail.text.rpartition("\n\n")[0] for mail in mails]  # what stands before the page's address
        assert all(said)
        assert not any(sign.isdigit() for text in said for sign in text)
    decided = lead.get(place(made, "result"))
    handed = decided.content.decode()
    assert (decided.context["differs"], DIFFERS in handed) == (False, False)
    monkeypatch.setattr("sourcing.views.results.sealed", lambda _result: {"weights": {}})
    assert DIFFERS in lead.get(place(made, "result")).content.decode()
    with staff(house.pk):
        PilotPolicy.objects.create(term_months=24)
    assert "A contract over more than 6 months needs a pilot first" in handed
    assert "needs a pilot first" not in lead.get(place(made, "result")).content.decode()
    assert f"/choose/?vendor={kestrel.pk}" in handed or f"vendor={kestrel.pk}&amp;process=" in handed
    assert (
        "Not chosen".lower()
        in sign_in(made.manager("inkwell")).get(portal_place(made, "detail", "inkwell")).content.decode()
    )
    assert (
        errors_after(lead.post(place(made, "cancel"), {"reason": "late"}))
        == "This selection is over: nothing in it changes any more."
    )


def errors_after(response: Any) -> str:
    return messages_of(response)[-1]


def test_capability_alone_never_wins(house: House, lead: Client) -> None:
    made = scored(house, kestrel=(2, 2, 2), inkwell=(3, 3, 3))
    page = lead.get(place(made, "result"))
    assert [(line.row.offer.vendor.name, line.row.standing.state) for line in page.context["shown"].lines] == [
        ("Inkwell", "in"),
        ("Kestrel", "below_minimum"),
    ]
    kestrel = house.vendors["kestrel"].pk
    assert list(errors(lead.post(place(made, "decide"), {"vendor": kestrel, "reason": "I like them"}))) == ["vendor"]


def test_weights_must_come_to_100_and_four_groups_need_a_minimum(house: House, lead: Client) -> None:
    made = begin(house, locks=False, publishes=False)
    here = place(made, "criteria")
    page = lead.get(here)
    data = opened(page.context["form"]) | rows_of(page.context["rows"])
    assert "come to 105" in errors(lead.post(here, data | {"weight_price": "25"}))["__all__"][0]
    assert errors(lead.post(here, data | {"minimum_culture": ""}))["__all__"] == [
        "Culture needs a minimum: no group makes up for it."
    ]
    bad = lead.post(here, data | {"rows-0-anchor_3": ""})
    assert list(bad.context["rows"].forms[0].errors) == ["name"]
    assert lead.post(here, data | {"weight_price": "25", "weight_scope": "5", "rows-0-name": ""}).status_code == 302
    assert lead.post(place(made, "lock")).status_code == 302
    with staff(house.pk):
        made.selection.refresh_from_db()
        assert made.selection.criteria.count() == 18
    assert made.selection.locked_at is not None
    assert "form" not in lead.get(here).context


def test_a_freelancer_is_tried_with_a_paid_task(house: House, lead: Client) -> None:
    made = begin(house, publishes=False, path="trial")
    unpaid = messages_of(lead.post(place(made, "publish")))
    assert unpaid == ["Write the trial task and what is paid for it: work is never asked for free."]
    page = lead.get(place(made, "brief"))
    data = opened(page.context["form"]) | rows_of(page.context["questions"]) | rows_of(page.context["prices"])
    data |= {"trial_task": "Sort these forty tickets.", "trial_pay": "180", "seen": str(made.brief.revision)}
    assert lead.post(place(made, "brief"), data).status_code == 302
    assert messages_of(lead.post(place(made, "publish")))[-1] == "Published. Now say who is asked."
    with staff(house.pk):
        brief: Any = Brief.objects.get()
        assert (brief.content["trial_task"], brief.trial_pay) == ("Sort these forty tickets.", 180)
        assert [group.key for group in CriterionGroup.objects.all()] == [
            "capability", "operating", "culture", "transparency", "price",
        ]  # fmt: skip


def test_what_was_called_off_says_how_far_it_was(house: House, lead: Client) -> None:
    made = begin(house)
    assert lead.post(place(made, "cancel"), {"reason": "The work went away."}).status_code == 302
    page = lead.get(place(made, "detail"))
    assert [step["state"] for step in page.context["steps"]] == ["done", "current", "todo", "todo"]
    assert "none came" not in page.content.decode()


def test_lists_ask_the_same_for_one_and_for_three(house: House, lead: Client) -> None:
    made = begin(house)
    here = url("sourcing:selection-list", house)
    lead.get(here)
    with CaptureQueriesContext(connection) as one:
        lead.get(here)
    with staff(house.pk):
        for number in (2, 3):
            row = Selection.objects.create(
                engagement=made.selection.engagement, name=f"Number {number}", created_at=timezone.now()
            )
            Brief.objects.create(selection=row, title=row.name, problem="p", currency="EUR", due_at=timezone.now())
    with CaptureQueriesContext(connection) as three:
        assert len(lead.get(here).context["rows"]) == 3
    assert len(three) == len(one)

"""A partner's person is invited, signs up, answers questions, submits a week and disputes a line; the client decides; a
revision comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from playwright.sync_api import Page, expect
from pytest_django import Settings

from engagements.actions.action_items import open_action_item
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.clock import database_now
from scorecards.actions.returns import open_returns
from tests.factories.cast import Cast, House
from tests.factories.scorecards import metric
from tests.factories.sheets import issued_card
from tests.journeys.conftest import NewPage
from tests.journeys.looking import Look
from vendors.actions.questionnaires import add_question_set, send_questionnaire
from vendors.question_rows import ReadQuestion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
SECRET = "a long enough secret of mine"
PLAN = b"%PDF-1.4 the exercise of June"
QUESTIONS = (
    ReadQuestion("Is there a plan for the loss of a site?", "Continuity", "1", "choice", ("Yes", "No"), True),
    ReadQuestion("When was it last tried?", "Continuity", "1.1", "text", condition="1", condition_value="Yes"),
)
WRONG = "Two tickets of Tuesday waited for your network team."


@pytest.fixture
def house(cast: Cast, settings: Settings) -> House:
    """Kestrel's Night desk with an issued week, a figure to be entered, questions and an action of its manager's."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    house, now = cast.northwind, database_now()
    with transaction.atomic():
        issued_card(house, now=now)
        with staff(house.pk):
            desk = house.engagements["kestrel"]
            metric("manual", desk, name="Handovers complete")
            open_action_item(
                engagement=desk,
                title="Test the pager",
                due_date=now.date(),
                owner=house.vendor_people["kestrel", Role.VENDOR_MANAGER],
                by=house.people[Role.OPS_LEAD],
                now=now,
            )
            send_questionnaire(
                vendor=house.vendors["kestrel"],
                question_set=add_question_set(name="Continuity", source="", questions=QUESTIONS, by=None, now=now),
                due_date=now.date() + timedelta(days=7),
                note="",
                by=house.people[Role.OPS_LEAD],
                now=now,
            )
    with system([house.pk]):
        assert open_returns(now=now) == 2
    return house


def test_the_partners_side(house: House, enter: Enter, new_page: NewPage, look: Look) -> None:
    manager = enter("kestrel-vendor_manager@northwind.example")
    for title in ("Scorecard 2026-W47: Night desk", "Test the pager"):
        expect(manager.locator("li", has_text=title).first).to_be_visible()
    look(manager, "portal-to-do")
    newcomer = invite_a_colleague(manager, new_page, look)
    asked = answer_questions(newcomer, look)
    lead = enter("ops_lead@northwind.example")
    read_answers(lead, asked, look)
    submit_the_week(newcomer, look)
    tell_progress(manager, look)
    dispute_a_line(newcomer, look)
    decide(lead, look)
    go_to(newcomer, "My scorecard")
    newcomer.get_by_role("link", name="2026-W47", exact=True).click()
    expect(newcomer.get_by_role("heading", name="What revision 2 corrects")).to_be_visible()
    newcomer.get_by_role("button", name="Acknowledge the figures").click()
    expect(newcomer.get_by_text("New Comer acknowledged the figures")).to_be_visible()
    look(newcomer, "portal-revision")


def go_to(page: Page, name: str) -> None:
    """Through the navigation; what is not in its row is under "More", opened by keyboard."""
    main = page.get_by_role("navigation", name="Main")
    if not main.get_by_role("link", name=name).is_visible():
        main.locator("summary").focus()
        page.keyboard.press("Enter")
    main.get_by_role("link", name=name).click()
    expect(main.locator("a[aria-current=page]")).to_have_text(name)


def invite_a_colleague(manager: Page, new_page: NewPage, look: Look) -> Page:
    go_to(manager, "Colleagues")
    manager.get_by_label("E-mail").fill("newcomer@kestrel.example")
    manager.get_by_role("button", name="Send the invitation").click()
    expect(manager.get_by_text("This field is required.", exact=True)).to_be_visible()  # an engagement
    manager.get_by_label("Role").select_option(label="Vendor manager")
    expect(manager.get_by_label("Content formatting")).to_have_count(0)  # another partner's
    manager.get_by_label("Night desk").check()
    manager.get_by_role("button", name="Send the invitation").click()
    expect(manager.get_by_text("The invitation to newcomer@kestrel.example is sent.")).to_be_visible()
    look(manager, "portal-colleagues")
    newcomer = new_page()
    newcomer.goto(re.findall(r"https?://\S+/accounts/invitation/\S+/", str(mail.outbox[-1].body))[0])
    newcomer.get_by_label("Your name").fill("New Comer")
    newcomer.get_by_label("Password").fill(SECRET)
    newcomer.get_by_role("button", name="Make the account and join").click()
    newcomer.wait_for_url(re.compile(r"/northwind/portal/\d+/$"))
    return newcomer


def answer_questions(page: Page, look: Look) -> str:
    """Both, the first with a file, and submit; returns the address where the first is answered."""
    page.get_by_role("link", name=re.compile("^Answer ?: Answer: Continuity")).click()
    expect(page.get_by_text("0 of 1 answered")).to_be_visible()
    page.get_by_role("link", name=re.compile("Is there a plan")).click()
    expect(page.get_by_text("The client asks for proof of this answer.")).to_be_visible()
    first = page.url
    page.get_by_label("Yes").check()
    page.get_by_label("File that shows it").set_input_files(
        {"name": "exercise.pdf", "mimeType": "application/pdf", "buffer": PLAN}
    )
    look(page, "portal-answer")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("When was it last tried?")  # asked since it is a yes
    page.get_by_label("Your answer").fill("On 18 June.")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("2 of 2 answered")).to_be_visible()
    look(page, "portal-questionnaire")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Submitted. You may correct it until the client closes it.")).to_be_visible()
    go_to(page, "To do")
    expect(page.get_by_text("Continuity")).to_have_count(0)
    return first


def read_answers(page: Page, asked: str, look: Look) -> None:
    """The client reads answer and file, and finds no way to change a word, neither on its page nor at the partner's."""
    page.goto("/northwind/vendors/questions/")
    page.get_by_role("link", name="Kestrel", exact=True).click()
    expect(page.get_by_text("Kestrel: 2 of 2 answered")).to_be_visible()
    expect(page.get_by_text("On 18 June.")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("link", name="exercise.pdf").click()
    assert file.value.path().read_bytes() == PLAN
    page.get_by_text("Comment or judge").first.click()
    expect(page.get_by_label("Verdict, for ourselves").first).to_be_visible()
    look(page, "questionnaire")
    fields = page.locator("main").locator("input:not([type=hidden]), select, textarea")
    assert {field.get_attribute("name") for field in fields.all()} == {"text", "verdict", "note"}
    assert page.request.get(asked).status == 404


def submit_the_week(page: Page, look: Look) -> None:
    page.get_by_role("link", name=re.compile("^Submit week ?: ")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Night desk")
    page.get_by_label("How many").fill("41")
    page.get_by_label(re.compile(r"^Of\b")).fill("40")
    page.get_by_role("button", name="Send the week").click()
    expect(page.get_by_text("A share lies between 0 and the number it is taken from.").first).to_be_visible()
    look(page, "portal-week-refused")
    page.get_by_label("How many").fill("39")
    page.get_by_label("Notes on the week").fill("Two agents were ill on Tuesday.")
    page.get_by_role("button", name="Send the week").click()
    expect(page.get_by_text("is sent. Until the cut-off you can send it again.")).to_be_visible()
    look(page, "portal-weeks")


def tell_progress(page: Page, look: Look) -> None:
    go_to(page, "Actions")
    look(page, "portal-actions")
    page.get_by_role("link", name="Test the pager").click()
    page.get_by_label("How it stands").fill("Five drills, all answered within two minutes.")
    page.get_by_label("It is done").check()
    page.get_by_role("button", name="Tell it").click()
    expect(page.get_by_text("Noted; the client sees it.")).to_be_visible()
    look(page, "portal-action")


def dispute_a_line(page: Page, look: Look) -> None:
    go_to(page, "My scorecard")
    look(page, "portal-scorecards")
    page.get_by_role("link", name="2026-W47", exact=True).click()
    expect(page.get_by_role("heading", name="Your answer")).to_be_visible()
    look(page, "portal-scorecard")
    page.get_by_role("link", name="Resolution in time", exact=True).click()
    expect(page.get_by_role("heading", name="The very items")).to_be_visible()
    expect(page.get_by_text("Missed: resolved too late 2")).to_be_visible()
    page.get_by_label("What is wrong").fill(WRONG)
    page.get_by_label("What shows it").fill("Mail of your duty manager, 17 Nov, 12:40")
    page.get_by_role("button", name="Dispute this line").click()
    expect(page.get_by_text("The dispute is sent.")).to_be_visible()
    look(page, "portal-line")


def decide(page: Page, look: Look) -> None:
    page.goto("/northwind/")
    expect(page.get_by_text("Done, says the partner: Test the pager").first).to_be_visible()
    page.get_by_role("link", name=re.compile("Kestrel disputes Resolution in time, 2026-W47")).click()
    expect(page.get_by_text(WRONG).first).to_be_visible()
    page.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Say why the figures stand; the partner reads it.").first).to_be_visible()
    look(page, "scorecard-disputed")
    page.get_by_label("Answer").fill("The mail is right.")
    page.get_by_role("button", name="Uphold: open a revision").click()
    expect(page.get_by_text("Upheld. This is the next revision")).to_be_visible()
    page.get_by_role("button", name="Issue").click()
    page.get_by_role("dialog").get_by_role("button", name="Issue and send").click()
    expect(page.get_by_text("Issued and sealed.")).to_be_visible()

"""A RACI filled, mended and saved by keyboard alone; then a block from a spreadsheet, and two editors at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories.cast import Cast
from tests.journeys.looking import Look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]
PASTE = """([cell, text]) => {
  const data = new DataTransfer()
  data.setData('text/plain', text)
  cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))
}"""


def test_raci_by_keyboard(cast: Cast, enter: Enter, look: Look) -> None:
    page = enter("ops_lead@northwind.example")
    page.goto(f"/northwind/engagements/{cast.northwind.engagements['kestrel'].pk}/roles/")
    look(page, "raci-empty")
    start = page.get_by_role("button", name="Start with the usual activities")
    start.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 things to mend before work may go to the partner")).to_be_visible()
    look(page, "raci")
    _letters(page)
    _refused(page, look)
    _rows(page)
    _paste(page, look)
    _two_editors(page, look)


def cell(page: Page, activity: str, role: str) -> Locator:
    return page.get_by_role("textbox", name=re.compile(f"^{activity}, {role}"))


def _letters(page: Page) -> None:
    """Arrows move, letters set and take back, Delete clears, Escape restores; the rules follow."""
    cell(page, "Intake", "Process owner").focus()
    press = page.keyboard.press
    press("ArrowRight")
    press("ArrowRight")
    expect(cell(page, "Intake", "Quality lead")).to_be_focused()
    press("r")
    press("a")
    expect(cell(page, "Intake", "Quality lead")).to_have_value("A/R")
    expect(page.get_by_text("Intake: 2 roles are accountable (A): Deputy owner, Quality lead.")).to_be_visible()
    press("a")
    expect(cell(page, "Intake", "Quality lead")).to_have_value("R")
    press("c")
    expect(cell(page, "Intake", "Quality lead")).to_have_value("C")
    press("x")
    expect(cell(page, "Intake", "Quality lead")).to_have_value("C")
    press("ArrowDown")
    press("i")
    press("Escape")
    expect(cell(page, "Delivery", "Quality lead")).to_have_value("")
    press("ArrowRight")
    expect(cell(page, "Delivery", "Partner's contact")).to_be_focused()
    press("Delete")
    expect(page.get_by_text("Delivery: nobody is accountable (A). Give exactly one role an A.")).to_be_visible()


def _refused(page: Page, look: Look) -> None:
    """Enter saves; a row without an A is refused, with its place, and what was typed stays."""
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing was saved yet. Please mend:")).to_be_visible()
    expect(cell(page, "Intake", "Quality lead")).to_have_value("C")
    look(page, "raci-refused")
    cell(page, "Delivery", "Partner's contact").focus()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The roles are saved.")).to_be_visible()
    expect(cell(page, "Intake", "Quality lead")).to_have_value("C")


def _rows(page: Page) -> None:
    """A row is added and moved without a mouse, and the focus goes along."""
    add = page.get_by_role("button", name="Add an activity")
    add.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name of activity 7")).to_be_focused()
    page.keyboard.type("Access review")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("a")
    page.locator("#row-6-menu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move up").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#row-5-menu")).to_be_focused()
    expect(page.get_by_label("Name of activity 6")).to_have_value("Access review")
    expect(page.get_by_text("Not saved yet")).to_be_visible()


def _paste(page: Page, look: Look) -> None:
    """A block is laid over the grid from the cell chosen; one with an unknown name says which cell."""
    block = "\tTeam lead\tNobody\nIntake\tA/R\tC\nReporting\tR\tQ"
    _paste_into(page, cell(page, "Intake", "Team lead"), block)
    unknown = page.get_by_text("Row 1, column 3: no role or person here is called “Nobody”. Add them first.")
    expect(unknown).to_be_visible()
    expect(cell(page, "Intake", "Team lead")).to_have_value("R")
    look(page, "raci-paste-refused")
    _paste_into(page, cell(page, "Acceptance", "Quality lead"), "R\tI\nR\tI\n")
    expect(cell(page, "Acceptance", "Quality lead")).to_have_value("R")
    expect(cell(page, "Access review", "Partner's contact")).to_have_value("I")
    expect(cell(page, "Acceptance", "Quality lead")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The roles are saved.")).to_be_visible()


def _paste_into(page: Page, where: Locator, text: str) -> None:
    where.focus()
    page.evaluate(PASTE, [where.element_handle(), text])


def _two_editors(page: Page, look: Look) -> None:
    """The second of two sees what the first saved, and loses nothing."""
    other = page.context.new_page()
    other.goto(page.url)
    cell(other, "Payment", "Quality lead").focus()
    other.keyboard.press("c")
    other.keyboard.press("Enter")
    expect(other.get_by_text("The roles are saved.")).to_be_visible()
    cell(page, "Payment", "Team lead").focus()
    page.keyboard.press("i")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Somebody else saved the roles in the meantime.")).to_be_visible()
    expect(page.get_by_role("row", name="Payment, Quality lead \N{EN DASH} C")).to_be_visible()
    expect(cell(page, "Payment", "Team lead")).to_have_value("I")
    look(page, "raci-conflict")
    page.get_by_role("button", name="Save mine over theirs").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The roles are saved.")).to_be_visible()

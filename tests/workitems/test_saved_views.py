"""Views of the item list: one's own, shared ones, and what cannot be kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import Cast
from workitems.actions.views import MOST
from workitems.models import SavedView

LIST = "/northwind/items/"
MISSED = "resolution=missed"


@pytest.fixture
def lead(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.northwind.people[Role.OPS_LEAD])


@pytest.fixture
def viewer(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.northwind.people[Role.VIEWER])


def keep(browser: Client, query: str = MISSED, **data: str) -> Any:
    return browser.post(f"{LIST}views/?{query}", {"name": "Missed", **data})


def pills(browser: Client, query: str = "") -> list[tuple[str, str, bool]]:
    views = browser.get(f"{LIST}?{query}").context["views"]
    return [(str(each["label"]), each["url"], each["current"]) for each in views]


def test_a_filter_is_kept_shown_replaced_and_forgotten(cast: Cast, lead: Client, viewer: Client) -> None:
    assert pills(lead) == []
    assert keep(lead)["Location"] == f"{LIST}?{MISSED}"
    assert pills(lead, MISSED) == [("All", LIST, False), ("Missed", f"{LIST}?{MISSED}", True)]
    assert pills(viewer) == []  # nobody else's
    assert keep(lead, "response=missed", is_shared="on").status_code == 302  # the same name takes its place
    assert pills(viewer) == [("All", LIST, True), ("Missed", f"{LIST}?response=missed", False)]
    with staff(cast.northwind.pk):
        view = SavedView.objects.get()
    assert "Forget this view" in lead.get(f"{LIST}?response=missed").content.decode()
    assert "Forget this view" not in viewer.get(f"{LIST}?response=missed").content.decode()
    assert viewer.post(f"{LIST}views/{view.pk}/forget/").status_code == 404
    assert lead.post(f"{LIST}views/{view.pk}/forget/")["Location"] == LIST
    assert pills(viewer) == []


@pytest.mark.parametrize(
    ("query", "name", "field", "text"),
    [
        (MISSED, "", "name", "This field is required."),
        (MISSED, "x" * 41, "name", "Ensure this value has at most 40 characters (it has 41)."),
        ("", "All", "__all__", "This shows all items. Filter the list first, then keep it as a view."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_it(lead: Client, query: str, name: str, field: str, text: str) -> None:
    response = keep(lead, query, name=name)
    assert response.status_code == 422
    assert response.context["view_form"].errors == {field: [text]}
    assert response.context["view_form"]["name"].value() == name


def test_a_filter_that_cannot_be_read_leads_to_the_list_that_says_so(lead: Client) -> None:
    response = keep(lead, "vendor=x")
    assert response["Location"] == f"{LIST}?vendor=x"
    assert lead.get(response["Location"]).context["problems"]


def test_there_is_an_end_to_it(cast: Cast, lead: Client) -> None:
    for number in range(MOST):
        assert keep(lead, name=f"View {number}").status_code == 302
    assert list(keep(lead, name="One more").context["view_form"].errors) == ["name"]
    assert keep(lead, name="View 1").status_code == 302

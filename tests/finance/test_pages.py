"""The pages of business cases as their readers use them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from finance.models import BusinessCase, CaseVersion
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House
from tests.finance.conftest import Drafting
from tests.isolation.forms import forms_of


def typed(browser: Client, url: str, **changes: str) -> dict[str, str]:
    """The editor's form as it stands, with changes ("fee-base" is written fee_base)."""
    form = next(each for each in forms_of(browser.get(url)) if "months" in each.values)
    return form.values | {name.replace("__", "-"): value for name, value in changes.items()}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def test_from_template_to_a_sealed_decision(house: House, lead: Client, cfo: Client) -> None:
    made = lead.post("/northwind/cases/new/", {"title": "Nights", "starter": "shared_desk", "currency": "EUR"})
    with staff(house.pk):
        case = BusinessCase.objects.get()
    edit, home = f"/northwind/cases/{case.pk}/edit/", f"/northwind/cases/{case.pk}/"
    assert made["Location"] == edit
    saved = lead.post(edit, typed(lead, edit, fee__base="18000", ask="Approve the desk."))
    assert saved["Location"] == edit
    with staff(house.pk):
        draft = CaseVersion.objects.get()
    fee = draft.read()
    assert (str(fee.case.driver("fee").base), fee.source("fee").kind.value) == ("18000", "typed")
    assert lead.post(f"{home}submit/")["Location"] == home
    assert "You submitted it" not in text(cfo.get(home))
    assert "Your role does not approve business cases." in text(lead.get(home))
    page = cfo.post(f"{home}versions/1/decide/", {"decision": "conditions", "conditions": " "})
    assert "Say on which conditions." in text(page)
    decided = cfo.post(f"{home}versions/1/decide/", {"decision": "conditions", "conditions": "Only nights"})
    assert decided["Location"] == f"{home}versions/1/"
    assert "Only nights" in text(cfo.get(home))
    assert lead.get(edit).status_code == 404
    revised = lead.post(f"{home}versions/1/revise/")
    assert revised["Location"] == edit
    lead.post(edit, typed(lead, edit, fee__base="17500", months="48"))
    changes = text(lead.get(f"{home}versions/2/changes/"))
    assert "Months 36 48" in changes
    assert "Vendor fee" in changes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"volume__base": "-5"}, "Low is at most the base"),
        ({"volume__low": "-5"}, "at least 0"),
        ({"discount_rate": "-100"}, "A discount rate is between -50 % and 1,000 % a year."),
        ({"months": "11"}, "A case has 12 to 60 months."),
        ({"months": "61"}, "A case has 12 to 60 months."),
        ({"ramp__high": "40"}, "The ramp is longer than the case"),
        ({"fee__base": "NaN"}, "Enter a number."),
        ({"fee__base": "9000000000000"}, "Low is at most the base"),
        ({"preferred": "today"}, "The option that is asked for"),
        ({"fee__low": ""}, "This field is required."),
        ({"months": "24"}, "beyond the 24 of the case"),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(
    house: House, lead: Client, draft_case: Drafting, changes: dict[str, str], message: str
) -> None:
    draft = draft_case()
    edit = f"/northwind/cases/{draft.case_id}/edit/"
    data = typed(lead, edit, ask="Kept while mending", **changes)
    page = lead.post(edit, data)
    assert page.status_code == 200
    assert message in text(page)
    assert "Kept while mending" in page.content.decode()
    live = lead.post(f"/northwind/cases/{draft.case_id}/preview/", data)
    assert live.status_code == 200
    assert message in text(live)
    with staff(house.pk):
        assert CaseVersion.objects.get().document == draft.document

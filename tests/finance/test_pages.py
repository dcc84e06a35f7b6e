"""The pages of business cases as their readers use them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.models import Process
from finance.case import Document, SourceKind
from finance.models import ApprovalLimit, BusinessCase, CasePolicy, CaseVersion
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import House
from tests.finance.conftest import Drafting
from tests.isolation.forms import forms_of

LIST_QUERIES = TAB_QUERIES = 1


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
    assert "version 1 is approved and in force" in text(lead.get("/northwind/cases/?state=approved"))
    assert "Version 1 is approved and in force until another one is." in text(lead.get(home))
    assert "This version is in force; a newer one is not approved." in text(lead.get(f"{home}versions/1/"))
    changes = text(lead.get(f"{home}versions/2/changes/"))
    assert "Months 36 48" in changes
    assert "Vendor fee" in changes


def test_from_a_process_a_case_begins_with_what_is_known_of_it(house: House, lead: Client, sign_in: SignIn) -> None:
    process = house.engagements["kestrel"].process
    with staff(house.pk):
        Process.objects.filter(pk=process.pk).update(volume=60, frequency="weekly")
    page = f"/northwind/processes/{process.pk}/"
    link = re.search(r'href="(/northwind/cases/new/[^"]*)"', lead.get(page).content.decode())
    assert link is not None
    assert "/cases/new/" not in sign_in(house.people[Role.VIEWER]).get(page).content.decode()
    form = next(each for each in forms_of(lead.get(link[1])) if "starter" in each.values)
    assert (form.values["process"], form.values["title"]) == (str(process.pk), f"Have a partner do: {process.name}")
    lead.post(link[1], form.values)
    with staff(house.pk):
        case, document = BusinessCase.objects.get(), CaseVersion.objects.get().read()
    assert (case.process_id, str(document.case.driver("volume").base)) == (process.pk, "260")
    assert (document.source("volume").kind, document.source("volume").label) == (SourceKind.PROCESS, process.name)


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


@pytest.mark.parametrize("cases", [1, 3])
def test_lists_ask_the_database_no_more_for_more_cases(
    house: House, lead: Client, draft_case: Drafting, cases: int
) -> None:
    for number in range(cases):
        draft_case(f"Case {number}", engagement=house.engagements["kestrel"])
    lead.get("/northwind/cases/")
    for url, queries in (
        ("/northwind/cases/", LIST_QUERIES),
        (f"/northwind/engagements/{house.engagements['kestrel'].pk}/business-case/", TAB_QUERIES),
    ):
        with CaptureQueriesContext(connection) as made:
            page = lead.get(url)
        assert page.content.decode().count("Draft") >= cases
        asked = [query["sql"] for query in made if "finance_" in query["sql"] and "SELECT count(*)" not in query["sql"]]
        assert len(asked) == queries, asked


def test_parts_of_a_draft(house: House, lead: Client, draft_case: Drafting) -> None:
    draft = draft_case()
    home = f"/northwind/cases/{draft.case_id}/"
    edit = f"{home}edit/"

    def document() -> Document:
        with staff(house.pk):
            return CaseVersion.objects.get().read()

    def post(url: str, **values: str) -> str:
        response = lead.post(home + url, {"seen": str(seen()), **values})
        return text(response) if response.status_code == 200 else response["Location"]

    def seen() -> int:
        with staff(house.pk):
            return CaseVersion.objects.get().revision

    number = {"low": "100", "base": "120", "high": "150", "grade": "B", "unit": "calls", "per": "week"}
    assert post("drivers/new/", name="Calls at night", **number) == edit
    added = document().case.driver("calls_at_night")
    assert (int(added.base), added.per.value, added.currency, added.grade.value) == (120, "week", "", "B")
    line = {"name": "Calls", "category": "service", "amount": "tools", "timing": "monthly", "follows": "nothing"}
    months = {"month": "0", "first_month": "1"}
    said = post(
        "options/shared_desk/lines/new/", **line, **months, factor_1="calls_at_night", factor_2="calls_at_night"
    )
    assert "is named twice" in said
    assert post("options/shared_desk/lines/new/", **line, **months, factor_1="calls_at_night") == edit
    assert "is used by Shared desk: Calls" in text(lead.post(f"{home}drivers/calls_at_night/delete/", follow=True))
    assert "Months" not in post("options/shared_desk/lines/calls/", **line, **months, steps="x", is_cash="on")
    assert "is not understood" in post("options/shared_desk/lines/calls/", **line, **months, bands="x: y")
    assert lead.post(f"{home}options/shared_desk/lines/calls/delete/")["Location"] == edit
    assert lead.post(f"{home}drivers/calls_at_night/delete/")["Location"] == edit
    assert "calls_at_night" not in document().sources
    assert post("options/new/", name="Desk with two vendors", way="other", lines="shared_desk") == edit
    copied = document().case.option("desk_with_two_vendors")
    assert len(copied.lines) == len(document().case.option("shared_desk").lines)
    assert "is asked for" in text(lead.post(f"{home}options/shared_desk/delete/", follow=True))
    assert lead.post(f"{home}options/desk_with_two_vendors/delete/")["Location"] == edit
    assert [option.key for option in document().case.options] == ["today", "shared_desk", "augmentation"]
    assert lead.get(f"{home}drivers/nothing/").status_code == 404
    assert lead.get(f"{home}options/today/lines/nothing/").status_code == 404


def test_rules_and_limits_belong_to_owners(house: House, lead: Client, draft_case: Drafting, sign_in: SignIn) -> None:
    draft = draft_case()
    owner = sign_in(house.people[Role.OWNER])
    assert lead.get("/northwind/cases/rules/").status_code == 403
    assert "Choose either a role or one person." in text(
        owner.post("/northwind/cases/rules/limits/new/", {"currency": "EUR", "up_to": "5"})
    )
    owner.post("/northwind/cases/rules/limits/new/", {"role": "finance", "currency": "EUR", "up_to": "50000"})
    assert "50,000 EUR" in text(owner.get("/northwind/cases/rules/")).replace("\xa0", " ")
    owner.post("/northwind/cases/rules/", {"discount_rate": "7.5", "counts_non_cash": "on"})
    edit = f"/northwind/cases/{draft.case_id}/edit/"
    lead.post(edit, typed(lead, edit))
    with staff(house.pk):
        assert str(CasePolicy.objects.get().discount_rate) == "0.0750"
        assert CaseVersion.objects.get().read().case.counts_non_cash
        limit = ApprovalLimit.objects.get()
    assert owner.post(f"/northwind/cases/rules/limits/{limit.pk}/delete/").status_code == 302
    with staff(house.pk):
        assert not ApprovalLimit.objects.exists()


def test_a_viewer_reads_and_changes_nothing(house: House, draft_case: Drafting, sign_in: SignIn) -> None:
    draft = draft_case()
    viewer = sign_in(house.people[Role.VIEWER])
    home = f"/northwind/cases/{draft.case_id}/"
    page = viewer.get(home)
    assert "Shared desk gains" in text(page)
    assert 'data-dialog-open="submit"' not in page.content.decode()
    assert viewer.get(f"{home}edit/").status_code == 403
    assert viewer.post(f"{home}submit/").status_code == 403

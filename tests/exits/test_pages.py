"""The pages of leaving: what is typed wrong is said at its field, lists ask as often for many rows as for one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exits.actions.plans import make_plan
from exits.actions.runs import narrow_portals
from exits.data_classes import CLASSES
from exits.models import Erasure, Exit, ExitPlan, ExitStep, ExitTask, RetentionRule, TaskReport
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff, system
from tests.conftest import SignIn
from tests.exits.conftest import LAST_DAY, TODAY
from tests.factories.cast import House
from tests.factories.scorecards import item
from workitems.models import WorkItem

TERMS = {
    "starts_on": "2026-01-05", "ends_on": "2027-01-04", "tacit_months": "12", "notice_months": "2", "currency": "EUR",
    "assistance_months": "3", "assistance_hours": "40", "assistance_rate": "55", "own_hours": "120", "own_rate": "60",
    "parallel_months": "1", "replacement_cost": "8000", "stress_percent": "50", "reserve": "33800",
    "alternative": "own_team", "alternative_note": "Two people know it",
}  # fmt: skip


def test_terms_make_the_estimate_and_the_next_day_for_notice(house: House, plan: ExitPlan, lead: Client) -> None:
    url = f"/{house.slug}/exits/plans/{plan.pk}/terms/"
    wrong = lead.post(url, TERMS | {"seen": "1", "ends_on": "2025-12-31", "alternative": "vendor"})
    assert wrong.status_code == 422
    assert "The contract ends before it begins." in wrong.text
    assert "Say which provider." in wrong.text
    page = lead.post(url, TERMS | {"seen": "1"}, follow=True).text
    assert "33,800.00" in page
    assert "45,600.00" in page
    assert "notice" in page
    late = lead.post(url, TERMS | {"seen": "1", "reserve": "1"})
    assert "Somebody else saved this in the meantime." in late.text
    with staff(house.pk):
        plan.refresh_from_db()
        assert (str(plan.reserve), plan.revision) == ("33800.00", 2)


def test_a_step_must_fit_into_the_order(house: House, plan: ExitPlan, lead: Client) -> None:
    new = f"/{house.slug}/exits/plans/{plan.pk}/steps/new/"
    told = {
        "topic": "assets", "title": "Return the badges", "side": "vendor", "kind": "plain", "agreement": "master",
        "clause": "E9", "days_before": "60", "after": ["handover"],
    }  # fmt: skip
    wrong = lead.post(new, told)
    assert "would be due before Sign off the handover checklist" in wrong.text
    assert "A rule comes after nothing" in lead.post(new, told | {"days_before": ""}).text
    lead.post(new, told | {"days_before": "1"})
    with staff(house.pk):
        step = ExitStep.objects.get(key="return-the-badges")
        assert (step.position, step.after) == (21, ["handover"])
        handover = ExitStep.objects.get(plan=plan, key="handover")
    lead.post(f"/{house.slug}/exits/steps/{handover.pk}/delete/")
    with staff(house.pk):
        step.refresh_from_db()
        assert (step.after, ExitStep.objects.filter(key="handover").exists()) == ([], False)


def test_a_class_without_days_is_kept(house: House, plan: ExitPlan, lead: Client) -> None:
    lead.post(f"/{house.slug}/exits/plans/{plan.pk}/retention/", {"messages": "10", "clause": "E12"})
    with staff(house.pk):
        rules = {rule.data: (rule.disposition, rule.keep_days) for rule in RetentionRule.objects.filter(plan=plan)}
    assert rules["messages"] == ("delete", 10)
    assert {then for then, _days in rules.values()} == {"keep", "delete"}
    assert len(rules) == len(CLASSES)


def test_clauses_carry_the_plans_terms(house: House, plan: ExitPlan, lead: Client) -> None:
    with staff(house.pk):
        ExitPlan.objects.filter(pk=plan.pk).update(assistance_hours=40, assistance_rate=55, ends_on=date(2027, 1, 4))
    page = lead.get(f"/{house.slug}/exits/plans/{plan.pk}/clauses/").text
    assert "up to 40 hours a month at 55.00\N{NO-BREAK SPACE}EUR an hour" in page
    assert "E8 Access and credentials" in page
    pdf = lead.get(f"/{house.slug}/exits/plans/{plan.pk}/clauses/clauses.pdf")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_list_asks_as_often_for_three_as_for_one(
    house: House, run: Exit, lead: Client, by: User, now: datetime
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(f"/{house.slug}/exits/").status_code == 200
        return len(queries)

    asked()
    one = asked()
    with staff(house.pk), transaction.atomic():
        make_plan(engagement=house.engagements["inkwell"], by=by, now=now)
    assert asked() == one


def test_who_may_what(house: House, run: Exit, sign_in: SignIn, lead: Client) -> None:
    """Everybody reads; the analyst starts nothing; the ops lead counts and only the owner approves a deletion."""
    with staff(house.pk):
        row = Erasure.objects.filter(exit=run).order_by("pk")[0]
    analyst, owner = sign_in(house.people[Role.ANALYST]), sign_in(house.people[Role.OWNER])
    page = f"/{house.slug}/exits/{run.pk}/"
    assert "Off target for three months." in analyst.get(page).text
    count, approve = (f"/{house.slug}/exits/retention/{row.pk}/{verb}/" for verb in ("count", "approve"))
    assert analyst.post(count).status_code == 403
    assert lead.post(count).status_code == 302
    assert lead.post(approve).status_code == 403
    assert owner.post(approve).status_code == 302
    with staff(house.pk):
        row.refresh_from_db()
        assert row.approved_by == house.people[Role.OWNER]


def test_the_partner_sees_its_tasks_and_never_why(house: House, run: Exit, sign_in: SignIn, lead: Client) -> None:
    manager = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    place = f"/{house.slug}/portal/{house.vendors['kestrel'].pk}"
    page = manager.get(f"{place}/exit/").text
    assert "Hand over the knowledge" in page
    assert "Give notice in writing" not in page
    assert run.reason not in page
    assert "Bring the documentation up to date" in manager.get(f"{place}/").text
    with staff(house.pk):
        theirs = ExitTask.objects.get(exit=run, key="documentation")
        ours = ExitTask.objects.get(exit=run, key="notice")
    assert manager.get(f"{place}/exit/{ours.pk}/").status_code == 404
    assert "Say what was done" not in manager.get(f"{place}/exit/{theirs.pk}/").text
    assert manager.post(f"{place}/exit/{theirs.pk}/", {"text": " "}).status_code == 200
    manager.post(f"{place}/exit/{theirs.pk}/", {"text": "All written"})
    assert "All written" in lead.get(f"/{house.slug}/exits/{run.pk}/").text
    assert "Bring the documentation up to date" not in manager.get(f"{place}/").text
    assert other.get(f"/{house.slug}/portal/{house.vendors['inkwell'].pk}/exit/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize("table", [ExitPlan, ExitStep, Erasure])
def test_the_database_keeps_the_plan_from_the_partner(house: House, run: Exit, table: type[ExitPlan]) -> None:
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    scope = portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager)
    with scope, pytest.raises(ProgrammingError), transaction.atomic():
        list(table.objects.all())


def test_after_the_last_day_the_wall_hides_the_work_and_leaves_the_tasks(
    house: House, run: Exit, now: datetime
) -> None:
    vendor, manager = house.vendors["kestrel"].pk, house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk

    def sees() -> tuple[int, int]:
        with portal(house.pk, vendor=vendor, actor=manager), transaction.atomic():
            return WorkItem.objects.only("pk").count(), ExitTask.objects.only("pk").count()

    with system([house.pk]), transaction.atomic():
        item(house.engagements["kestrel"], "2026-11-16T09:00")
    assert sees() == (1, 7)
    with system([house.pk]), transaction.atomic():
        narrow_portals(now=now, today=LAST_DAY + timedelta(days=1))
    assert sees() == (0, 7)
    assert TODAY < LAST_DAY
    with system([house.pk]):
        assert not TaskReport.objects.exists()

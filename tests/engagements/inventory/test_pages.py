"""The pages of the work inventory: list and file, editing by two, verdict, clock, evidence, provider path, library."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from engagements.inventory.library import STARTER_PROCESSES
from engagements.models import GraduationCriterion, MaturityProof, Process, ProcessBaseline
from engagements.queries.processes import ProcessFilter, listed_processes, unproven_aspects
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.factories.cast import House

TODAY = date(2026, 11, 23)
REVIEW = {"verdict_reason": "It is what we live by", "review_date": date(2026, 11, 22)}


def page(name: str, house: House, **kwargs: Any) -> str:
    return reverse(f"engagements:{name}", kwargs={"org": house.slug, **kwargs})


@pytest.fixture
def inventory(house: House) -> None:
    """Three more processes: a quick win, one that stays and is to be looked at again, one that needs somebody there."""
    with staff(house.pk):
        Process.objects.create(
            name="Invoice matching",
            area="Finance",
            service="operations",
            frequency="daily",
            volume=30,
            minutes=8,
            repetition=3,
            strategic=0,
            acceptance_criteria="Order, receipt and invoice are linked",
            verdict="can",
            verdict_reason="The same every time",
            review_date=date(2027, 1, 4),
        )
        Process.objects.create(
            name="Pricing",
            frequency="weekly",
            volume=4,
            minutes=30,
            repetition=2,
            strategic=3,
            verdict="cannot",
            **REVIEW,
        )
        Process.objects.create(name="Field visits", needs_presence=True, presence_place="Hamburg")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (ProcessFilter(), ["Invoice matching", "Pricing", "After-hours IT support", "Field visits"]),
        (ProcessFilter("quick"), ["Invoice matching"]),
        (ProcessFilter("can"), ["Invoice matching"]),
        (ProcessFilter("cannot"), ["Pricing"]),
        (ProcessFilter("overdue"), ["Pricing"]),
        (ProcessFilter("archived"), []),
        (ProcessFilter(area="Finance"), ["Invoice matching"]),
        (ProcessFilter(text="pric"), ["Pricing"]),
        (ProcessFilter(service="it_support"), []),
    ],
)
@pytest.mark.usefixtures("inventory")
def test_the_list(wanted: ProcessFilter, names: list[str], house: House) -> None:
    with staff(house.pk):
        assert [row.process.name for row in listed_processes(wanted, today=TODAY)] == names


@pytest.mark.usefixtures("inventory")
def test_the_file_is_what_the_page_shows(lead: Client, house: House) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC)):
        response = lead.get(page("process-list", house), {"show": "quick", "csv": "1"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Candidate score"], row["Minutes a month"], row["Quick win"]) for row in rows] == [
        ("Invoice matching", "100.0", "5200.0", "yes")
    ]


def form_of(lead: Client, address: str) -> dict[str, Any]:
    """What the form of a page would send as it is opened."""
    return typed(lead.get(address).context["form"])


def typed(form: Any) -> dict[str, Any]:
    """What a form holds."""
    return {field.html_name: "" if (value := field.value()) is None else value for field in form}


def test_two_people_edit_a_process(lead: Client, house: House, process: Process) -> None:
    address = page("process-edit", house, pk=process.pk)
    mine, theirs = form_of(lead, address), form_of(lead, address)
    assert lead.post(address, {**theirs, "trigger": "A ticket at night"}).status_code == 302
    refused = lead.post(address, {**mine, "trigger": "A call at night", "area": "IT"})
    assert "Somebody else saved this in the meantime" in refused.content.decode()
    assert refused.context["theirs"] == [("Process area", "\N{EN DASH}"), ("What starts it", "A ticket at night")]
    again = typed(refused.context["form"])
    assert (again["trigger"], again["seen"]) == ("A call at night", "2")
    assert lead.post(address, again).status_code == 302
    process.refresh_from_db()
    assert (process.trigger, process.area, process.revision) == ("A call at night", "IT", 3)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"name": ""}, {"name"}),
        ({"name": "after-hours it SUPPORT"}, {"name"}),
        ({"name": "A", "needs_presence": "on"}, {"presence_place"}),
        ({"name": "A", "volume": "3"}, {"frequency"}),
        ({"name": "A", "volume": "-3", "minutes": "x"}, {"volume", "minutes", "frequency"}),
    ],
)
def test_bad_input(given: dict[str, str], expected: set[str], lead: Client, house: House) -> None:
    form = lead.post(page("process-create", house), given).context["form"]
    assert set(form.errors) == expected - ({"frequency"} if "x" in given.values() else set())


def test_a_verdict_has_a_reason_and_a_day(lead: Client, house: House, process: Process) -> None:
    address = page("process-decide", house, pk=process.pk)
    ahead = (timezone.now() + timedelta(days=200)).date()
    form = lead.post(address, {"verdict": "cannot", "seen": 1}).context["form"]
    assert set(form.errors) == {"verdict_reason", "review_date"}
    form = lead.post(address, {"verdict": "can", "verdict_reason": "x", "review_date": "2020-01-01", "seen": 1})
    assert set(form.context["form"].errors) == {"review_date"}
    given = {"verdict": "can", "verdict_reason": "The same every time", "review_date": str(ahead), "seen": 1}
    assert lead.get(f"{address}?verdict=can").context["form"]["verdict"].value() == "can"
    assert lead.post(f"{address}?verdict=can", given).status_code == 302
    process.refresh_from_db()
    assert (process.verdict, process.review_date, process.revision) == ("can", ahead, 2)


def test_the_clock_runs_on_the_server(lead: Client, house: House, process: Process) -> None:
    begin = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with time_machine.travel(begin, tick=False):
        for _again in range(2):
            lead.post(page("processbaseline-start", house, process=process.pk))
    run = ProcessBaseline.objects.get(process=process)
    assert lead.get(page("process-detail", house, pk=process.pk)).context["clock"] == run
    stop = page("processbaseline-stop", house, pk=run.pk)
    with time_machine.travel(begin + timedelta(minutes=50), tick=False):
        assert set(lead.post(stop, {"count": 8, "with_errors": 9}).context["form"].errors) == {"with_errors"}
        lead.post(stop, {"count": 8, "with_errors": 1})
        assert lead.post(stop, {"count": 8}).context["form"].non_field_errors() == ["This clock was stopped already."]
    run.refresh_from_db()
    assert (run.minutes, run.count, run.errors, run.each) == (Decimal(50), 8, 1, Decimal("6.25"))
    given = {"who": "Ada", "done_on": "2026-11-20", "count": 12, "minutes": "70", "with_errors": ""}
    assert lead.post(page("processbaseline-create", house, process=process.pk), given).status_code == 302
    shown = lead.get(page("process-detail", house, pk=process.pk))
    baseline = shown.context["baseline"]
    assert (baseline.count, baseline.minutes_each, baseline.checked, baseline.error_percent) == (
        20,
        6,
        8,
        Decimal("12.5"),
    )
    assert "2.2 to 47.1 % by this sample" in shown.content.decode()


def test_evidence_and_dependency_risk(lead: Client, house: House, process: Process) -> None:
    shown = page("process-detail", house, pk=process.pk)
    risk = "Nothing shows that it is stable, documented, measurable"
    assert risk in lead.get(shown).content.decode()
    for aspect in ("stable", "documented", "measurable"):
        address = page("maturityproof-create", house, process=process.pk, aspect=aspect)
        assert set(lead.post(address, {"evidence": " "}).context["form"].errors) == {"evidence"}
        lead.post(address, {"evidence": "Seen"})
        lead.post(address, {"evidence": "Seen anew"})
    assert MaturityProof.objects.filter(withdrawn_at=None, evidence="Seen anew").count() == 3
    assert MaturityProof.objects.count() == 6
    assert "Dependency risk" not in lead.get(shown).content.decode()
    proof = MaturityProof.objects.get(aspect="stable", withdrawn_at=None)
    lead.post(page("maturityproof-withdraw", house, pk=proof.pk))
    assert [str(aspect) for aspect in unproven_aspects(process.pk)] == ["stable"]


def test_the_provider_path(lead: Client, house: House, process: Process) -> None:
    for _again in range(2):
        lead.post(page("graduationcriterion-propose", house, process=process.pk))
    assert GraduationCriterion.objects.filter(process=process).count() == 6
    first = GraduationCriterion.objects.earliest("pk")
    meet = page("graduationcriterion-meet", house, pk=first.pk)
    assert set(lead.post(meet, {"evidence": ""}).context["form"].errors) == {"evidence"}
    lead.post(meet, {"evidence": "Tried by Ada on 3 November"})
    first.refresh_from_db()
    assert (first.evidence, first.met_by) == ("Tried by Ada on 3 November", house.people[Role.OPS_LEAD])
    lead.post(page("graduationcriterion-reopen", house, pk=first.pk))
    first.refresh_from_db()
    assert first.met_at is None


def test_the_library_is_sound_and_adopted(lead: Client, house: House) -> None:
    with staff(house.pk):
        for starter in STARTER_PROCESSES:
            process = Process(name=starter.name, service=starter.service, frequency=starter.frequency)
            for name in ("minutes", "repetition", "strategic"):
                setattr(process, name, getattr(starter, name))
            process.clean_fields(exclude=["organization"])
            assert all(
                (starter.trigger, starter.inputs, starter.outputs, starter.quality_bar, starter.acceptance_criteria)
            )
    assert len({starter.key for starter in STARTER_PROCESSES}) == len(STARTER_PROCESSES) == 20
    address = page("process-adopt", house, process_key="ticket-triage")
    assert lead.post(address)["Location"] != page("process-library", house)
    assert lead.post(address)["Location"] == page("process-library", house)
    with staff(house.pk):
        triage = Process.objects.get(name="Ticket triage")
        assert (triage.service, triage.minutes, triage.volume) == ("it_support", Decimal(4), None)
    assert lead.post(page("process-adopt", house, process_key="alchemy")).status_code == 404


def test_a_viewer_looks_and_changes_nothing(house: House, sign_in: SignIn) -> None:
    with staff(house.pk):
        process = Process.objects.get()
    viewer = sign_in(house.people[Role.VIEWER])
    for name, kwargs in (("process-list", {}), ("process-library", {}), ("process-detail", {"pk": process.pk})):
        assert viewer.get(page(name, house, **kwargs)).status_code == 200
    for name in ("processbaseline-start", "graduationcriterion-propose", "fitassessment-create"):
        assert viewer.post(page(name, house, process=process.pk)).status_code == 403


def test_the_risk_is_said_on_the_engagement(lead: Client, house: House) -> None:
    with staff(house.pk):
        partner, own = house.engagements["kestrel"], house.engagements["own"]
    for name in ("engagement-board", "engagement-partner"):
        shown = lead.get(page(name, house, pk=partner.pk)).content.decode()
        assert (
            "Nothing shows that After-hours IT support is stable, documented, measurable, and Kestrel does it" in shown
        )
        assert "Dependency risk" not in lead.get(page(name, house, pk=own.pk)).content.decode()

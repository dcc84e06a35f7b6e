"""The published incident log, from an empty workspace to the inbox: one week's figures, the same wherever they show.

141,712 rows go through the wizard, the week 2016-W20 is frozen, issued, rendered and mailed to a real SMTP server by
its schedule; then the same file once more, its groups sent to engagements of their own. The answers are those of the
table of known answers, computed by others.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
from django.db.models import Count, Q
from django.test import Client

from engagements.models import Engagement, Process
from engagements.models.metrics import Unit
from engagements.periods import Period, period_from_key
from foundation.accounts.actions import create_organization, create_token
from foundation.accounts.models import Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, staff, system
from foundation.inbox.models import ImportBatch
from foundation.outbox import delivering
from foundation.outbox.models import Document, Message
from scorecards import running
from scorecards.actions.issuing import issue_scorecard
from scorecards.actions.schedules import create_schedule, open_due_runs
from scorecards.measures import Parameters, Request, measure
from scorecards.models import ReportRun, Scorecard
from tests.conftest import SignIn
from tests.factories.cast import PASSWORD, House
from tests.factories.scorecards import metric
from tests.foundation.outbox.conftest import Server
from tests.journeys import figures
from tests.workitems.importing import Importer, counts
from tests.workitems.test_import_pages import Wizard
from workitems.mapping import Mapping, Placement
from workitems.models import WorkItem, WorkItemEvent

SHARED = Path(os.environ.get("SHARED_DIR") or Path(__file__).resolve().parents[3] / "shared")
LOG = SHARED / "data" / "tickets" / "uci_incident_event_log.csv.gz"
FACTS = SHARED / "known" / "dataset_facts.csv"
W20 = period_from_key("2016-W20", "UTC")
FIRST_WEEK, WEEKS = period_from_key("2016-W08", "UTC"), 53
AFTERWARDS = datetime(2017, 3, 6, 9, 0, tzinfo=UTC)
WAYS_IN = ("Phone", "Self service", "Email", "IVR", "Direct opening")
# The scorecard of 2016-W20. Published is what the source says of itself; the others are the product's own.
SHOWN = {
    "Met according to the source": ("76.8 %", "1,420 of 1,850"),
    "Resolution time": ("89.9 %", "1,729 of 1,923"),
    "Throughput": ("1,855", ""),
    "Backlog": ("1,306", ""),
    "Turnaround, median": ("4.1 h", "n 1,855"),
    "Turnaround, 90th percentile": ("270.5 h", "n 1,855"),
    "Reopen rate": ("0.8 %", "14 of 1,855"),
}
RECIPIENT = "lead@harbour.example"

pytestmark = [
    pytest.mark.skipif(not LOG.exists(), reason=f"the incident log is not there: {LOG.name} (set SHARED_DIR)"),
    pytest.mark.django_db,
    pytest.mark.timeout(900),  # three imports of the whole log: 108 s beside other work, 300 s beside much
]


class Part(NamedTuple):
    """Part of a whole."""

    met: int
    closed: int


def known() -> dict[str, Part]:
    """The shares of the table of known answers, by what they are of."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        rows = {row["fact"]: row["value"] for row in csv.DictReader(file) if row["dataset"] == LOG.name.split(".")[0]}
    shares = {fact: re.match(r"(\d+)(?: of |/)(\d+)", value) for fact, value in rows.items()}
    found = {
        fact.removeprefix("attainment ").removesuffix(" (last row)"): Part(int(share[1]), int(share[2]))
        for fact, share in shares.items()
        if share
    }
    week = rows["incidents closed in ISO week 2016-W20 / made_sla"].split(" / ")
    return found | {"all": found["made_sla true, incident level"], "week": Part(int(week[1]), int(week[0]))}


@pytest.fixture
def owner() -> User:
    """Who signs up with a log of their own."""
    with identity():
        return User.objects.create_user(RECIPIENT, PASSWORD, name="Lea Lead")


@pytest.fixture
def wizard(owner: User, sign_in: SignIn) -> Wizard:
    """The import wizard of a workspace in which there is nothing yet."""
    organization = create_organization(name="Harbour", by=owner, slug="harbour").organization
    assert organization.time_zone == "UTC"
    return Wizard(sign_in(owner), organization)


def test_from_the_file_to_the_inbox(wizard: Wizard, owner: User, server: Server) -> None:
    answers = known()
    first = import_as_one_desk(wizard)
    with staff(wizard.organization.pk, actor=owner.pk):
        desk = Engagement.objects.get()
        assert WorkItem.objects.filter(engagement=desk).count() == 24_918
        weekly_figures_agree(desk, answers)
        card = issue_week(desk, owner)
        mail = deliver(server, card)
    shown = the_same_everywhere(wizard, card, mail, owner)
    assert shown == SHOWN
    again_nothing_then_by_group(wizard, first, owner, answers)
    assert the_same_everywhere(wizard, card, mail, owner) == SHOWN


def import_as_one_desk(wizard: Wizard) -> ImportBatch:
    """Through the wizard, all ways in lead to one engagement that the wizard makes; what it proposes is agreed."""
    wizard.upload(LOG.read_bytes(), LOG.name)
    wizard.step("columns", placement="contact_type", zone="UTC")
    desk = {
        f"{part}_{number}": value
        for number in range(len(WAYS_IN))
        for part, value in (("place", "+"), ("name", "Service desk"), ("vendor", "Blue Harbour"))
    }
    wizard.step("values", **desk)
    wizard.work()
    wizard.step("agreements")
    batch = wizard.work()
    assert counts(batch) == {
        "rows_read": 141_712,
        "rows_created": 141_707,
        "rows_quarantined": 5,
        "items_created": 24_918,
    }
    return batch


def weeks() -> list[Period]:
    """Every week in which the log closes an incident, and some around."""
    found = [FIRST_WEEK]
    while len(found) < WEEKS:
        found.append(found[-1].next())
    return found


def met(engagements: Iterable[Engagement], periods: Iterable[Period], priority: str = "") -> Part:
    """Met according to the source, by the product's measure, summed over periods and engagements."""
    parameters = Parameters.read({"priorities": [priority] if priority else []})
    requests = [
        Request(each.organization_id, (each.pk,), period, "source_met", Unit.PERCENT.value, parameters=parameters)
        for each in engagements
        for period in periods
    ]
    found = measure(requests).values()
    return Part(sum(int(each.numerator or 0) for each in found), sum(int(each.denominator or 0) for each in found))


def weekly_figures_agree(desk: Engagement, answers: dict[str, Part]) -> None:
    """The week, all weeks together, and those by priority."""
    assert met([desk], [W20]) == answers["week"] == (1_420, 1_850)
    assert met([desk], weeks()) == answers["all"] == (15_803, 24_918)
    priorities = [name for name in answers if re.match(r"\d - ", name)]
    assert {name: met([desk], weeks(), name) for name in priorities} == {name: answers[name] for name in priorities}
    assert len(priorities) == 4


def issue_week(desk: Engagement, owner: User) -> Scorecard:
    """A schedule made in the week itself; its Monday comes, the figures are frozen, a person issues them."""
    for name in ("throughput", "backlog", "turnaround_median"):
        metric(name, desk, expected="100", minimum="80", since=date(2016, 1, 4))
    member = Membership.objects.get(user=owner)
    wednesday, monday = W20.start + timedelta(days=2, hours=12), W20.end + timedelta(hours=9)
    create_schedule(engagement=desk, recipients=[member], by=owner, now=wednesday)
    assert open_due_runs(now=monday - timedelta(minutes=1)) == 0
    assert open_due_runs(now=monday) == 1
    run = ReportRun.objects.get()
    assert running.advance_run(run_id=run.pk, now=monday) == "frozen"
    card = Scorecard.objects.get(period_key=W20.key, state="frozen")
    issue_scorecard(scorecard=card, by=owner, now=monday + timedelta(hours=1))
    assert running.advance_run(run_id=run.pk, now=monday + timedelta(hours=1)) == "queued"
    assert Document.objects.get().page_count == 1
    return Scorecard.objects.get(pk=card.pk)


def deliver(server: Server, card: Scorecard) -> EmailMessage:
    """The outbox hands the week's mail to the server, once."""
    message = Message.objects.get(subject_key=f"scorecard/{card.pk}")
    assert delivering.deliver_all(message_ids=[message.pk]) == 1
    assert delivering.deliver_all(message_ids=[message.pk]) == 0
    message.refresh_from_db()
    assert (message.state, message.attempt) == ("sent", 1)
    (mail,) = server.taken
    assert (str(mail["To"]), mail["Message-ID"]) == (f"Lea Lead <{RECIPIENT}>", message.message_id)
    return mail


def the_same_everywhere(wizard: Wizard, card: Scorecard, mail: EmailMessage, owner: User) -> figures.Figures:
    """Every line's figure and what it was counted from: page, mail as text and as HTML, PDF, API; and the finding."""
    found = from_the_api(wizard, card, owner)
    api, headline = figures.of_api(found["lines"]), found["scorecard"]["headline"]
    answer = wizard.browser.get(f"/{wizard.organization.slug}/scorecards/{card.pk}/")
    page = answer.content.decode()
    text, rich = (body.get_content() for kind in ("plain", "html") if (body := mail.get_body((kind,))) is not None)
    (attached,) = mail.iter_attachments()
    paper = pypdfium2.PdfDocument(attached.get_content())
    assert (len(paper), attached.get_content_type()) == (1, "application/pdf")
    printed = " ".join(paper[0].get_textpage().get_text_bounded().split())
    assert list(api) == list(figures.of_page(page))
    assert figures.of_page(page) == api
    assert figures.of_mail_text(text) == api
    assert figures.of_mail_page(rich) == api
    assert figures.of_paper(printed, api) == api
    assert all(headline in medium for medium in (page, printed, text, rich, " ".join(str(mail["Subject"]).split())))
    return api


def from_the_api(wizard: Wizard, card: Scorecard, owner: User) -> dict[str, Any]:
    """The document that a program is given, with its numbers exact."""
    with staff(wizard.organization.pk, actor=owner.pk):
        member = Membership.objects.get(user=owner)
        _token, secret = create_token(
            name="reader", can_write=False, lifetime=timedelta(days=1), membership=member, now=datetime.now(UTC)
        )
    answer = Client().get(f"/api/v1/scorecards/{card.pk}/", headers={"Authorization": f"Bearer {secret}"}).json()
    assert (answer["period"], answer["sha256"]) == (W20.key, card.seal)
    figures_given: dict[str, Any] = answer["figures"]
    return figures_given


def again_nothing_then_by_group(wizard: Wizard, first: ImportBatch, owner: User, answers: dict[str, Part]) -> None:
    """The file once more changes nothing; with its groups as a value map it moves the items, and agrees by group."""
    house = House(wizard.organization, {Role.OPS_LEAD: owner})
    importer, mapping = Importer(house, AFTERWARDS), Mapping.from_json(first.rules)
    with system([house.pk]):
        told = WorkItemEvent.objects.count()
    again = importer.run(LOG.read_bytes(), replace(mapping, preset="again"), name=LOG.name)
    assert counts(again) == {
        "rows_read": 141_712,
        "rows_unchanged": 141_707,
        "rows_quarantined": 5,
        "items_unchanged": 24_918,
    }
    with staff(house.pk, actor=owner.pk):
        assert WorkItemEvent.objects.count() == told
        desk = Engagement.objects.get()
        listed = {name: engagement_like(desk, name) for name in answers if name.startswith("Group ")}
        others = engagement_like(desk, "Other groups")
        groups = WorkItem.objects.exclude(queue="").values_list("queue", flat=True).distinct()
        values = {group: f"#{listed.get(group, others).pk}" for group in groups}
    by_group = replace(mapping, placement=Placement("assignment_group", "engagement", values))
    moved = importer.run(LOG.read_bytes(), by_group, name=LOG.name)
    assert counts(moved) == {
        "rows_read": 141_712,
        "rows_updated": 141_707,
        "rows_quarantined": 5,
        "items_updated": 24_918,
    }
    with system([house.pk]):
        assert {name: met([each], weeks()) for name, each in listed.items()} == {name: answers[name] for name in listed}
        assert len(listed) == 6
        unassigned = WorkItem.objects.filter(engagement=None)
        assert set(unassigned.values_list("queue", flat=True)) == {""}
        nobody = unassigned.aggregate(met=Count("pk", filter=Q(source_met=True)), closed=Count("closed_at"))
        assert nobody["closed"] == 2_157
        placed = met([*listed.values(), others], weeks())
        assert (placed.met + nobody["met"], placed.closed + nobody["closed"]) == answers["all"]


def engagement_like(desk: Engagement, name: str) -> Engagement:
    """Another engagement of the desk's vendor."""
    row: Engagement = Engagement.objects.create(
        name=name, process=Process.objects.get(), vendor=desk.vendor, started_on=desk.started_on
    )
    return row

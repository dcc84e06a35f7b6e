"""Where a walk over every page finds its addresses: the id that belongs to each place of an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from engagements.actions.action_items import open_action_item
from engagements.actions.entries import add_entry
from engagements.actions.outcomes import add_outcome
from engagements.actions.patterns import save_template
from engagements.actions.places import add_listed
from engagements.actions.raci_outline import seed_decision_rights, seed_raci
from engagements.actions.registers import claim
from engagements.actions.triage import apply_example
from engagements.actions.written_rules import write_rule
from engagements.models import (
    ActionItem,
    ApprovedPlace,
    Assumption,
    BusinessCalendar,
    Checkpoint,
    Client,
    CommunicationEntry,
    Engagement,
    ExclusionRule,
    GraduationCriterion,
    Metric,
    Process,
    ProcessBaseline,
    Segment,
    ServiceLevel,
    Side,
    Tool,
)
from engagements.patterns.saving import content_of
from foundation.accounts.actions import create_token, invite
from foundation.accounts.models import Membership, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.inbox.actions import store_file
from foundation.inbox.models import ImportRow
from foundation.jobs.actions import finish
from foundation.jobs.models import Job
from foundation.outbox.models import Document, Message
from outsourcing.sample.generator import HEADER
from outsourcing.sample.history import mapping_for
from scorecards.links import Shared, make_token
from scorecards.models import ReportSchedule, RootCause, Scorecard, ScorecardSnapshot, WeekReturn
from scorecards.models.cards import CardState
from tests.engagements.showing import show_together
from tests.exits.showing import show_exits
from tests.factories.small_workspace import SmallWorkspace
from tests.finance.showing import show_cases
from tests.finance.showing_money import show_money
from tests.isolation.addresses import Address
from tests.pilots.showing import PLAN_PAGES, show_pilots
from tests.procedures.showing import show_procedures
from tests.sourcing.showing import show_selections
from tests.sourcing.showing_allocation import show_allocation
from tests.vendors.showing import show_questions, show_vendors
from tests.workitems.showing import show_intake, show_partners_file
from vendors.models import VendorKind
from workitems.actions.exclusions import claim_exclusion
from workitems.actions.imports import COMMIT, begin, commit_batch, open_batch
from workitems.models import WorkItem

FIRST_MARK = 900_001
WITH_SEGMENTS = "Customer service ES"
WITHOUT_DATA = "Content formatting"
# Steps of the wizard, which only an import that has not been written still shows.
OPEN_STEPS = {"import-map", "import-values", "import-check", "import-agreements"}
# What a partner sees of these is another row.
PORTAL_NOUNS = {"actions": "partner's actions", "import": "partner's files"}
# The same word in two rooms' addresses.
BY_ROOM = {
    ("criteria", "engagements"): "graduation criteria",
    ("weeks", "scorecards"): "week returns",
    ("proposals", "procedures"): "proposals to procedures",
}
# Pages that only a young one of its kind still shows.
YOUNG = {("pilots", name): "planned pilots" for name in PLAN_PAGES} | {
    ("selections", f"sourcing:selection-{action}"): "draft selections" for action in ("brief", "criteria")
}
# Parameters that are words.
WORDS = {
    "aspect": "stable",
    "check": "outcome-exists",
    "contact": "team_lead",
    "driver": "fee",
    "key": "throughput",
    "kind": "csv",
    "evidence_kind": "soc2",
    "layer": "operational",
    "line": "service",
    "number": "1",
    "option": "shared_desk",
    "pack_key": "operations",
    "rule": "quality_scoring",
    "rule_key": "duration",
    "starter": "after-hours-support",
}


@dataclass
class Premises:
    """A small workspace and, for each noun of its addresses, the id of a row that has the most to show."""

    workspace: SmallWorkspace
    ids: dict[str, int]
    cards: dict[str, int]
    share_token: str

    def url(self, address: Address) -> str:
        """An address with ids of this workspace; the word before an id says what it is of.

        Raises:
            LookupError: for a word that ``row_ids`` does not know yet.
        """
        values: dict[str, object] = {"org": self.workspace.slug}
        marks = {}
        for number, (name, _) in enumerate(address.parameters, FIRST_MARK):
            values[name] = WORDS.get(name, number)
            marks[str(number)] = name
        parts = reverse(address.name, kwargs=values).split("/")
        for place, part in enumerate(parts):
            if part in marks:
                parts[place] = str(self._id(parts[place - 1], address))
        return "/".join(parts)

    def _id(self, noun: str, address: Address) -> int:
        if noun == "scorecards" and address.is_portal:
            return self.cards["issued"]
        if noun in PORTAL_NOUNS and address.is_portal:
            return self.ids[PORTAL_NOUNS[noun]]
        room = address.name.partition(":")[0]
        if (noun, address.name) in YOUNG or (noun, room) in BY_ROOM:
            return self.ids[YOUNG.get((noun, address.name)) or BY_ROOM[noun, room]]
        if noun == "metrics" and address.name in ("scorecards:scorecard-metric", "scorecards:scorecard-portal-line"):
            return self.ids["scorecard metrics"]
        if noun == "imports" and address.name.partition(":")[2] in OPEN_STEPS:
            return self.ids["open imports"]
        try:
            return self.ids[noun]
        except KeyError:
            raise LookupError(
                f"{address.name}: whose id follows {noun}? Say so in tests/journeys/premises.py"
            ) from None


@transaction.atomic
def furnish(workspace: SmallWorkspace) -> Premises:
    """Add what the sample lacks (an invitation, a token, an exclusion that waits) and choose a row for each noun."""
    now = workspace.now
    owner, analyst = workspace.staff[Role.OWNER], workspace.staff[Role.ANALYST]
    with context.identity():
        membership = Membership.objects.select_related("organization").get(user=owner)
    with context.staff(workspace.organization.pk, actor=owner.pk):
        invitation = invite(
            organization=workspace.organization,
            email="new@example.org",
            role=Role.VIEWER,
            vendor_id=None,
            by=owner,
            now=now,
        )
        create_token(name="Nightly", can_write=True, lifetime=timedelta(days=30), membership=membership, now=now)
        item = _eventful_item()
        exclusion = claim_exclusion(item=item, reason="client_delay", note="Mail of Monday", by=analyst, now=now)
        cards = _cards()
        ids = (
            _row_ids(workspace, item)
            | _imports(workspace)
            | show_intake(workspace.engagements[WITH_SEGMENTS], by=owner, now=now)
            | show_cases(workspace.engagements[WITH_SEGMENTS], by=owner, now=now)
            | show_vendors(by=owner, now=now)
            | show_money(workspace.engagements["After-hours IT support"], by=owner, now=now)
            | show_pilots(workspace.engagements["After-hours IT support"], by=owner, now=now)
            | show_allocation(
                workspace.engagements["After-hours IT support"],
                workspace.engagements["IT support, day desk"],
                by=owner,
                now=now,
            )
            | show_procedures(workspace.engagements[WITH_SEGMENTS], by=owner, reader=owner, now=now)
            | {
                "exclusions": exclusion.pk,
                "invitations": invitation.pk,
                "people": Membership.objects.get(user=analyst).pk,
                "scorecards": cards["frozen"],
            }
        )
        shared = Shared(workspace.organization.pk, workspace.partner.pk, cards["issued"])
    with context.system([workspace.organization.pk]):
        ids |= show_questions(by=owner, now=now)
        desk = workspace.engagements["After-hours IT support"]
        ids |= show_partners_file(desk, by=owner, sender=workspace.partner.user, now=now)
        kept = workspace.engagements[WITH_SEGMENTS]
        ids |= show_exits(kept=kept, left=desk, by=owner, partner=workspace.partner.user, now=now)
        raters = [owner, workspace.staff[Role.OPS_LEAD]]
        ids |= show_selections(workspace.engagements[WITH_SEGMENTS], desk.vendor, by=owner, raters=raters, now=now)
    return Premises(workspace, ids | show_together(workspace), cards, make_token(shared))


def _eventful_item() -> WorkItem:
    found: WorkItem | None = (
        WorkItem.objects.filter(events__kind="pause", engagement__name="After-hours IT support")
        .exclude(resolved_at=None)
        .order_by("-opened_at")
        .first()
    )
    assert found is not None, "no item of the partner was ever paused"
    return found


def _cards() -> dict[str, int]:
    """A card for each state there is, of the partner's engagement where it has one; the newest."""
    found: dict[str, int] = {}
    for state, pk, name in Scorecard.objects.order_by("period_start").values_list("state", "pk", "engagement__name"):
        if state not in found or name == "After-hours IT support":
            found[state] = pk
    assert {CardState.FROZEN, CardState.ISSUED, CardState.BLOCKED, CardState.HISTORY} <= set(found), found
    return found


def _imports(workspace: SmallWorkspace) -> dict[str, int]:
    """A file with a row that cannot be read, imported; and another, at the step of its columns."""
    lead, now = workspace.staff[Role.OPS_LEAD], workspace.now
    cells = dict.fromkeys(HEADER, "") | {
        "Number": "X1",
        "State": "New",
        "Updated": "soon",
        "Opened": "2026-11-02 09:00",
    }
    text = ",".join(HEADER) + "\n" + ",".join(cells.values()) + "\n"
    mapping = mapping_for((), {}, "desk")
    file = store_file(content=text.encode(), name="one-bad-row.csv", by=lead, now=now)
    batch = open_batch(file=file, header=HEADER, by=lead, now=now, mapping=mapping)
    batch.job = begin(batch=batch, kind=COMMIT, title=file.name, by=lead, now=now)
    commit_batch(batch_id=batch.pk, by=lead, now=now)
    finish(job=batch.job, now=now, done=1)
    other = store_file(content=text.replace("soon", "2026-11-02 10:00").encode(), name="open.csv", by=lead, now=now)
    waiting = open_batch(file=other, header=HEADER, by=lead, now=now, mapping=mapping)
    row = ImportRow.objects.exclude(errors=[]).get(batch=batch)
    return {"imports": batch.pk, "rows": row.pk, "open imports": waiting.pk}


def _agreed(engagement: Engagement, workspace: SmallWorkspace) -> dict[str, int]:
    """A row of each register of scope and guardrails: of the partner's account, waiting for the other side."""
    lead, now, today = workspace.staff[Role.OPS_LEAD], workspace.now, workspace.now.date()
    apply_example(engagement=engagement, by=lead, now=now, valid_from=now + timedelta(days=1))
    line = CommunicationEntry(engagement=engagement, what="Open tickets", who="Lead", to_whom="Owner")
    line.where, line.how_often = "Shared channel", "every working day"
    write_rule(engagement=engagement, kind="quality_scoring", text="Twenty tickets a week are scored.", by=lead)
    words: dict[str, Any] = {"engagement": engagement, "text": "The client's VPN is down"}
    exclusion = ExclusionRule(kind="client_delay", effect="subtract", claimed_side=Side.CLIENT, **words)
    heard = {"claimed_side": Side.VENDOR, "claim_evidence": "Mail of 2 November"}
    place = ApprovedPlace(engagement=engagement, name="Drive", data_classes="Tickets", controlled_by=Side.VENDOR)
    tool = Tool(engagement=engagement, name="Board", purpose="projects", owner_side=Side.VENDOR)
    return {
        "communication": add_entry(row=line, by=lead).pk,
        "triage": engagement.triage_rules.order_by("position")[0].pk,
        "exclusion-rules": claim(row=exclusion, by=lead, now=now).pk,
        "assumptions": claim(row=Assumption(**words, **heard), by=lead, now=now).pk,
        "places": add_listed(row=place, by=lead, today=today).pk,
        "tools": add_listed(row=tool, by=lead, today=today).pk,
    }


def _outcome(engagement: Engagement, lead: User, now: datetime) -> int:
    return int(add_outcome(engagement=engagement, statement="Nobody waits", metrics=[], by=lead, now=now).pk)


def _partners_action(workspace: SmallWorkspace, lead: User, now: datetime) -> int:
    """An action that the partner's person owns."""
    desk = workspace.engagements["After-hours IT support"]
    made = open_action_item(
        engagement=desk, title="Test the pager", due_date=now.date(), owner=workspace.partner.user, by=lead, now=now
    )
    return int(made.pk)


def _shown_metric() -> int:
    """A metric of the partner's issued scorecard that the partner sees."""
    sealed = ScorecardSnapshot.objects.filter(engagement__name="After-hours IT support", audience="vendor").latest("pk")
    return int(sealed.data["lines"][0]["metric_id"])


def _young(engagement: Engagement, lead: User, now: datetime) -> dict[str, int]:
    """A checkpoint that waits, a clock that runs, and a criterion that nobody has met."""
    process = engagement.process
    clock = ProcessBaseline.objects.create(
        process=process, who="Priya", done_on=now.date(), started_at=now, created_by=lead, created_at=now
    )
    criterion = GraduationCriterion.objects.create(process=process, step="to_freelancer", text="Nobody asks any more")
    look = Checkpoint.objects.create(engagement=engagement, week=2, due_date=now.date())
    return {"checkpoints": look.pk, "graduation criteria": criterion.pk, "runs": clock.pk}


def _row_ids(workspace: SmallWorkspace, item: WorkItem) -> dict[str, int]:
    engagement = workspace.engagements[WITH_SEGMENTS]
    seed_raci(engagement=engagement, by=None)
    seed_decision_rights(engagement=engagement, by=None)
    metric = Metric.objects.order_by("pk")[0].pk
    vendor = workspace.engagements["After-hours IT support"].vendor
    assert vendor.kind != VendorKind.INTERNAL
    newest = {
        "causes": RootCause,
        "schedules": ReportSchedule,
        "clients": Client,
        "processes": Process,
        "calendars": BusinessCalendar,
        "actions": ActionItem,
        "deliveries": Message,
        "documents": Document,
        "jobs": Job,
    }
    lead, now = workspace.staff[Role.OPS_LEAD], workspace.now
    template = save_template(name="Desk", content=content_of(engagement), by=lead, now=now).pk
    ids = {noun: model._default_manager.order_by("-pk")[0].pk for noun, model in newest.items()}
    return (
        ids
        | _agreed(engagement, workspace)
        | {
            "engagements": engagement.pk,
            "items": item.pk,
            "metrics": metric,
            "scorecard metrics": _shown_metric(),
            "partner's actions": _partners_action(workspace, lead, now),
            "week returns": WeekReturn.objects.filter(engagement__vendor=vendor)[0].pk,
            "targets": metric,
            "levels": ServiceLevel.objects.filter(engagement=engagement)[0].pk,
            "segments": Segment.objects.filter(engagement=engagement)[0].pk,
            "grants": workspace.partner.user_id,
            "participants": engagement.participants.order_by("pk")[0].pk,
            "decisions": engagement.decision_rights.order_by("pk")[0].pk,
            "outcomes": _outcome(engagement, lead, now),
            **_young(engagement, lead, now),
            "own": template,
            "templates": template,
            "vendors": vendor.pk,
            "portal": vendor.pk,
            "tokens": 0,
            "support": 0,
        }
    )

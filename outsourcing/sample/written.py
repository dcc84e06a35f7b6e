"""What the sample has in writing: the starter templates under its engagements, and one engagement still on its way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from engagements.actions.parties import change_participant
from engagements.actions.registers import decide
from engagements.actions.stages import move_stage
from engagements.actions.written_rules import write_rule
from engagements.health.cost_only import ABOUT_QUALITY
from engagements.models import Engagement, Participant, Segment, Stage, WrittenRule
from engagements.patterns.beginning import (
    BAND,
    WEEKS_A_MONTH,
    Specifics,
    begin_from_template,
    fill_engagement,
    fitted,
    metrics_of,
    whole,
)
from engagements.patterns.builtin import starter_of
from engagements.patterns.wording import worded
from foundation.accounts.models import User
from outsourcing.sample.inventory import take_stock
from outsourcing.sample.readiness import at, get_ready
from outsourcing.sample.requests import TO_PARTNER, WAITING, ask, promise
from outsourcing.sample.story import Plan

TEMPLATES = {
    "After-hours IT support": "after-hours-support",
    "Invoice matching": "invoice-matching",
    "Customer service ES": "customer-service",
    "Content formatting": "content-formatting",
    "Leadership admin support": "admin-assistance",
    "CRM data hygiene": "data-hygiene",
}
# The story has coverage, service levels, metrics and some segments of its own; its figures rest on them.
OWN = {"coverage", "levels"}
NAMES = {"deputy": "Jonas Weber", "": "Priya Nair"}
PARTNERS = {
    "Kestrel Field Services": {"vendor_contact": "Robert Osei", "team_lead": "Zofia Maj"},
    "Ledgerline BPO": {"vendor_contact": "Lia Grant", "team_lead": "Ramon Cruz"},
    "Sol Contact": {"vendor_contact": "Ines Vidal", "team_lead": "Marc Soler"},
    "Inkwell Studio": {"vendor_contact": "Aoife Byrne", "team_lead": "Conor Walsh"},
    "Bright Desk": {"vendor_contact": "Grace Tan", "team_lead": "Paolo Reyes"},
}
FIRST = "After-hours IT support"
LEAD_TIME = timedelta(days=42)
SIGNED = "Annex 2 of the statement of work"


def write_down(
    engagements: dict[str, Engagement], *, plans: tuple[Plan, ...], zone: str, by: User, now: datetime
) -> None:
    """Put outcomes, roles, registers, rules and procedures under the engagements that have a template, take stock of
    all work, and plan another engagement; two requests were made."""
    for plan in plans:
        if key := TEMPLATES.get(plan.name):
            engagement = engagements[plan.name]
            before = at(engagement.started_on - timedelta(days=14))
            _fill(engagement, plan, key, by=by, now=before)
            _agree_on_all(engagement, by=by, now=before)
            is_first = plan.name == FIRST
            get_ready(engagement, is_first=is_first, is_late=plan.is_late, by=by, now=now)
            if is_first:
                promise(ask(engagement, TO_PARTNER, zone=zone, by=by, now=now), by=by, now=now)
    take_stock(by=by, now=now, today=now.astimezone(ZoneInfo(zone)).date())
    ask(_plan_another(zone=zone, by=by, now=now), WAITING, zone=zone, by=by, now=now)


def _content(key: str) -> dict[str, Any]:
    starter = starter_of(key)
    assert starter is not None, key  # noqa: S101  # a fault of the story
    found: dict[str, Any] = worded(starter.content, _)
    return found


def _fill(engagement: Engagement, plan: Plan, key: str, *, by: User, now: datetime) -> None:
    content = {name: value for name, value in _content(key).items() if name not in OWN}
    content["outcomes"] = [each | {"metrics": []} for each in content["outcomes"]]
    monthly = whole(plan.a_week * WEEKS_A_MONTH)
    usual = Specifics(name=plan.name, owner=by, started_on=engagement.started_on, monthly_volume=monthly)
    content["segments"] = [] if plan.segments else fitted(content, usual)["segments"]
    fill_engagement(engagement=engagement, content=content, by=by, now=now)
    first, second = engagement.outcomes.order_by("position")[:2]
    engagement.targets.update(outcome=first)
    engagement.targets.filter(metric__measure__in=ABOUT_QUALITY).update(outcome=second)
    engagement.service_levels.update(outcome=first)
    _volumes(engagement, plan)
    _name_people(engagement, by=by)


def _name_people(engagement: Engagement, *, by: User) -> None:
    names = NAMES | PARTNERS[engagement.vendor.name]
    for role in Participant.objects.filter(engagement=engagement, name=""):
        role.name = names[role.contact]
        change_participant(participant=role, by=by)


def _agree_on_all(engagement: Engagement, *, by: User, now: datetime) -> None:
    evidence = _("Mail of the partner's contact, before the start")
    for exclusion in engagement.exclusion_rules.all():
        decide(row=exclusion, approve=True, by=by, now=now, evidence=evidence)
    for assumption in engagement.assumptions.all():
        decide(row=assumption, approve=True, by=by, now=now, evidence=evidence)
    for rule in WrittenRule.objects.filter(engagement=engagement):
        write_rule(
            engagement=engagement,
            kind=rule.kind,
            text=rule.text,
            reference=_(SIGNED),
            in_force_from=engagement.started_on,
            by=by,
        )


def _volumes(engagement: Engagement, plan: Plan) -> None:
    segments = list(Segment.objects.filter(engagement=engagement, weekly_volume=None))
    for segment in segments:
        weekly = Decimal(plan.a_week) / len(segments)
        segment.weekly_volume = whole(weekly)
        segment.volume_low, segment.volume_high = whole(weekly * (1 - BAND)), whole(weekly * (1 + BAND))
    Segment.objects.bulk_update(segments, ["weekly_volume", "volume_low", "volume_high"])


def _plan_another(*, zone: str, by: User, now: datetime) -> Engagement:
    """One that stands at its guardrails: quality scoring is signed, data protection is not."""
    content, today = _content("data-hygiene"), now.date()
    specifics = Specifics(
        name=_("Supplier records"),
        owner=by,
        started_on=today + LEAD_TIME,
        process_name=_("Supplier master data"),
        monthly_volume=900,
        zone=zone,
        deputy=NAMES["deputy"],
        quality_lead=NAMES[""],
        baselines={place: Decimal(each["minimum"]) for place, each in enumerate(metrics_of(content))},
        baseline_period=_("Last quarter"),
        baseline_source=_("Own count of 300 records"),
    )
    engagement = begin_from_template(content=content, specifics=specifics, template="data-hygiene", by=by, now=now)
    for stage in (Stage.SCOPE, Stage.GUARDRAILS):
        move_stage(engagement=engagement, to=stage, by=by, now=now, today=today)
    _sign_quality(engagement, today, by=by)
    return engagement


def _sign_quality(engagement: Engagement, today: date, *, by: User) -> None:
    rule = WrittenRule.objects.get(engagement=engagement, kind=WrittenRule.Kind.QUALITY_SCORING)
    reference = _("Quality handbook, page 12, signed")
    write_rule(engagement=engagement, kind=rule.kind, text=rule.text, reference=reference, in_force_from=today, by=by)

"""An engagement is begun from a template: the template says what is usual, a person only the specifics."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from engagements.actions.catalogue import add_row
from engagements.actions.engagements import create_engagement
from engagements.actions.parties import change_participant
from engagements.models import Activity, Client, Contact, Engagement, Participant, Process, Side, Stage
from engagements.patterns.registry import parts
from foundation.accounts.audit import record
from foundation.accounts.models import User
from vendors.models import Vendor, VendorKind

WEEKS_A_MONTH = Decimal(52) / 12
BAND = Decimal("0.2")


@dataclass(frozen=True, slots=True)
class Specifics:
    """What a template cannot know.

    ``monthly_volume`` is items a month, shared among the segments; ``baselines`` today's figure by the place of the
    metric in the template (see ``metrics_of``), with one period and source for all. Names of people without a login
    are plain text.
    """

    name: str
    owner: User
    started_on: date
    process: Process | None = None
    process_name: str = ""
    client: Client | None = None
    monthly_volume: int | None = None
    zone: str = "UTC"
    country: str = ""
    place: str = ""
    deputy: str = ""
    quality_lead: str = ""
    baselines: Mapping[int, Decimal] = field(default_factory=dict)
    baseline_period: str = ""
    baseline_source: str = ""


@transaction.atomic
def begin_from_template(
    *, content: Mapping[str, Any], specifics: Specifics, template: str, by: User, now: datetime
) -> Engagement:
    """Begin an engagement at its first stage, with the own team until a partner is chosen, and fill it.

    ``content`` is a template's, in plain words (``wording.worded``); parts that no room knows are left out.
    """
    process = specifics.process or _process(specifics.process_name or specifics.name, by)
    engagement = create_engagement(
        engagement=Engagement(
            name=specifics.name,
            process=process,
            vendor=Vendor.objects.get(kind=VendorKind.INTERNAL),
            client=specifics.client,
            owner=specifics.owner,
            started_on=specifics.started_on,
            stage=Stage.OUTCOMES,
        ),
        by=by,
    )
    fill_engagement(engagement=engagement, content=fitted(content, specifics), by=by, now=now)
    ours = Participant.objects.filter(engagement=engagement, side=Side.CLIENT, name="")
    _name(ours.filter(contact=Contact.DEPUTY), specifics.deputy, by)
    _name(ours.filter(accountable_for__kind=Activity.Kind.QUALITY), specifics.quality_lead, by)
    record("engagement.begun_from_template", by=by, subject=engagement, template=template)
    return engagement


@transaction.atomic
def fill_engagement(*, engagement: Engagement, content: Mapping[str, Any], by: User, now: datetime) -> None:
    """Apply every part that the content has, in the order of the registry."""
    for part in parts():
        if value := content.get(part.key):
            part.apply(engagement, value, by, now)


def fitted(content: Mapping[str, Any], specifics: Specifics) -> dict[str, Any]:
    """A template's content with the specifics worked in: zone, holidays, volumes, baselines, the place for data."""
    mine = deepcopy(dict(content))
    if isinstance(coverage := mine.get("coverage"), dict):
        coverage["zone"] = specifics.zone
        coverage["country"] = specifics.country or coverage.get("country", "")
    if isinstance(process := mine.get("process"), dict) and specifics.monthly_volume:
        process |= {"frequency": "monthly", "volume": specifics.monthly_volume}
    _share_volume(mine.get("segments") or [], specifics.monthly_volume)
    for place, metric in enumerate(metrics_of(mine)):
        if place in specifics.baselines:
            metric["baseline_value"] = str(specifics.baselines[place])
            metric["baseline_period"] = specifics.baseline_period
            metric["baseline_source"] = specifics.baseline_source
    if specifics.place and mine.get("places"):
        mine["places"][0]["name"] = specifics.place
    return mine


def metrics_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The metrics of a template, in order."""
    return [metric for outcome in content.get("outcomes") or [] for metric in outcome.get("metrics", [])]


def _share_volume(segments: list[dict[str, Any]], monthly: int | None) -> None:
    """Volumes a week by each segment's share (equal shares where none is said), with a band of a fifth either way."""
    if not segments or monthly is None:
        return
    shares = [Decimal(each.get("share") or each.get("weekly_volume") or 1) for each in segments]
    for each, share in zip(segments, shares, strict=True):
        weekly = Decimal(monthly) / WEEKS_A_MONTH * share / sum(shares)
        each["weekly_volume"] = whole(weekly)
        each["volume_low"] = whole(weekly * (1 - BAND))
        each["volume_high"] = whole(weekly * (1 + BAND))


def whole(number: Decimal) -> int:
    """To the nearest whole, halves up."""
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _process(name: str, by: User) -> Process:
    found = Process.objects.filter(name__iexact=name, archived_at=None).first()
    return found or add_row(row=Process(name=name), by=by)


def _name(vacant: QuerySet[Participant], name: str, by: User) -> None:
    role = vacant.first()
    if role is not None and name:
        role.name = name
        change_participant(participant=role, by=by)

"""What would become of a request as it is typed: said before it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from engagements.queries.engagements import local_today
from foundation.accounts.requests import TenantRequest
from workitems.actions.requests import rubric_reason
from workitems.forms.intake_request import RequestForm
from workitems.gates import Routing, routing
from workitems.intake.splitting import Split
from workitems.queries.intake import rubric_priority


@dataclass(frozen=True, slots=True)
class Plan:
    """Priority and why, place and why, the deadline in both parties' zones, and the split that is proposed.

    ``titles`` are the parts with what was refused about each, when somebody wanted the split.
    """

    place: Routing
    priority: str
    because: str
    due: datetime | None
    due_zone: str
    other_zone: str
    split: Split | None
    refused: str = ""
    place_because: str = ""
    titles: tuple[str, ...] = field(default=())


def plan_of(request: TenantRequest, form: RequestForm, *, now: datetime, refused: str = "") -> Plan:
    """The plan for a bound form, valid or not: what cannot be read yet is left open."""
    form.is_valid()
    data, engagement = form.cleaned_data, form.asked_engagement
    place = routing(
        process=form.parts.form.process,
        engagement=engagement,
        segment=data.get("segment"),
        today=local_today(request.organization, now),
    )
    priority, because = data.get("priority", ""), ""
    if not priority:
        typed = {name: str(form.data.get(name, "")) for name in ("title", "problem", "outcome", "item_type")}
        text = f"{typed['problem']}\n{typed['outcome']}"
        for each in dict.fromkeys((place.engagement, engagement)):
            found = rubric_priority(each, title=typed["title"], description=text, item_type=typed["item_type"])
            if found.rule:
                priority, because = found.priority, rubric_reason(found.rule, found.word)
                break
    vendor = place.engagement.vendor if place.engagement else engagement.vendor if engagement else None
    split = form.split()
    posted = form.data.getlist("part") if hasattr(form.data, "getlist") else []
    return Plan(
        place=place,
        priority=priority,
        because=because,
        due=data.get("due"),
        due_zone=data.get("due_zone") or request.organization.time_zone,
        other_zone=(vendor.time_zone if vendor else "") or request.organization.time_zone,
        split=split,
        refused=refused,
        place_because=_by_route(form, place),
        titles=tuple(posted) or (split.parts if split else ()),
    )


def _by_route(form: RequestForm, place: Routing) -> str:
    """Why it goes there, when a route of its type says so."""
    data = form.cleaned_data
    if data.get("engagement") or place.engagement is None or place.engagement != form.routed_engagement:
        return ""
    return _("by the route of “%(type)s”") % {"type": data["item_type"]}

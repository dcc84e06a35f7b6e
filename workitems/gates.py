"""Who gets a request: the partner, once the rules are in writing; until then the own team, or nobody yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.gates.routing import reasons_not_to_route
from engagements.models import Engagement, Process, Segment
from engagements.models.engagements import Route as SegmentRoute
from engagements.models.processes import Verdict
from vendors.models import VendorKind
from workitems.models.requests import Route


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a request goes, and every reason why not to the partner."""

    route: Route
    engagement: Engagement | None = None
    segment: Segment | None = None
    reasons: list[str] = field(default_factory=list)


def routing(*, process: Process, engagement: Engagement | None, segment: Segment | None, today: date) -> Routing:
    """Where work of a process goes that was asked of an engagement (with its vendor); ``today`` is the local date.

    A partner gets it when nothing speaks against it: the process may leave the house, the segment is the partner's, the
    engagement runs, and its rules are in writing. Otherwise the own team's running engagement of the same process gets
    it, or it stays unassigned.
    """
    if engagement is None:
        return _at_home(process, today, [_("No engagement was chosen.")])
    if engagement.vendor.kind == VendorKind.INTERNAL:
        if reasons := _not_running(engagement, today):
            return _at_home(process, today, reasons)
        return Routing(Route.OWN_TEAM, engagement, segment)
    if reasons := _in_house(process, segment) + _not_running(engagement, today):
        return _at_home(process, today, reasons)
    if reasons := reasons_not_to_route(engagement, today):
        return _at_home(process, today, reasons)
    return Routing(Route.PARTNER, engagement, segment)


def _in_house(process: Process, segment: Segment | None) -> list[str]:
    reasons = []
    if process.verdict == Verdict.CANNOT:
        words = {"process": process, "reason": process.verdict_reason}
        reasons.append(_("%(process)s stays in-house: %(reason)s") % words)
    if segment is not None and segment.route == SegmentRoute.IN_HOUSE:
        reasons.append(_("The segment %(segment)s stays in-house.") % {"segment": segment})
    return reasons


def _not_running(engagement: Engagement, today: date) -> list[str]:
    if engagement.started_on > today:
        words = {"engagement": engagement, "day": date_format(engagement.started_on)}
        return [_("%(engagement)s begins on %(day)s.") % words]
    if engagement.ended_on is not None and engagement.ended_on < today:
        words = {"engagement": engagement, "day": date_format(engagement.ended_on)}
        return [_("%(engagement)s ended on %(day)s.") % words]
    return []


def _at_home(process: Process, today: date, reasons: list[str]) -> Routing:
    own = Engagement.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=today),
        process=process,
        vendor__kind=VendorKind.INTERNAL,
        started_on__lte=today,
    )
    found = own.select_related("vendor", "process", "client").order_by("started_on", "pk").first()
    return Routing(Route.OWN_TEAM if found else Route.UNASSIGNED, found, None, reasons)

"""Failure 4: the partner works beside the organization, in tools and places of its own."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext

from engagements.health.rule import Symptom
from engagements.models import ApprovedPlace, Engagement, Side, Tool


def ask(engagement: Engagement, today: date) -> Symptom:
    """Signs: no tool named, the partner controls a tool or a place, no approved place at all."""
    mine = Q(engagement=engagement) | Q(engagement=None)
    in_force = Q(withdrawn_on=None) | Q(withdrawn_on__gt=today)
    tools = list(Tool.objects.filter(mine & in_force))
    places = list(ApprovedPlace.objects.filter(mine & in_force))
    signs = []
    if not tools:
        signs.append(gettext("It is not said in which tools the work is done."))
    if not places:
        signs.append(gettext("No place for data is approved."))
    foreign = [each.name for each in tools if each.owner_side == Side.VENDOR]
    foreign += [each.name for each in places if each.controlled_by == Side.VENDOR]
    if foreign:
        signs.append(gettext("The partner controls: %(names)s.") % {"names": ", ".join(sorted(foreign))})
    return Symptom(tuple(signs), "engagements:engagement-scope")

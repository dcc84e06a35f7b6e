"""Reads about the regular reviews."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models import ReviewLayer, ReviewSetting
from engagements.models.metrics import Cadence

STARTERS = {
    ReviewLayer.OPERATIONAL: (
        _("Weekly operations review"),
        Cadence.WEEK,
        _(
            "Last week's figures\n"
            "What missed its target, and why\n"
            "Actions: done, late, new\n"
            "Next week's volume and absences"
        ),
    ),
    ReviewLayer.TACTICAL: (
        _("Monthly business review"),
        Cadence.MONTH,
        _(
            "Trend of every metric\n"
            "Service levels and error budget\n"
            "Quality and complaints\n"
            "Risks, staffing, improvements"
        ),
    ),
    ReviewLayer.STRATEGIC: (
        _("Quarterly roadmap review"),
        Cadence.QUARTER,
        _(
            "Outcomes: are they coming?\n"
            "Changes of scope and volume\n"
            "The relationship and the contract\n"
            "The next two quarters"
        ),
    ),
}
"""What a layer's review is before anybody says otherwise: name, rhythm, agenda."""


class Review(NamedTuple):
    """A layer's review as it holds: ``origin`` is ``engagement``, ``workspace`` or ``starter``."""

    layer: str
    label: str
    name: str
    cadence: str
    cadence_label: str
    agenda: list[str]
    is_held: bool
    origin: str


def reviews(engagement_id: int | None = None) -> list[Review]:
    """The three layers' reviews of an engagement, or of the workspace: the nearest setting wins."""
    rows = ReviewSetting.objects.filter(Q(engagement=None) | Q(engagement_id=engagement_id))
    settings = {(row.layer, row.engagement_id): row for row in rows}
    return [
        _review(layer, settings.get((layer, engagement_id)) or settings.get((layer, None))) for layer in ReviewLayer
    ]


def review(layer: str, engagement_id: int | None = None) -> Review:
    """One layer's review. ``layer`` is a value of ``ReviewLayer``."""
    return next(each for each in reviews(engagement_id) if each.layer == layer)


def _review(layer: ReviewLayer, row: ReviewSetting | None) -> Review:
    if row is None:
        name, cadence, agenda = STARTERS[layer]
        values = (str(name), cadence.value, str(cadence.label), str(agenda), True, "starter")
    else:
        origin = "engagement" if row.engagement_id else "workspace"
        values = (row.name, row.cadence, row.get_cadence_display(), row.agenda, row.is_held, origin)
    called, rhythm, rhythm_label, points, is_held, origin = values
    lines = [line.strip() for line in points.splitlines() if line.strip()]
    return Review(layer.value, str(layer.label), called, rhythm, rhythm_label, lines, is_held, origin)

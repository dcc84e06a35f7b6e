"""Failure 1: nobody could say what belongs to the work and what does not."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from engagements.health.rule import Symptom
from engagements.models import Assumption, Engagement, ExclusionRule, Segment


def ask(engagement: Engagement, today: date) -> Symptom:
    """Signs: no outputs or acceptance criteria described, no segment, nothing excluded or assumed in writing."""
    signs = []
    if not engagement.process.outputs or not engagement.process.acceptance_criteria:
        signs.append(gettext("It is not written down what comes out, and when it counts as done."))
    if not Segment.objects.filter(engagement=engagement).exists():
        signs.append(gettext("The work is not divided into segments."))
    if not ExclusionRule.objects.filter(engagement=engagement).exists():
        signs.append(gettext("Nothing says what is excluded."))
    if not Assumption.objects.filter(engagement=engagement).exists():
        signs.append(gettext("No assumption is written down."))
    return Symptom(tuple(signs), "engagements:engagement-scope")

"""Reads about the triage rubric, and its answer in words."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from engagements.models import ServiceLevelTarget, TriageRule
from engagements.queries.service_levels import AgreedLevel
from engagements.triage import Match


class ShownTriage(NamedTuple):
    """A rule with the times that the service levels in force allow its priority, as (kind in words, time).

    ``is_reached`` is False for a rule that stands below one that takes everything.
    """

    rule: TriageRule
    allowed: list[tuple[str, ServiceLevelTarget]]
    is_reached: bool


def triage_rules(engagement_id: int) -> list[TriageRule]:
    """The rubric in its order, for ``engagements.triage.triage``."""
    return list(TriageRule.objects.filter(engagement_id=engagement_id).order_by("position", "pk"))


def rubric(rules: list[TriageRule], levels: list[AgreedLevel]) -> list[ShownTriage]:
    """The rubric as a page shows it."""
    shown, is_reached = [], True
    for rule in rules:
        shown.append(ShownTriage(rule, times_for(levels, rule.priority), is_reached))
        is_reached = is_reached and bool(rule.words or rule.item_type)
    return shown


def times_for(levels: list[AgreedLevel], priority: str) -> list[tuple[str, ServiceLevelTarget]]:
    """What the service levels in force allow a priority."""
    found = ((level.level.get_kind_display(), level.allowed(priority)) for level in levels if not level.is_quality)
    return [(kind, target) for kind, target in found if target is not None]


def reason(match: Match[TriageRule]) -> str:
    """Why a request got its priority, for the person who typed it."""
    if match.rule is None:
        return _("No rule of the rubric fits; choose the priority yourself.")
    named = {"rule": match.rule.name, "priority": match.rule.priority, "word": match.word, "type": match.rule.item_type}
    if match.word:
        return _("Priority %(priority)s by the rule “%(rule)s”: “%(word)s” stands in it.") % named
    if match.rule.item_type:
        return _("Priority %(priority)s by the rule “%(rule)s”: its type is %(type)s.") % named
    return _("Priority %(priority)s by the rule “%(rule)s”, which takes everything else.") % named

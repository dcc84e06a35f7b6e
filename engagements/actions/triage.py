"""The rubric to begin with, put into an engagement."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from engagements import triage_example
from engagements.actions.entries import add_entry
from engagements.actions.service_levels import LevelTerms, TimeAllowed, add_level_version, create_service_level
from engagements.models import Engagement, LevelKind, ServiceLevel, ServiceLevelVersion, TriageRule
from engagements.versions import BEGINNING
from foundation.accounts.models import User


@transaction.atomic
def apply_example(*, engagement: Engagement, by: User | None, now: datetime, valid_from: datetime) -> bool:
    """Add the example's rules, and its times to the resolution level; True when anything changed.

    Rules whose name is there already stay as they are. A level that is there gets a version from ``valid_from`` on
    (times of other priorities stay); without one a level is made that holds from the beginning. A rerun changes
    nothing.

    Raises:
        ValidationError: when a version that begins then or later exists.
    """
    there = {name.casefold() for name in engagement.triage_rules.values_list("name", flat=True)}
    new = [rule for rule in triage_example.RULES if _(rule.name).casefold() not in there]
    for rule in new:
        words = list(rule.words)
        row = TriageRule(engagement=engagement, priority=rule.priority, words=words)
        row.name, row.example = _(rule.name), _(rule.example)
        add_entry(row=row, by=by)
    return _set_times(engagement, by=by, now=now, valid_from=valid_from) or bool(new)


def _set_times(engagement: Engagement, *, by: User | None, now: datetime, valid_from: datetime) -> bool:
    level = ServiceLevel.objects.filter(engagement=engagement, kind=LevelKind.RESOLUTION).first()
    last = level.versions.order_by("-number").first() if level else None
    if level is None or last is None:
        terms = LevelTerms(
            targets=_times(around_the_clock=engagement.calendar_id is None),
            pass_rule=_(triage_example.PASS_RULE),
            calendar=engagement.calendar,
            valid_from=BEGINNING,
        )
        name = _(triage_example.NAME)
        create_service_level(engagement=engagement, name=name, kind=LevelKind.RESOLUTION, terms=terms, by=by, now=now)
        return True
    had = {each.priority.strip().lower(): each for each in last.targets.order_by("pk")}
    new = _times(around_the_clock=last.calendar_id is None)
    if all(_is_same(had.get(each.priority), each) for each in new):
        return False
    named = {each.priority for each in new}
    kept = [TimeAllowed(each.priority, each.amount, each.unit) for key, each in had.items() if key not in named]
    add_level_version(service_level=level, terms=_with_times(last, [*new, *kept], valid_from), by=by, now=now)
    return True


def _times(*, around_the_clock: bool) -> list[TimeAllowed]:
    return [TimeAllowed(*each) for each in triage_example.times(around_the_clock=around_the_clock)]


def _is_same(had: object, wanted: TimeAllowed) -> bool:
    return (getattr(had, "amount", None), getattr(had, "unit", None)) == (wanted.amount, wanted.unit)


def _with_times(last: ServiceLevelVersion, targets: list[TimeAllowed], valid_from: datetime) -> LevelTerms:
    return LevelTerms(
        targets=targets,
        pass_rule=last.pass_rule,
        calendar=last.calendar,
        reopen_rule=last.reopen_rule,
        valid_from=valid_from,
        ignored_pauses=last.ignored_pauses,
        expected_level=last.expected_level,
        minimum_level=last.minimum_level,
        weight=last.weight,
    )

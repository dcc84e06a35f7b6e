"""The memo of a pilot: all the evidence for its decision as JSON, as it stands on a day: for page, PDF and mail."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format

from pilots.figures.advice import LONGEST, advise, tally
from pilots.figures.verdicts import Answer
from pilots.models import (
    Choice,
    CriterionReading,
    Pilot,
    PilotDecision,
    PilotRetrospective,
    RollbackTrigger,
    SuccessCriterion,
    Verdict,
)
from pilots.queries.facts import Sample, samples
from pilots.queries.plans import criteria_of, drill_of, terms_of, triggers_of
from pilots.queries.readings import readings_of
from pilots.queries.verdicts import looks_of
from pilots.week_words import NOTHING_BADLY, NOTHING_WELL
from pilots.words import fired_words, limit, trigger_name

FORMAT: Final = 1
_FIGURES: Final = ("numerator", "estimate", "lower", "upper")
_MOST_LINES: Final = 6
_MOST_POINTS: Final = 31


def memo_of(pilot: Pilot, *, today: date) -> dict[str, Any]:
    """The evidence. The pilot comes with its engagements, vendor and owner; ``today`` is the local date.

    Of a criterion with a verdict its figures are those it was judged by, of the others the newest reading.
    """
    criteria = criteria_of(pilot)
    looks, readings = looks_of(pilot), readings_of(criteria)
    terms = terms_of(pilot)
    control = _control(pilot, criteria, today)
    answers = [Answer(looks[each.pk].outcome) if each.pk in looks else None for each in criteria]
    counts = tally(answers)
    triggers = triggers_of(pilot)
    return {
        "format": FORMAT,
        "made_on": today.isoformat(),
        "organization": pilot.organization.name,
        "pilot": _facts(pilot, today),
        "budget": {"amount": _text(terms.budget), "currency": terms.currency},
        "control": str(terms.control) if terms.control else "",
        "control_vendor": str(terms.control.vendor) if terms.control else "",
        "criteria": [_criterion(each, looks.get(each.pk), readings.get(each.pk, []), control) for each in criteria],
        "triggers": [_trigger(each) for each in triggers],
        "counts": counts._asdict(),
        "advice": advise(counts, can_extend=can_extend(pilot, today)).value,
        "can_extend": can_extend(pilot, today),
        "looked_back": _looked_back(pilot),
        "drill": _drill(pilot),
    }


def can_extend(pilot: Pilot, today: date) -> bool:
    """Whether it can still be extended: once, and to at most 90 days in all, of which one has to be left."""
    if pilot.days >= LONGEST or last_possible(pilot) < today:
        return False
    return not PilotDecision.objects.filter(pilot=pilot, choice=Choice.EXTEND).exists()


def last_possible(pilot: Pilot) -> date:
    """The last day that an extension may reach."""
    return pilot.start_date + timedelta(days=LONGEST - 1)


def _facts(pilot: Pilot, today: date) -> dict[str, Any]:
    engagements = [each for each in (pilot.engagement, pilot.second_engagement) if each is not None]
    return {
        "id": pilot.pk,
        "title": pilot.title,
        "goal": pilot.goal,
        "vendor": pilot.engagement.vendor.name,
        "processes": [each.process.name for each in engagements],
        "first_day": pilot.start_date.isoformat(),
        "last_day": pilot.last_day.isoformat(),
        "days": pilot.days,
        "day": pilot.day_number(today),
        "is_over": today > pilot.last_day,
        "owner": str(pilot.owner or ""),
        "seal": pilot.seal,
    }


def _control(pilot: Pilot, criteria: Sequence[SuccessCriterion], today: date) -> dict[int, Sample]:
    """Criterion -> what the control group did in the same days, counted in the same way; empty without one."""
    other = terms_of(pilot).control
    until = min(pilot.last_day, today - timedelta(days=1))
    if other is None or until < pilot.start_date or not criteria:
        return {}
    same = [copy.copy(each) for each in criteria]
    for each in same:
        each.engagement = other
    found = samples(pilot, same, until=until)
    return {each.pk: found[each.pk, until] for each in same if (each.pk, until) in found}


def _criterion(
    criterion: SuccessCriterion,
    verdict: Verdict | None,
    readings: Sequence[CriterionReading],
    control: Mapping[int, Sample],
) -> dict[str, Any]:
    source: Verdict | CriterionReading | None = verdict or (readings[-1] if readings else None)
    figures = {name: _text(getattr(source, name)) if source else None for name in _FIGURES}
    failures = readings[-1].failures if readings else None
    other = control.get(criterion.pk)
    return {
        "id": criterion.pk,
        "name": criterion.name,
        "process": criterion.engagement.process.name,
        "kind": criterion.kind,
        "percentile": criterion.percentile,
        "unit": criterion.unit,
        "direction": criterion.direction,
        "threshold": _text(criterion.threshold),
        "planned_n": criterion.planned_n,
        **figures,
        "n": source.n if source else 0,
        "outcome": verdict.outcome if verdict else "",
        "why": verdict.why if verdict else "",
        "look": verdict.look if verdict else 0,
        "decided_on": verdict.decided_on.isoformat() if verdict else "",
        "definition_version": verdict.definition_version if verdict else None,
        "baseline": _text(criterion.baseline),
        "baseline_source": criterion.baseline_source,
        "control": _sample(other) if other is not None else None,
        "error_budget": _text(criterion.error_budget),
        "failures": failures,
        "read_n": readings[-1].n if readings else 0,
        "trail": _trail(readings),
    }


def _trail(readings: Sequence[CriterionReading]) -> list[str | None]:
    """How the estimate moved from day to day, thinned evenly to what a small drawing shows; the newest is last."""
    every = max(-(-len(readings) // _MOST_POINTS), 1)
    return [_text(_short(each.estimate)) for each in readings[::-1][::every][::-1]]


def _sample(sample: Sample) -> dict[str, Any]:
    return {"n": sample.n, "numerator": sample.k, "estimate": _text(_short(sample.value))}


def _trigger(trigger: RollbackTrigger) -> dict[str, Any]:
    fired = trigger.fired_at is not None
    return {
        "name": trigger_name(trigger),
        "limit": limit(trigger),
        "fired": fired,
        "text": fired_words(trigger) if fired else "",
    }


def _looked_back(pilot: Pilot) -> dict[str, list[str]]:
    """The newest lines of the weekly retrospectives, each with its week; of a week with nothing to say none."""
    rows = list(PilotRetrospective.objects.filter(pilot=pilot).order_by("-week_start")[:_MOST_LINES])
    empty = {"", str(NOTHING_WELL), str(NOTHING_BADLY)}

    def lines(name: str) -> list[str]:
        said = [(row, line.strip(" -\N{BULLET}")) for row in rows for line in getattr(row, name).splitlines()]
        return [f"{date_format(row.week_start, 'j M')}: {line}" for row, line in said if line not in empty][
            :_MOST_LINES
        ]

    return {"well": lines("went_well"), "badly": lines("went_badly"), "weeks": [str(len(rows))]}


def _drill(pilot: Pilot) -> dict[str, Any] | None:
    found = drill_of(pilot)
    if found is None:
        return None
    return {"title": found.title, "due": found.due_date.isoformat(), "is_open": found.is_open}


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.000001"))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"

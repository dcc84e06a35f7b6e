"""The verdicts: each criterion once, at its planned n or at the pilot's end; a last look after an extension."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from engagements.models import MetricVersion
from foundation.accounts.audit import record
from pilots.actions.reading import reading_of
from pilots.figures.verdicts import ALPHA, SECOND_ALPHA, Finding, is_due, judge_mean, judge_share
from pilots.models import Choice, Kind, Outcome, Pilot, PilotDecision, SuccessCriterion, Verdict
from pilots.queries.facts import Sample, rule_of, samples
from pilots.queries.plans import criteria_of
from pilots.queries.verdicts import TO_JUDGE, looks_of

_STORED = ("n", "numerator", "estimate", "deviation")


@transaction.atomic
def give_verdicts(*, pilot_id: int, now: datetime, today: date) -> int:
    """Judge what is due with all days of data through yesterday; returns how many verdicts were given now.

    ``today`` is the local date. The day of a verdict is the first one at whose end the planned n was there, however
    late the job runs. A second run finds the verdict and changes nothing; late data never changes one.
    """
    pilot = Pilot.objects.select_for_update().filter(TO_JUDGE, pk=pilot_id).first()
    if pilot is None:
        return 0
    until, is_over = min(pilot.last_day, today - timedelta(days=1)), today > pilot.last_day
    looks = looks_of(pilot)
    criteria = criteria_of(pilot)
    first = [each for each in criteria if each.pk not in looks]
    second = _to_look_again(pilot, criteria, looks) if is_over else []
    if until < pilot.start_date or not (first or second):
        return 0
    known = samples(pilot, [*first, *second], until=until)
    days = sorted({day for _pk, day in known})
    given = [
        *_judged(first, _due(first, known, days, is_over=is_over), known, now),
        *_judged(second, {each.pk: pilot.last_day for each in second}, known, now, look=2),
    ]
    _number_definitions(given)
    Verdict.objects.bulk_create(given)
    for verdict in given:
        subject = verdict.criterion
        record("pilot.verdict_given", by=None, subject=subject, outcome=verdict.outcome, n=verdict.n, look=verdict.look)
    return len(given)


def judged(criterion: SuccessCriterion, sample: Sample, *, look: int = 1) -> Finding:
    """What a sample says; the second look has stricter bounds."""
    alpha = ALPHA if look == 1 else SECOND_ALPHA
    rule = rule_of(criterion)
    if criterion.kind == Kind.MEAN and sample.moments is not None:
        return judge_mean(rule, sample.moments, alpha=alpha)
    return judge_share(rule, sample.k or 0, sample.n, alpha=alpha)


def _to_look_again(
    pilot: Pilot, criteria: Iterable[SuccessCriterion], looks: Mapping[int, Verdict]
) -> list[SuccessCriterion]:
    """Those that had not enough evidence when the pilot was extended."""
    extended = PilotDecision.objects.filter(pilot=pilot, choice=Choice.EXTEND).first()
    if extended is None:
        return []
    open_then = {
        pk
        for pk, verdict in looks.items()
        if verdict.look == 1 and verdict.outcome == Outcome.NOT_ENOUGH and verdict.decided_at <= extended.decided_at
    }
    return [each for each in criteria if each.pk in open_then]


def _due(
    criteria: Iterable[SuccessCriterion],
    known: Mapping[tuple[int, date], Sample],
    days: Sequence[date],
    *,
    is_over: bool,
) -> dict[int, date]:
    """Criterion -> the day at whose end it is to be judged; those that are not due yet are left out."""
    found: dict[int, date] = {}
    for criterion in criteria:
        for day in days:
            ends = is_over and day == days[-1]
            if is_due(n=known[criterion.pk, day].n, planned_n=criterion.planned_n, is_over=ends):
                found[criterion.pk] = day
                break
    return found


def _judged(
    criteria: Iterable[SuccessCriterion],
    days: Mapping[int, date],
    known: Mapping[tuple[int, date], Sample],
    now: datetime,
    *,
    look: int = 1,
) -> Iterator[Verdict]:
    for criterion in criteria:
        day = days.get(criterion.pk)
        if day is None:
            continue
        sample = known[criterion.pk, day]
        row, found = reading_of(criterion, day, sample, now), judged(criterion, sample, look=look)
        scale = 1 if criterion.kind == Kind.MEAN else 100
        yield Verdict(
            organization_id=criterion.organization_id,
            criterion=criterion,
            decided_on=day,
            decided_at=now,
            outcome=found.answer.value,
            why=found.why.value if found.why else "",
            look=look,
            lower=_bound(found.low, scale),
            upper=_bound(found.high, scale),
            **{name: getattr(row, name) for name in _STORED},
        )


def _bound(value: float | None, scale: int) -> Decimal | None:
    return None if value is None else Decimal(repr(value * scale)).quantize(Decimal("0.000001"))


def _number_definitions(given: Sequence[Verdict]) -> None:
    """Write down which version of its metric each was judged by: the one in force on the pilot's first day."""
    metrics = {each.criterion.metric_id for each in given}
    rows = list(MetricVersion.objects.filter(metric__in=metrics).order_by("metric_id", "valid_from"))
    for verdict in given:
        own = [row for row in rows if row.metric_id == verdict.criterion.metric_id]
        start = verdict.criterion.pilot.start_date
        in_force = [row for row in own if row.valid_from <= start] or own[:1]
        verdict.definition_version = in_force[-1].number if in_force else None

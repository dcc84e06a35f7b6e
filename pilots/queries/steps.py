"""Reads about the steps of volume after a pilot was scaled: what is next, and whether its gate holds."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from engagements.models.metrics import Direction
from pilots.models import Kind, Pilot, SuccessCriterion, VolumeStep
from pilots.queries.facts import Sample, rule_of, samples
from pilots.queries.plans import criteria_of


@dataclass(frozen=True, slots=True)
class GateFigure:
    """A criterion since the step before: whether its figure is still at its threshold or better; None for no data."""

    criterion: SuccessCriterion
    sample: Sample | None
    holds: bool | None


@dataclass(frozen=True, slots=True)
class StepGate:
    """A step with its gate: the figures of its criteria from ``first`` to ``last``; ``is_next`` may be moved now."""

    step: VolumeStep
    is_next: bool
    first: date | None = None
    last: date | None = None
    figures: tuple[GateFigure, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all it asks for is there; the first step's gate is the pilot's verdicts, and it was decided."""
        return all(each.holds for each in self.figures)


def steps_of(pilot: Pilot, *, today: date) -> list[StepGate]:
    """The steps in their order; the next one with its gate's figures since the one before was reached."""
    steps = list(VolumeStep.objects.filter(pilot=pilot).select_related("gate", "moved_by").order_by("position"))
    after = next((each for each in steps if each.reached_at is None), None)
    found = []
    for step in steps:
        if step is not after:
            found.append(StepGate(step, is_next=False))
            continue
        before = steps[step.position - 1] if step.position else None
        found.append(_gate(pilot, step, before, today))
    return found


def _gate(pilot: Pilot, step: VolumeStep, before: VolumeStep | None, today: date) -> StepGate:
    if before is None:
        return StepGate(step, is_next=True)
    first, last = before.starts_on, today - timedelta(days=1)
    criteria = [each for each in criteria_of(pilot) if step.gate_id in (None, each.pk)]
    if last < first:
        return StepGate(step, True, first, last, tuple(GateFigure(each, None, None) for each in criteria))
    window = copy.copy(pilot)
    window.start_date = first
    known = samples(window, criteria, until=last)
    return StepGate(step, True, first, last, tuple(_figure(each, known.get((each.pk, last))) for each in criteria))


def _figure(criterion: SuccessCriterion, sample: Sample | None) -> GateFigure:
    if sample is None or not sample.n or sample.value is None:
        return GateFigure(criterion, sample, None)
    if criterion.kind == Kind.PERCENTILE:
        holds = Decimal(sample.k or 0) >= Decimal(repr(rule_of(criterion).needed_share)) * sample.n
    elif criterion.direction == Direction.HIGHER:
        holds = sample.value >= criterion.threshold
    else:
        holds = sample.value <= criterion.threshold
    return GateFigure(criterion, sample, holds)

"""A pack of metrics agreed for an engagement in one step; the same pack again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.metrics import Definition, create_metric
from engagements.actions.targets import set_target
from engagements.library import Typical
from engagements.models import Engagement, Metric, MetricTarget
from engagements.models.metrics import Cadence
from engagements.packs import Pack, Promise
from engagements.queries.metrics import versions_on
from foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Step:
    """What a promise of a pack comes to here.

    ``name`` is what the metric is called; ``metric`` the one that is used, None when it will be made. ``is_agreed``
    says that the engagement is judged by it already, and nothing happens.
    """

    promise: Promise
    name: str
    metric: Metric | None
    is_agreed: bool

    @property
    def needs_numbers(self) -> bool:
        """Whether somebody has to say the target, since it depends on volume or money."""
        return not self.is_agreed and self.promise.target is None


def steps_of(pack: Pack, engagement: Engagement) -> list[Step]:
    """What applying a pack would do. A metric is never counted in another rhythm because of a pack: where one of the
    same name closes in another cadence, the pack's gets its cadence in its name."""
    named = {metric.name.lower(): metric for metric in Metric.objects.filter(archived_at=None)}
    versions = versions_on(date.max, [metric.pk for metric in named.values()])
    agreed = set(MetricTarget.objects.filter(engagement=engagement, ended_on=None).values_list("metric_id", flat=True))
    found = []
    for promise in pack.promises:
        cadence = promise.cadence or promise.metric.cadence
        name = _(promise.metric.name)
        metric = named.get(name.lower())
        version = versions.get(metric.pk) if metric else None
        if version is not None and version.cadence != cadence:
            name = f"{name}, {Cadence(cadence).label}"
            metric = named.get(name.lower())
        found.append(Step(promise, name, metric, metric is not None and metric.pk in agreed))
    return found


@transaction.atomic
def apply_pack(
    *, pack: Pack, engagement: Engagement, numbers: Mapping[str, Typical], valid_from: date, by: User, now: datetime
) -> int:
    """Agree what is not agreed yet, from a day on; returns how many targets. ``numbers`` are those of the promises
    without a typical target, by key; a promise without any is left out."""
    Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    position = engagement.targets.count()
    made = 0
    for step in steps_of(pack, engagement):
        bounds = numbers.get(step.promise.key) or step.promise.target
        if step.is_agreed or bounds is None:
            continue
        made += 1
        target = MetricTarget(
            engagement=engagement,
            metric=step.metric or _make(step, by=by, now=now),
            valid_from=valid_from,
            position=position + made,
            minimum=bounds.minimum,
            expected=bounds.expected,
            stretch=bounds.stretch,
            is_strict=step.promise.is_strict,
        )
        set_target(target=target, by=by)
    return made


def _make(step: Step, *, by: User, now: datetime) -> Metric:
    starter = step.promise.metric
    metric = Metric(
        name=step.name,
        measure=starter.measure,
        unit=starter.unit,
        direction=starter.direction,
        is_internal=starter.is_internal,
    )
    definition = Definition(
        _(starter.definition), _(starter.source), step.promise.cadence or starter.cadence, starter.parameters
    )
    return create_metric(metric=metric, definition=definition, by=by, now=now)

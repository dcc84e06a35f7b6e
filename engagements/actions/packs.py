"""A pack of metrics agreed for an engagement in one step; the same pack again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.catalogue import restore_row
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.targets import set_target
from engagements.library import Typical
from engagements.models import Engagement, Metric, MetricTarget, MetricVersion
from engagements.models.metrics import Cadence
from engagements.packs import Pack, Promise
from engagements.queries.catalogue import newest_targets
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
    def cadence(self) -> str:
        """How often it closes, in words."""
        return str(Cadence(self.promise.cadence or self.promise.metric.cadence).label)

    @property
    def is_apart(self) -> bool:
        """Whether a metric of the library's name is something else here, so that the pack's has a name of its own."""
        return self.name != _(self.promise.metric.name)

    @property
    def needs_numbers(self) -> bool:
        """Whether somebody has to say the target, since it depends on volume or money."""
        return not self.is_agreed and self.promise.target is None


def steps_of(pack: Pack, engagement: Engagement) -> list[Step]:
    """What applying a pack would do. A metric is never counted otherwise because of a pack: where one of the same name
    closes in another cadence, or is another measure, the pack's gets its cadence in its name."""
    named = {metric.name.lower(): metric for metric in Metric.objects.all()}
    versions = versions_on(date.max, [metric.pk for metric in named.values()])
    newest = newest_targets(until=date.max).filter(engagement=engagement, ended_on=None)
    agreed = set(newest.values_list("metric_id", flat=True))
    found = []
    for promise in pack.promises:
        name = next(
            name
            for name in _names(promise)
            if name.lower() not in named or _fits(named[name.lower()], versions, promise)
        )
        metric = named.get(name.lower())
        found.append(Step(promise, name, metric, metric is not None and metric.pk in agreed))
    return found


def _names(promise: Promise) -> Iterator[str]:
    """What a promise's metric may be called: as in the library, with its cadence, and then with a number."""
    plain = _(promise.metric.name)
    timed = f"{plain}, {Cadence(promise.cadence or promise.metric.cadence).label}"
    yield from (plain, timed)
    yield from (f"{timed} ({number})" for number in count(2))


def _fits(metric: Metric, versions: Mapping[int, MetricVersion], promise: Promise) -> bool:
    """Whether a metric is what a promise means: the same measure, unit, direction and cadence."""
    wanted, version = promise.metric, versions.get(metric.pk)
    same = (metric.measure, metric.unit, metric.direction) == (wanted.measure, wanted.unit, wanted.direction)
    return same and (version is None or version.cadence == (promise.cadence or wanted.cadence))


@transaction.atomic
def apply_pack(
    *, pack: Pack, engagement: Engagement, numbers: Mapping[str, Typical], valid_from: date, by: User, now: datetime
) -> int:
    """Agree what is not agreed yet, from a day on; returns how many targets. ``numbers`` are those of the promises
    without a typical target, by key; a promise without any is left out. An archived metric is put back on the list.

    Raises:
        ValidationError: when a target that begins then or later exists.
    """
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
            metric=restore_row(row=step.metric, by=by) if step.metric else _make(step, by=by, now=now),
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

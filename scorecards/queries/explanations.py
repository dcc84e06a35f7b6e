"""Explain this number: its definition, its parts, what was left out, and the very items behind each part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagements.models import Engagement, Metric, MetricVersion
from engagements.models.metrics import Measure
from engagements.periods import Period, period_from_key
from scorecards.measures import Parameters
from scorecards.measures.entries import ENTERED_ONLY
from scorecards.measures.first_contact import resolved_in
from scorecards.models import ManualValue, MetricValue
from workitems.queries.filters import ItemFilter

_DURATIONS: Final = (Measure.TURNAROUND_MEAN, Measure.TURNAROUND_MEDIAN, Measure.TURNAROUND_P90)
_DONE: Final = (Measure.THROUGHPUT, Measure.REOPEN_RATE, Measure.ERROR_RATE, Measure.ACCURACY, *_DURATIONS)
_CLOCKS: Final = {
    Measure.SLA_RESPONSE: ("response",),
    Measure.SLA_RESOLUTION: ("resolution",),
    Measure.SLA_ADHERENCE: ("response", "resolution"),
}
_LABELS: Final = {
    "completed": pgettext_lazy("items behind a figure", "completed"),
    "backlog": pgettext_lazy("items behind a figure", "in the backlog"),
    "aged": pgettext_lazy("items behind a figure", "older than the limit"),
    "response_met": pgettext_lazy("items behind a figure", "response in time"),
    "response_decided": pgettext_lazy("items behind a figure", "response decided"),
    "response_missed": pgettext_lazy("items behind a figure", "response too late"),
    "resolution_met": pgettext_lazy("items behind a figure", "resolved in time"),
    "resolution_decided": pgettext_lazy("items behind a figure", "resolution decided"),
    "resolution_missed": pgettext_lazy("items behind a figure", "resolved too late"),
    "source_met": pgettext_lazy("items behind a figure", "met according to the source"),
    "source_told": pgettext_lazy("items behind a figure", "with a verdict of the source"),
    "checked": pgettext_lazy("items behind a figure", "checked"),
    "defective": pgettext_lazy("items behind a figure", "defective"),
    "sound": pgettext_lazy("items behind a figure", "checked and not defective"),
    "reopened": pgettext_lazy("items behind a figure", "reopened"),
    "rated": pgettext_lazy("items behind a figure", "rated"),
    "top_boxes": pgettext_lazy("items behind a figure", "rated in the top two boxes"),
    "due": pgettext_lazy("items behind a figure", "due"),
    "on_time": pgettext_lazy("items behind a figure", "done on time"),
    "judged": pgettext_lazy("items behind a figure", "resolved seven days earlier, requester known"),
    "first_contact": pgettext_lazy("items behind a figure", "nobody came back within seven days"),
    "handled": pgettext_lazy("items behind a figure", "completed, with handled time"),
    "accepted": pgettext_lazy("items behind a figure", "accepted"),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """Some items behind a figure: what they are, in a code and in words, and the filter that lists exactly them.

    ``part`` is numerator, denominator, missed or excluded. Adding up ``count`` over a part gives the stored figure.
    """

    part: str
    code: str
    items: ItemFilter

    @property
    def label(self) -> str:
        """What the items are."""
        return str(_LABELS[self.code])


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure with everything needed to check it. ``behind`` is empty for what was entered by hand (``entry``)."""

    metric: Metric
    version: MetricVersion
    engagement: Engagement
    value: MetricValue
    behind: tuple[Behind, ...]
    entry: ManualValue | None

    def of(self, part: str) -> list[Behind]:
        """The items of one part."""
        return [each for each in self.behind if each.part == part]


def explain(engagement: Engagement, metric: Metric, period: Period, *, segment_id: int | None = None) -> Explanation:
    """The explanation of a stored figure; three queries.

    Raises:
        MetricValue.DoesNotExist: when the period has not been measured.
    """
    value: MetricValue = MetricValue.objects.select_related("version", "metric").get(
        engagement=engagement,
        metric=metric,
        segment=segment_id,
        period_kind=period.kind.value,
        period_key=period.key,
    )
    entry = ManualValue.objects.select_related("entered_by").filter(pk=value.detail.get("entry")).first()
    behind = () if entry else tuple(items_behind(value))
    return Explanation(metric, value.version, engagement, value, behind, entry)


def items_behind(value: MetricValue) -> list[Behind]:
    """The filters that list the items of a figure: numerator, denominator, what missed, what was excluded."""
    measure = Measure(value.metric.measure)
    if measure in ENTERED_ONLY:
        return []
    parameters = Parameters.read(value.version.parameters)
    everything = ItemFilter(engagement=(value.engagement_id,), segment=value.segment_id, priority=parameters.priorities)
    parts = _parts(measure, value, parameters, everything)
    kept = [Behind(part, code, items.but(excluded="no")) for part, code, items in parts]
    whole = "denominator" if any(part == "denominator" for part, *_ in parts) else "numerator"
    left_out = [Behind("excluded", code, items.but(excluded="yes")) for part, code, items in parts if part == whole]
    return kept + left_out


def _parts(
    measure: Measure, value: MetricValue, parameters: Parameters, everything: ItemFilter
) -> list[tuple[str, str, ItemFilter]]:
    start, end = value.period_start, value.period_end
    if measure in _CLOCKS:
        return _clock_parts(measure, value, everything)
    if measure in (Measure.BACKLOG, Measure.BACKLOG_AGED):
        return [_backlog_part(measure, parameters, everything.but(open_at=end))]
    if measure in (Measure.COMPLETION, Measure.FIRST_CONTACT, Measure.EFFICIENCY):
        return _promise_parts(measure, value, everything)
    if measure == Measure.SOURCE_MET:
        closed = everything.but(closed_from=start, closed_to=end)
        return [
            ("numerator", "source_met", closed.but(source_met="yes")),
            ("denominator", "source_told", closed.but(source_met="told")),
        ]
    if measure == Measure.CSAT:
        rated = everything.but(rated_from=start, rated_to=end)
        top = rated.but(rated_min=Decimal(parameters.top_box_from))
        return [("numerator", "top_boxes", top), ("denominator", "rated", rated)]
    return _completed_parts(measure, parameters, everything.but(done_from=start, done_to=end))


def _backlog_part(measure: Measure, parameters: Parameters, waiting: ItemFilter) -> tuple[str, str, ItemFilter]:
    if measure == Measure.BACKLOG or waiting.open_at is None:
        return "numerator", "backlog", waiting
    limit = waiting.open_at - timedelta(hours=float(parameters.older_than_hours))
    return "numerator", "aged", waiting.but(opened_to=limit)


def _promise_parts(measure: Measure, value: MetricValue, everything: ItemFilter) -> list[tuple[str, str, ItemFilter]]:
    start, end = value.period_start, value.period_end
    if measure == Measure.COMPLETION:
        due = everything.but(due_from=start, due_to=end)
        return [("numerator", "on_time", due.but(on_time="yes")), ("denominator", "due", due)]
    if measure == Measure.FIRST_CONTACT:
        since, until = resolved_in(period_from_key(value.period_key, value.engagement.organization.time_zone))
        judged = everything.but(done_from=since, done_to=until, requester="known")
        return [("numerator", "first_contact", judged.but(repeated="no")), ("denominator", "judged", judged)]
    return [("denominator", "handled", everything.but(done_from=start, done_to=end, handled="told"))]


def _completed_parts(measure: Measure, parameters: Parameters, done: ItemFilter) -> list[tuple[str, str, ItemFilter]]:
    if measure == Measure.THROUGHPUT:
        return [("numerator", "completed", done)]
    if measure == Measure.REOPEN_RATE:
        return [("numerator", "reopened", done.but(reopened="yes")), ("denominator", "completed", done)]
    if measure == Measure.COST_PER_UNIT:
        return [("denominator", "accepted", done.but(defective="no"))]
    if measure in _DURATIONS:
        clocked = done.but(resolution="decided") if parameters.business_hours else done
        return [("denominator", "completed", clocked)]
    checked = done.but(checked="yes")
    if measure == Measure.ACCURACY:
        return [("numerator", "sound", checked.but(defective="no")), ("denominator", "checked", checked)]
    return [("numerator", "defective", checked.but(defective="yes")), ("denominator", "checked", checked)]


def _clock_parts(measure: Measure, value: MetricValue, everything: ItemFilter) -> list[tuple[str, str, ItemFilter]]:
    found = []
    for kind in _CLOCKS[measure]:
        fixed = everything.but(**{f"{kind}_from": value.period_start, f"{kind}_to": value.period_end})
        for part, outcome in (("numerator", "met"), ("denominator", "decided"), ("missed", "missed")):
            found.append((part, f"{kind}_{outcome}", fixed.but(**{kind: outcome})))
    return found


def label_of(code: str) -> str:
    """What items are, in words; the code alone for one that later code no longer knows."""
    return str(_LABELS.get(code, code))


GAPS: Final = {
    "not_covered": _("No import covers this period."),
    "no_items": _("No item counts here in this period."),
    "no_entry": _("Nobody has entered a figure for this period."),
    "no_costs": _("Neither terms nor item costs are known."),
    "currencies": _("There is more than one currency; they are never added up."),
    "by_segment": _("Fees are not split by segment."),
}
"""Why there is no figure (``detail["reason"]``), in words."""

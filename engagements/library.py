"""The starter library: metrics that most outsourced work is judged by, to be adapted. Pure: no Django, no I/O.

Typical values are starting points for a conversation, no benchmarks. Texts are translated where they are saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


class Typical(NamedTuple):
    """A target to start the conversation with, in the metric's unit."""

    minimum: Decimal
    expected: Decimal
    stretch: Decimal


class StarterMetric(NamedTuple):
    """A metric of the library, in values of ``models.metrics``. Volumes and money have no typical target.

    ``key`` names it in addresses and never changes.
    """

    key: str
    name: str
    measure: str
    unit: str
    direction: str
    definition: str
    source: str
    typical: Typical | None = None
    cadence: str = "week"
    parameters: Mapping[str, Any] = {}
    is_internal: bool = False


def _numbers(minimum: str, expected: str, stretch: str) -> Typical:
    return Typical(Decimal(minimum), Decimal(expected), Decimal(stretch))


_ITEMS = _("Work items, from the ticket system's export")
_CLOCKS = _("Service-level clocks, computed from the work items' events")

STARTER_METRICS: Final = (
    StarterMetric(
        "response-time",
        _("Response time"),
        "sla_response",
        "percent",
        "higher",
        _("Share of items whose first response came within the time agreed for their priority, in open hours."),
        _CLOCKS,
        typical=_numbers("90", "95", "98"),
    ),
    StarterMetric(
        "resolution-time",
        _("Resolution time"),
        "sla_resolution",
        "percent",
        "higher",
        _("Share of items resolved within the time agreed for their priority, in open hours, pauses left out."),
        _CLOCKS,
        typical=_numbers("85", "90", "95"),
    ),
    StarterMetric(
        "sla-adherence",
        _("SLA adherence"),
        "sla_adherence",
        "percent",
        "higher",
        _("Response and resolution clocks met, of all clocks decided in the period."),
        _CLOCKS,
        typical=_numbers("90", "95", "98"),
    ),
    StarterMetric(
        "source-met",
        _("Met according to the source"),
        "source_met",
        "percent",
        "higher",
        _("Share of items closed in the period that the source system itself marks as made in time."),
        _ITEMS,
        typical=_numbers("60", "75", "90"),
    ),
    StarterMetric(
        "throughput",
        _("Throughput"),
        "throughput",
        "count",
        "higher",
        _("Items resolved for the first time in the period."),
        _ITEMS,
    ),
    StarterMetric(
        "backlog",
        _("Backlog"),
        "backlog",
        "count",
        "lower",
        _("Items opened before the period's end and not closed before it."),
        _ITEMS,
    ),
    StarterMetric(
        "backlog-aged",
        _("Backlog older than 5 days"),
        "backlog_aged",
        "count",
        "lower",
        _("Items of the backlog that have been open for more than 120 hours at the period's end."),
        _ITEMS,
        typical=_numbers("10", "5", "0"),
        parameters={"older_than_hours": 120},
    ),
    StarterMetric(
        "turnaround-p90",
        _("Turnaround, 90th percentile"),
        "turnaround_p90",
        "hours",
        "lower",
        _("Nine of ten items resolved in the period took at most so many hours by the clock, from opening."),
        _ITEMS,
        typical=_numbers("72", "48", "24"),
        parameters={"hours": "clock"},
    ),
    StarterMetric(
        "accuracy",
        _("Accuracy"),
        "accuracy",
        "percent",
        "higher",
        _("Items checked and found without defect, of all items checked: 1 minus the error rate."),
        _("Quality checks: the fields checked and defective of the work items, or figures entered by hand"),
        typical=_numbers("96", "98", "99.5"),
    ),
    StarterMetric(
        "error-rate",
        _("Error rate"),
        "error_rate",
        "percent",
        "lower",
        _("Items found defective, of all items checked."),
        _("Quality checks: the fields checked and defective of the work items, or figures entered by hand"),
        typical=_numbers("4", "2", "0.5"),
    ),
    StarterMetric(
        "reopen-rate",
        _("Reopen rate"),
        "reopen_rate",
        "percent",
        "lower",
        _("Items reopened after their resolution, of those resolved in the period."),
        _ITEMS,
        typical=_numbers("8", "5", "2"),
    ),
    StarterMetric(
        "csat",
        _("Customer satisfaction"),
        "csat",
        "percent",
        "higher",
        _("Answers of 4 or 5 out of 5, of all answers given in the period (top two boxes)."),
        _("Satisfaction surveys on the work items"),
        typical=_numbers("80", "85", "92"),
        parameters={"top_box_from": 4},
    ),
    StarterMetric(
        "completion",
        _("Completion"),
        "completion",
        "percent",
        "higher",
        _("Items done by the time they were due, of all items due in the period."),
        _ITEMS,
        typical=_numbers("90", "95", "99"),
    ),
    StarterMetric(
        "turnaround-mean",
        _("Average turnaround"),
        "turnaround_mean",
        "hours",
        "lower",
        _("Mean time by the clock from opening to completion, of the items completed in the period."),
        _ITEMS,
        typical=_numbers("36", "24", "12"),
        parameters={"hours": "clock"},
    ),
    StarterMetric(
        "first-contact-resolution",
        _("First contact resolution"),
        "first_contact",
        "percent",
        "higher",
        _("Items resolved about which nobody came back within seven days, of those resolved seven days earlier."),
        _ITEMS,
        typical=_numbers("65", "75", "85"),
    ),
    StarterMetric(
        "average-speed-of-answer",
        _("Average speed of answer, seconds"),
        "manual",
        "score",
        "lower",
        _("Sum of the waits of answered calls, divided by the answered calls; calls given up within 5 s are left out."),
        _("Figures entered by hand, from the telephone system: seconds waited, calls answered"),
        typical=_numbers("60", "30", "15"),
    ),
    StarterMetric(
        "process-efficiency",
        _("Process efficiency"),
        "efficiency",
        "percent",
        "higher",
        _("Handled time, of the turnaround of the items completed in the period whose handled time is known."),
        _ITEMS,
        typical=_numbers("10", "20", "40"),
        cadence="month",
    ),
    StarterMetric(
        "improvement-suggestions",
        _("Improvement suggestions"),
        "manual",
        "count",
        "higher",
        _("Suggestions made by the people who do the work, counted when written down."),
        _("Figures entered by hand, from the improvement register"),
        typical=_numbers("1", "2", "4"),
        cadence="month",
    ),
    StarterMetric(
        "sop-adherence",
        _("SOP adherence"),
        "manual",
        "percent",
        "higher",
        _("Checklist steps done as written, of the steps due, on sampled items."),
        _("Figures entered by hand, from sampled items: steps done, steps due"),
        typical=_numbers("95", "100", "100"),
        cadence="two_weeks",
    ),
    StarterMetric(
        "external-rating",
        _("External rating"),
        "external_rating",
        "score",
        "higher",
        _("The mean rating on the review site named as source, as it stands at the period's end."),
        _("A review site: write its address here"),
        typical=_numbers("3.8", "4.2", "4.6"),
        cadence="month",
    ),
    StarterMetric(
        "cost-per-unit",
        _("Cost per unit"),
        "cost_per_unit",
        "money",
        "lower",
        _("Item costs, the monthly fee and own oversight of the period, divided by the items accepted in it."),
        _("Work items and the engagement's money terms"),
        is_internal=True,
    ),
    StarterMetric(
        "net-margin",
        _("Net margin"),
        "manual",
        "percent",
        "higher",
        _("Revenue of the line less its cost, divided by its revenue, for the month."),
        _("Figures entered by hand, from the accounts"),
        typical=_numbers("15", "20", "30"),
        cadence="month",
        is_internal=True,
    ),
)


def starter_metric(key: str) -> StarterMetric | None:
    """The library's metric of that key."""
    return next((metric for metric in STARTER_METRICS if metric.key == key), None)

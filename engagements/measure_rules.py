"""Which units, direction and parameters fit a measure. Pure: no Django, no I/O. Values as in ``models.metrics``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

PERCENT = ("percent",)
COUNT = ("count",)
TIME = ("hours", "days")
ANY = ("percent", "count", "hours", "days", "score", "money")


class Fit(NamedTuple):
    """What a measure may be shown in, which way it improves (empty: either), and the parameters it reads."""

    units: tuple[str, ...]
    direction: str = ""
    parameters: frozenset[str] = frozenset({"priorities"})


_TURNAROUND: Final = Fit(TIME, "lower", frozenset({"priorities", "hours"}))
MEASURE_FITS: Final[Mapping[str, Fit]] = {
    "throughput": Fit(COUNT),
    "backlog": Fit(COUNT, "lower"),
    "backlog_aged": Fit(COUNT, "lower", frozenset({"priorities", "older_than_hours"})),
    "sla_adherence": Fit(PERCENT, "higher"),
    "sla_response": Fit(PERCENT, "higher"),
    "sla_resolution": Fit(PERCENT, "higher"),
    "source_met": Fit(PERCENT, "higher"),
    "error_rate": Fit(PERCENT, "lower"),
    "accuracy": Fit(PERCENT, "higher"),
    "turnaround_mean": _TURNAROUND,
    "turnaround_median": _TURNAROUND,
    "turnaround_p90": _TURNAROUND,
    "reopen_rate": Fit(PERCENT, "lower"),
    "csat": Fit(PERCENT, "higher", frozenset({"priorities", "top_box_from"})),
    "cost_per_unit": Fit(("money",), "lower", frozenset()),
    "completion": Fit(PERCENT, "higher"),
    "first_contact": Fit(PERCENT, "higher"),
    "efficiency": Fit(PERCENT, "higher"),
    "external_rating": Fit(("score", "percent"), "higher", frozenset()),
    "manual": Fit(ANY, "", frozenset()),
}


class MetricProblem(StrEnum):
    """The kinds of problems; pages key their translated texts on them."""

    WRONG_UNIT = "wrong_unit"
    WRONG_DIRECTION = "wrong_direction"
    NOT_READ = "not_read"
    AGE_NEEDED = "age_needed"


def metric_problems(measure: str, unit: str, direction: str) -> Iterator[tuple[str, MetricProblem]]:
    """What does not fit a measure, as (field, problem); an unknown measure fits nothing."""
    fit = MEASURE_FITS.get(measure, Fit(()))
    if unit not in fit.units:
        yield "unit", MetricProblem.WRONG_UNIT
    if fit.direction and direction != fit.direction:
        yield "direction", MetricProblem.WRONG_DIRECTION


def parameter_problems(measure: str, parameters: Mapping[str, Any]) -> Iterator[tuple[str, MetricProblem]]:
    """Parameters that a measure does not read, and the age limit that an aged backlog cannot do without."""
    fit = MEASURE_FITS.get(measure, Fit(()))
    for name in parameters:
        if name not in fit.parameters:
            yield name, MetricProblem.NOT_READ
    if "older_than_hours" in fit.parameters and not parameters.get("older_than_hours"):
        yield "older_than_hours", MetricProblem.AGE_NEEDED

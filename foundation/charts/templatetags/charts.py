"""Template tags of the charts: `{% load charts %}{% sparkline values target=95 status="at_risk" unit="%" %}`.

Each tag takes the arguments of the function of the same name, speaks the reader's language, writes figures the way the
reader's locale does, and treats None, "" and names a template does not know as not given.
"""

from collections.abc import Sequence
from typing import Any, Final

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from foundation import charts
from foundation.charts.words import LARGEST_IN_FULL, MINUS, plain_number, round_below_whole

register = template.Library()


def local_number(value: float, digits: int) -> str:
    """A figure in the reader's locale, with at most `digits` decimals."""
    if abs(value) >= LARGEST_IN_FULL:
        return plain_number(value, digits)
    rounded = round_below_whole(value, digits)
    needed = next(places for places in range(digits + 1) if round(rounded, places) == rounded)
    return number_format(rounded or 0.0, needed, force_grouping=True).replace("-", MINUS)


WORDS: Final = charts.Words(gettext=gettext, number=local_number)


@register.simple_tag
def sparkline(values: Sequence[Any], **options: Any) -> SafeString:
    """Trend of a series, see `foundation.charts.sparkline`."""
    return _safe(charts.sparkline(values or (), words=WORDS, **_given(options)))


@register.simple_tag
def bullet(actual: Any, expected: Any, **options: Any) -> SafeString:
    """Actual against target, see `foundation.charts.bullet`."""
    return _safe(charts.bullet(actual, expected, words=WORDS, **_given(options)))


@register.simple_tag
def bullet_legend() -> SafeString:
    """What the parts of a bullet graph mean."""
    return _safe(charts.bullet_legend(words=WORDS))


@register.simple_tag
def metric_strip(statuses: Sequence[str], **options: Any) -> SafeString:
    """One mark per metric, see `foundation.charts.metric_strip`."""
    return _safe(charts.metric_strip(statuses or (), words=WORDS, **_given(options)))


@register.simple_tag
def status_mark(status: str, **options: Any) -> SafeString:
    """A status as a shape, see `foundation.charts.status_mark`."""
    return _safe(charts.status_mark(status or "", words=WORDS, **_given(options)))


@register.simple_tag
def tick_box(*, is_ticked: bool = False) -> SafeString:
    """A box to tick, see `foundation.charts.tick_box`."""
    return _safe(charts.tick_box(is_ticked=is_ticked, words=WORDS))


@register.simple_tag
def control_chart(series: charts.ControlSeries, **options: Any) -> SafeString:
    """Control chart of a `ControlSeries`, see `foundation.charts.control_chart`."""
    return _safe(charts.control_chart(series, words=WORDS, **_given(options)))


@register.simple_tag
def ageing_bars(bars: Sequence[charts.Bar], **options: Any) -> SafeString:
    """Counts per ageing band, see `foundation.charts.ageing_bars`."""
    return _safe(charts.ageing_bars(bars or (), words=WORDS, **_given(options)))


@register.simple_tag
def deviation_bars(bars: Sequence[charts.Bar], **options: Any) -> SafeString:
    """Differences around zero, see `foundation.charts.deviation_bars`."""
    return _safe(charts.deviation_bars(bars or (), words=WORDS, **_given(options)))


@register.simple_tag
def clock_timeline(clocks: Sequence[charts.ClockRow], **options: Any) -> SafeString:
    """Clocks of a work item, see `foundation.charts.clock_timeline`; `now` must be given."""
    return _safe(charts.clock_timeline(clocks or (), words=WORDS, **_given(options)))


@register.simple_tag
def coverage_map(days: Sequence[Any], **options: Any) -> SafeString:
    """A week's coverage, see `foundation.charts.coverage_map`; `label` must be given."""
    return _safe(charts.coverage_map(days or (), words=WORDS, **_given(options)))


@register.simple_tag
def cumulative_chart(series: charts.CumulativeSeries, **options: Any) -> SafeString:
    """Cumulative cash of a `CumulativeSeries`, see `foundation.charts.cumulative_chart`."""
    return _safe(charts.cumulative_chart(series, words=WORDS, **_given(options)))


@register.simple_tag
def planned_chart(series: charts.PlannedSeries, **options: Any) -> SafeString:
    """Plan against actual of a `PlannedSeries`, see `foundation.charts.planned_chart`."""
    return _safe(charts.planned_chart(series, words=WORDS, **_given(options)))


@register.simple_tag
def tornado(swings: Sequence[charts.Swing], **options: Any) -> SafeString:
    """What each driver does alone, see `foundation.charts.tornado`; `base` must be given."""
    return _safe(charts.tornado(swings or (), words=WORDS, **_given(options)))


@register.simple_tag
def power_chart(series: charts.PowerSeries, **options: Any) -> SafeString:
    """Chance of "met" by number of items of a `PowerSeries`, see `foundation.charts.power_chart`."""
    return _safe(charts.power_chart(series, words=WORDS, **_given(options)))


@register.simple_tag
def interval(estimate: Any, threshold: Any, **options: Any) -> SafeString:
    """An estimate with its bounds against a threshold, see `foundation.charts.interval`."""
    return _safe(charts.interval(estimate, threshold, words=WORDS, **_given(options)))


@register.simple_tag
def pilot_timeline(pilot: charts.PilotLine, **options: Any) -> SafeString:
    """A pilot along its days, see `foundation.charts.pilot_timeline`."""
    return _safe(charts.pilot_timeline(pilot, words=WORDS, **_given(options)))


@register.simple_tag
def progress_bar(done: Any, total: Any, **options: Any) -> SafeString:
    """So many of so many, see `foundation.charts.progress_bar`."""
    return _safe(charts.progress_bar(done, total, words=WORDS, **_given(options)))


def _given(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None and value != ""}


def _safe(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - every text and attribute in it went through svg.clean

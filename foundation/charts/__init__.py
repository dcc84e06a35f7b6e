"""Charts as SVG text: pure functions, the same for page, mail and print. See `svg` for classes and colours."""

from foundation.charts.bars import Bar, ageing_bars, deviation_bars
from foundation.charts.bullet import bullet, bullet_legend
from foundation.charts.clock import ClockRow, Moment, Span, clock_timeline
from foundation.charts.control import ControlSeries, control_chart
from foundation.charts.coverage import CoverageBand, coverage_map
from foundation.charts.cumulative import CumulativeSeries, cumulative_chart
from foundation.charts.interval import interval
from foundation.charts.marks import STATUS_COLOURS, metric_strip, status_mark, tick_box
from foundation.charts.pilot import Milestone, PilotLine, pilot_timeline
from foundation.charts.planned import PlannedSeries, planned_chart
from foundation.charts.power import PowerSeries, power_chart
from foundation.charts.progress import progress_bar
from foundation.charts.sparkline import sparkline
from foundation.charts.tornado import Swing, tornado
from foundation.charts.words import ENGLISH, Words

__all__ = [
    "ENGLISH",
    "STATUS_COLOURS",
    "Bar",
    "ClockRow",
    "ControlSeries",
    "CoverageBand",
    "CumulativeSeries",
    "Milestone",
    "Moment",
    "PilotLine",
    "PlannedSeries",
    "PowerSeries",
    "Span",
    "Swing",
    "Words",
    "ageing_bars",
    "bullet",
    "bullet_legend",
    "clock_timeline",
    "control_chart",
    "coverage_map",
    "cumulative_chart",
    "deviation_bars",
    "interval",
    "metric_strip",
    "pilot_timeline",
    "planned_chart",
    "power_chart",
    "progress_bar",
    "sparkline",
    "status_mark",
    "tick_box",
    "tornado",
]

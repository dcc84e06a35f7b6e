from datetime import UTC, datetime

import pytest
from django.template import Context, Engine
from django.utils import translation

from foundation import charts
from foundation.charts.templatetags.charts import local_number
from tests.foundation.charts.drawing import check, label_of

ENGINE = Engine(libraries={"charts": "foundation.charts.templatetags.charts"}, builtins=[])


def render(tag: str, **values: object) -> str:
    return ENGINE.from_string("{% load charts %}{% " + tag + " %}").render(Context(values))


@pytest.mark.parametrize(
    ("tag", "values"),
    [
        ("sparkline values target=95 status='at_risk' unit='%'", {"values": [95, None, 93]}),
        ("sparkline unknown", {}),
        ("bullet 93 95 minimum=minimum stretch=unknown unit='%'", {"minimum": None}),
        ("bullet_legend", {}),
        ("metric_strip statuses", {"statuses": ["on_target", "no_data"]}),
        ("status_mark 'off_target' size=10", {}),
        ("control_chart series unit='%' finding='steady'", {"series": charts.ControlSeries([1, 2, 3])}),
        ("ageing_bars bars", {"bars": [charts.Bar("old", 3)]}),
        ("deviation_bars bars", {"bars": [charts.Bar("W47", -3)]}),
        (
            "clock_timeline clocks now=now",
            {
                "clocks": [charts.ClockRow("R", datetime(2026, 1, 1, tzinfo=UTC))],
                "now": datetime(2026, 1, 2, tzinfo=UTC),
            },
        ),
        ("progress_bar 3 4", {}),
        ("power_chart series finding='446 items'", {"series": charts.PowerSeries([(1, 0), (2, 90)], needed=2)}),
        ("interval 93 95 status='at_risk' unit='%'", {}),
        ("tick_box is_ticked=True", {}),
        ("cumulative_chart series finding='back'", {"series": charts.CumulativeSeries([-3, 1])}),
        ("planned_chart series finding='dearer'", {"series": charts.PlannedSeries([1, 2], [3])}),
        ("tornado swings base=3", {"swings": [charts.Swing("fee", 1, 5)]}),
    ],
)
def test_each_tag_draws(tag: str, values: dict[str, object]) -> None:
    check(render(tag, **values))


def test_a_tag_escapes_once() -> None:
    assert label_of(render("bullet 1 2 name=name", name="R&D <x>")) == "R&D <x>: 1, target ≥ 2"


def test_figures_follow_the_locale() -> None:
    with translation.override("de"):
        assert [local_number(value, 1) for value in (1234.56, 99.96, -3.0, -0.01)] == [
            "1.234,6",
            "99,9",
            "\N{MINUS SIGN}3",
            "0",
        ]
        assert label_of(render("bullet 3.5 2")) == "3,5, target ≥ 2"
    assert local_number(1e20, 1) == "1.0e+20"

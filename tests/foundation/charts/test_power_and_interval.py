from foundation.charts import PowerSeries, interval, power_chart
from tests.foundation.charts.drawing import SVG, label_of, marks_of, parse, texts_of

CURVE = PowerSeries([(n, min(n / 5, 99.0)) for n in range(1, 600)], needed=400, planned=(50, 10.0))


def test_the_curve_says_what_is_needed_and_what_is_planned() -> None:
    svg = power_chart(CURVE, name="Accuracy", finding="446 items are needed")
    assert label_of(svg) == "Accuracy: 446 items are needed"
    for wanted in ("400 items", "planned: 10 %", "0", "100", "items"):
        assert wanted in texts_of(svg)
    assert parse(svg).find(f"{SVG}line[@stroke-dasharray='4 3']") is not None


def test_without_points_there_is_no_curve() -> None:
    assert texts_of(power_chart(PowerSeries([]))) == ["no data"]


def test_an_interval_says_estimate_bounds_and_threshold() -> None:
    svg = interval(95.5, 95, bounds=(93.1, 97.2), status="at_risk", unit=" %", name="Accuracy")
    assert label_of(svg) == "Accuracy: 95.5 %, bounds 93.1 to 97.2 %, threshold ≥ 95 %"
    assert marks_of(svg) == ["polygon-warn"]
    assert "≤ 4 h" in label_of(interval(3.5, 4, lower_is_better=True, unit=" h"))


def test_an_interval_without_a_figure_says_so() -> None:
    assert (texts_of(interval(None, 95)), label_of(interval(None, 95, name="CSAT"))) == (["no data"], "CSAT: no data")

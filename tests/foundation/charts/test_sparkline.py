from foundation.charts import sparkline
from foundation.charts.sparkline import runs
from tests.foundation.charts.drawing import SVG, label_of, marks_of, parse


def test_the_alternative_states_the_finding() -> None:
    svg = sparkline(
        [95, None, 78.25], target=95, target_text="≥ 95%", status="off_target", name="P1 response", unit="%"
    )
    assert label_of(svg) == (
        "P1 response: latest 78.2%, off target, target ≥ 95%, lowest 78.2%, highest 95% of 3 points, 1 without data"
    )
    assert label_of(sparkline([None, None], target=95, unit="%")) == "no data, target 95%"
    assert label_of(sparkline([])) == "no data"
    assert label_of(sparkline([1], label="mine")) == "mine"


def test_a_gap_breaks_the_line_and_a_lone_point_is_a_dot() -> None:
    assert runs([(0, 0), (1, 1), None, (3, 3), None]) == [[(0, 0), (1, 1)], [(3, 3)]]
    root = parse(sparkline([1, 2, None, 3, None, 4, 5]))
    assert len(root.findall(f"{SVG}polyline")) == 2
    assert len(root.findall(f"{SVG}circle")) == 2


def test_a_missing_last_week_shows_the_outline_at_its_place() -> None:
    root = parse(sparkline([1, 2, None], status="on_target", width=84))
    box = root.findall(f"{SVG}rect")[-1]
    assert (box.attrib["class"], box.attrib["fill"]) == ("s-none", "none")
    assert float(box.attrib["x"]) > 70


def test_the_last_point_carries_its_status_as_a_shape() -> None:
    shapes = {
        status: marks_of(sparkline([1, 2], status=status))[-1] for status in ("on_target", "at_risk", "off_target")
    }
    assert shapes == {"on_target": "rect-ok", "at_risk": "polygon-warn", "off_target": "polygon-bad"}


def test_a_constant_series_runs_through_the_middle() -> None:
    line = parse(sparkline([7, 7, 7], height=24)).find(f"{SVG}polyline")
    assert line is not None
    assert {point.split(",")[1] for point in line.attrib["points"].split()} == {"12"}

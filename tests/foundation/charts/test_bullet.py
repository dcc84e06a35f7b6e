import pytest

from foundation.charts import bullet, bullet_legend
from tests.foundation.charts.drawing import SVG, check, label_of, marks_of, parse, texts_of


def boxes(svg: str, colour: str) -> list[tuple[float, float]]:
    """Left and right ends of the boxes of a colour."""
    found = [node.attrib for node in parse(svg).iter(f"{SVG}rect") if node.get("class") == f"c-{colour}"]
    return [(float(box["x"]), float(box["x"]) + float(box["width"])) for box in found]


def test_the_alternative_states_value_status_and_bounds_with_their_side() -> None:
    svg = bullet(78, 95, minimum=90, stretch=98, status="off_target", name="P1 response", unit="%")
    assert label_of(svg) == "P1 response: 78%, off target, target ≥ 95%, minimum 90%, stretch 98%"
    assert label_of(bullet(3.1, 2, lower_is_better=True, status="at_risk")) == "3.1, at risk, target ≤ 2"
    assert label_of(bullet(99.96, 100, unit="%")) == "99.9%, target ≥ 100%"


def test_bands_are_the_real_bounds() -> None:
    svg = bullet(50, 80, minimum=60, domain=(0, 100), width=100)
    assert [boxes(svg, band) for band in ("band1", "band2", "band3")] == [[(0, 60)], [(60, 80)], [(80, 100)]]


def test_bands_turn_round_where_lower_is_better() -> None:
    svg = bullet(50, 20, minimum=40, lower_is_better=True, domain=(0, 100), width=100)
    assert [boxes(svg, band) for band in ("band1", "band2", "band3")] == [[(40, 100)], [(20, 40)], [(0, 20)]]


@pytest.mark.parametrize(("lower", "side"), [(False, 1), (True, -1)])
def test_the_arrow_points_to_the_better_side(lower: bool, side: int) -> None:  # noqa: FBT001 - a table's column
    arrow = parse(bullet(None, 50, lower_is_better=lower, domain=(0, 100))).find(f"{SVG}polygon")
    assert arrow is not None
    (foot, _), (tip, _) = (map(float, point.split(",")) for point in arrow.attrib["points"].split()[:2])
    assert (tip - foot) * side > 0


def test_without_data_the_target_stays() -> None:
    svg = bullet(None, 95, minimum=90, status="no_data", unit="%", possible=(0, 100))
    assert boxes(svg, "tgt")
    assert marks_of(svg)[-1] == "rect-none"
    assert label_of(svg) == "no data, target ≥ 95%, minimum 90%"


def test_figures_outside_the_axis_are_drawn_at_its_edge() -> None:
    assert boxes(bullet(5, 500, domain=(0, 100), width=100), "tgt") == [(98, 100)]
    assert boxes(bullet(500, 50, domain=(0, 100), width=100, status="on_target"), "ok")[0] == (0, 100)


def test_an_axis_that_does_not_start_at_zero_shows_cuts() -> None:
    lines = {svg: len(parse(svg).findall(f"{SVG}line")) for svg in (bullet(94, 95), bullet(20, 95), bullet(-3, 5))}
    assert list(lines.values()) == [2, 0, 0]


def test_a_negative_figure_grows_left_from_zero() -> None:
    begin, end = boxes(bullet(-50, 50, domain=(-100, 100), width=100, status="off_target"), "bad")[0]
    assert (begin, end) == (25, 50)


def test_the_legend_names_every_part() -> None:
    check(bullet_legend())
    assert texts_of(bullet_legend()) == [
        "worse than minimum",
        "minimum to expected",
        "expected met",
        "expected, arrow to the better side",
        "stretch",
    ]

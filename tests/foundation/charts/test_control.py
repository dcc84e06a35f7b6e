from itertools import pairwise

from foundation.charts import ControlSeries, control_chart
from foundation.charts.svg import text_width
from tests.foundation.charts.drawing import SVG, check, label_of, marks_of, overlaps, parse, texts_of

WEEKS = [f"W{week}" for week in range(24, 48)]
P1 = ControlSeries(
    [94, 96, 95, 97, 95, 96, 94, 95, 94, 96, 95, 96, 93, 95, 94, None, 96, 92, 94, 90, 88, 85, 81, 78],
    WEEKS,
    center=95.25,
    lcl=91.02,
    ucl=99.48,
    target=95,
    target_text="≥ 95%",
    flagged={19, 20, 21, 22, 23},
    baseline=(0, 12),
    sizes=[18] * 24,
    notes={19: "night lead left 19 Oct"},
)


def test_the_alternative_states_the_finding() -> None:
    assert label_of(control_chart(P1, name="P1 response", unit="%", finding="below lower limit")) == (
        "P1 response: latest 78%, below lower limit, upper limit 99.5%, centre 95.2%, lower limit 91%, target ≥ 95%, "
        "signals at W43 W44 W45 W46 W47, 1 without data"
    )


def test_signals_are_diamonds_and_the_missing_week_an_empty_square() -> None:
    marks = marks_of(control_chart(P1))
    assert (marks.count("polygon-bad"), marks.count("circle-act"), marks.count("rect-none")) == (5, 18, 1)
    assert len(parse(control_chart(P1)).findall(f"{SVG}polyline[@class='s-act']")) == 2


def test_limits_target_notes_and_sizes_are_written() -> None:
    words = texts_of(control_chart(P1, unit="%"))
    for wanted in (
        "upper limit 99.5%",
        "lower limit 91%",
        "target ≥ 95%",
        "78%",
        "night lead left 19 Oct",
        "W47",
        "n 18",
    ):
        assert wanted in words
    assert "limits from these 12 points" in words


def test_week_labels_never_touch_and_the_last_is_there() -> None:
    for width in (540, 300, 200):
        root = check(control_chart(P1, width=width))
        weeks = [node for node in root.iter(f"{SVG}text") if node.text in WEEKS]
        assert weeks[0].text == "W47"
        spans = [(float(w.attrib["x"]), text_width(w.text or "") / 2) for w in weeks]
        assert not overlaps([(x - half, x + half) for x, half in spans])


def test_texts_at_the_right_never_touch() -> None:
    close = ControlSeries([95, 95.1, 95], center=95, lcl=94.9, ucl=95.1, target=95)
    root = check(control_chart(close, unit="%"))
    right = [node for node in root.iter(f"{SVG}text") if "9" in (node.text or "") and "i" in (node.text or "")]
    heights = sorted(float(node.attrib["y"]) for node in right)
    assert all(after - before >= 10.9 for before, after in pairwise(heights))


def test_without_limits_it_says_that_it_is_a_run_chart() -> None:
    svg = control_chart(ControlSeries([90, 95], ["W1", "W2"], target=95))
    assert "run chart: limits come with 12 points" in texts_of(svg)
    assert "limit" not in label_of(svg)


def test_without_data_it_says_so() -> None:
    svg = control_chart(ControlSeries([None, None], target=95, lcl=90, ucl=99), name="P1")
    assert (label_of(svg), texts_of(svg)) == ("P1: no data", ["no data"])


def test_a_target_far_off_is_pinned_and_does_not_flatten_the_rest() -> None:
    svg = control_chart(ControlSeries([10, 10.2, 9.9], target=1000), height=140)
    line = parse(svg).find(f"{SVG}polyline[@class='s-act']")
    assert line is not None
    heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
    assert max(heights) - min(heights) > 60
    assert len(parse(svg).findall(f"{SVG}polyline[@class='s-ok']")) == 1


def test_intervals_are_whiskers() -> None:
    svg = control_chart(ControlSeries([95, None, 96], intervals=[(76.4, 99.1), (1, 2), None]))
    whiskers = [node.attrib for node in parse(svg).findall(f"{SVG}line[@class='s-mute']")]
    assert [line["x1"] == line["x2"] for line in whiskers] == [True]

from foundation.charts import Bar, ageing_bars, deviation_bars, metric_strip, progress_bar, status_mark
from tests.foundation.charts.drawing import SVG, label_of, marks_of, parse, texts_of

AGES = [Bar("under 1 day", 14, "on_target"), Bar("3 to 7 days", 6, "at_risk"), Bar("unknown", None, "no_data")]


def widths(svg: str, colour: str) -> list[float]:
    return [float(node.attrib["width"]) for node in parse(svg).findall(f"{SVG}rect[@class='c-{colour}']")]


def test_ageing_bars_start_at_zero_and_carry_marks() -> None:
    svg = ageing_bars(AGES, name="Backlog")
    assert label_of(svg) == "Backlog: under 1 day 14 (on target), 3 to 7 days 6 (at risk), unknown no data (no data)"
    assert round(widths(svg, "warn")[-1] / widths(svg, "ok")[-1], 2) == round(6 / 14, 2)
    assert "polygon-warn" in marks_of(svg)


def test_ageing_without_bars_or_with_zeros() -> None:
    assert label_of(ageing_bars([])) == "no data"
    assert widths(ageing_bars([Bar("a", 0), Bar("b", -3)]), "act") == [0, 0]


def test_deviation_bars_share_a_zero_and_show_signs() -> None:
    svg = deviation_bars([Bar("W45", -3), Bar("W46", 12), Bar("W47", 0)])
    assert [words for words in texts_of(svg) if not words.startswith("W")] == ["\N{MINUS SIGN}3", "+12", "0"]
    assert round(widths(svg, "act")[1] / widths(svg, "act")[0], 1) == 4


def test_strip_has_a_shape_per_status() -> None:
    svg = metric_strip(["on_target", "at_risk", "off_target", "no_data", "too_few"], names=["A", "B", "C", "D", "E"])
    assert marks_of(svg) == ["rect-ok", "polygon-warn", "polygon-bad", "rect-none", "rect-none", "circle-none"]
    assert label_of(svg) == (
        "1 of 5 metrics on target, A: on target, B: at risk, C: off target, D: no data, E: too few to say"
    )


def test_a_mark_says_its_word() -> None:
    assert label_of(status_mark("at_risk")) == "at risk"


def test_progress() -> None:
    svg = progress_bar(30, 120, width=100)
    assert (label_of(svg), widths(svg, "acc")) == ("30 of 120", [25])
    assert widths(progress_bar(500, 120, width=100), "acc") == [100]
    assert widths(progress_bar(0, 120), "acc") == []
    assert label_of(progress_bar(3, 0)) == "not started"
    assert label_of(progress_bar(None, None)) == "not started"

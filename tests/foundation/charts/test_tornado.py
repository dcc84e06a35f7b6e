from foundation.charts import Swing, tornado
from tests.foundation.charts.drawing import SVG, check, label_of, parse, texts_of

SWINGS = [
    Swing("Vendor fee", 286000, 58000, "\N{MINUS SIGN}15%", "+15%"),
    Swing("Oversight", 192000, 132000, "10 h", "22 h"),
]


def _bars(svg: str) -> list[tuple[str, float, float]]:
    return [
        (node.attrib["class"], float(node.attrib["x"]), float(node.attrib["width"]))
        for node in parse(svg).iter(f"{SVG}rect")
    ]


def test_the_alternative_states_the_finding_and_every_bar() -> None:
    assert label_of(tornado(SWINGS, base=172000, name="NPV", finding="the fee matters most")) == (
        "NPV: the fee matters most, base 172k; Vendor fee 286k to 58k; Oversight 192k to 132k"
    )


def test_worse_is_left_of_the_base_and_better_right_whichever_end_of_the_driver_it_is() -> None:
    bars = _bars(tornado(SWINGS, base=172000))
    assert [colour for colour, _, _ in bars] == ["c-bad", "c-ok", "c-bad", "c-ok"]
    middle = bars[1][1]
    assert all(abs(x + width - middle) < 0.1 for colour, x, width in bars if colour == "c-bad")
    assert all(abs(x - middle) < 0.1 for colour, x, _ in bars if colour == "c-ok")
    assert bars[0][2] > bars[2][2]


def test_each_end_says_the_value_of_the_driver() -> None:
    words = texts_of(tornado(SWINGS, base=172000, base_text="base NPV 172k", zero_text="NPV = 0"))
    for wanted in ("Vendor fee", "+15%", "\N{MINUS SIGN}15%", "10 h", "22 h", "base NPV 172k", "NPV = 0"):
        assert wanted in words


def test_zero_far_from_the_bars_is_not_drawn() -> None:
    svg = tornado([Swing("fee", 990, 1010)], base=1000, zero_text="NPV = 0")
    assert "NPV = 0" not in texts_of(svg)


def test_both_ends_on_one_side_are_one_bar_with_both_values() -> None:
    svg = check(tornado([Swing("ramp", 80, 60, "1 mo", "9 mo")], base=100, zero_text=""))
    assert len(svg.findall(f"{SVG}rect")) == 1
    assert "1 mo / 9 mo" in texts_of(tornado([Swing("ramp", 80, 60, "1 mo", "9 mo")], base=100))


def test_without_a_driver_it_says_so() -> None:
    assert texts_of(tornado([], base=3)) == ["no data"]

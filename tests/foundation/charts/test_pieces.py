import re
from pathlib import Path

import pytest

from foundation.charts.axis import spread
from foundation.charts.scale import Scale, finite, padded, ticks
from foundation.charts.svg import PALETTE, clean, fit, num, text_width
from foundation.charts.words import ENGLISH, digits_for, plain_number

ROOT = Path(__file__).parents[3]


def test_numbers_are_short_and_finite() -> None:
    assert [num(value) for value in (1, 1.5, 1.005, -0.001, 100.0)] == ["1", "1.5", "1", "0", "100"]
    with pytest.raises(ValueError, match="not finite"):
        num(float("nan"))


def test_text_is_escaped_and_cut() -> None:
    assert clean('<a b="c">&\'\x00') == "&lt;a b=&quot;c&quot;&gt;&amp;&#x27;\ufffd"
    assert fit("short", 100) == "short"
    cut = fit("a very long name of a metric", 60)
    assert cut.endswith("…")
    assert text_width(cut) <= 60
    assert fit("abc", 0) == "a…"


def test_finite_is_none_for_what_cannot_be_drawn() -> None:
    assert [finite(value) for value in (None, float("nan"), float("inf"), 10**400)] == [None] * 4
    assert finite(3) == 3.0


def test_scale_clamps_and_survives_extremes() -> None:
    scale = Scale(0, 10, 0, 100)
    assert [scale(value) for value in (-5, 0, 2.5, 10, 1e308)] == [0, 0, 25, 100, 100]
    assert Scale(5, 5, 0, 100)(5) == 50
    assert Scale(-1.7e308, 1.7e308, 0, 100)(0) == 50
    assert padded([0, 10], 0.1) == (-1, 11)
    low, high = padded([7.0], 0.1)
    assert low < 7 < high


def test_ticks_are_round() -> None:
    assert ticks(78, 99, 3) == [80, 90]
    assert ticks(0, 1, 4) == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert ticks(-5, 5, 2) == [-5, 0, 5]
    assert ticks(3, 3, 3) == []
    assert ticks(-1e308, 1e308, 3) == []


def test_spread_moves_as_little_as_needed() -> None:
    assert spread([10, 50], 11, 0, 100) == [10, 50]
    assert spread([10, 12, 14], 11, 0, 100) == [10, 21, 32]
    assert spread([95, 96, 97], 11, 0, 100) == [78, 89, 100]
    assert spread([], 11, 0, 100) == []


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (99.951, 1, "99.9"),
        (99.996, 2, "99.99"),
        (100, 1, "100"),
        (100 - 1e-12, 1, "100"),
        (99.94, 1, "99.9"),
        (1234567.0, 0, "1,234,567"),
        (-3.0, 1, "\N{MINUS SIGN}3"),
        (-0.001, 1, "0"),
        (1e20, 1, "1.0e+20"),
        (0.5, 0, "0"),
    ],
)
def test_figures(value: float, digits: int, shown: str) -> None:
    assert plain_number(value, digits) == shown


def test_figures_with_unit_and_sign() -> None:
    assert ENGLISH.figure(3, " h", signed=True) == "+3 h"
    assert ENGLISH.figure(None, "%") == "no data"
    assert [digits_for([value]) for value in (5000, 95, 0.5, 0.02, 0)] == [0, 1, 3, 4, 1]


def test_print_has_the_colours_of_the_light_theme() -> None:
    css = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light = css.split("[data-bs-theme=dark]")[0]
    tokens = dict(re.findall(r"--c-(\w+):(#[0-9a-f]+)", light))
    assert {
        name: tokens[name].replace("#fff", "#ffffff") if tokens[name] == "#fff" else tokens[name] for name in PALETTE
    } == PALETTE
    classes = set(re.findall(r"\.([cst]-\w+)", css))
    assert {f"{way}-{name}" for name in PALETTE for way in "cs"} <= classes

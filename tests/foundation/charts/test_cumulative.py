from foundation.charts import CumulativeSeries, cumulative_chart
from foundation.charts.svg import text_width
from tests.foundation.charts.drawing import SVG, check, label_of, overlaps, parse, texts_of

MONTHS = [-92000 + 9000 * month for month in range(37)]
DESK = CumulativeSeries(
    MONTHS,
    low=[-110000 + 4000 * month for month in range(37)],
    high=[-80000 + 13000 * month for month in range(37)],
    payback=10.22,
    payback_text="payback 10.2 months",
)


def test_the_alternative_states_the_finding() -> None:
    assert label_of(cumulative_chart(DESK, name="Net cash", finding="back in month 11")) == (
        "Net cash: back in month 11, lowest \N{MINUS SIGN}92k in month 0, "
        "after 36 months: high case 388k, base 232k, low case 34k"
    )


def test_the_figures_of_the_last_month_the_crossing_and_the_months_are_written() -> None:
    words = texts_of(cumulative_chart(DESK))
    for wanted in ("high case 388k", "base 232k", "low case 34k", "payback 10.2 months", "0", "36", "200k"):
        assert wanted in words


def test_the_band_covers_both_cases_whichever_is_lower() -> None:
    crossed = CumulativeSeries([0, 0, 0], low=[-1, 2, 1], high=[1, -2, 2])
    band = parse(cumulative_chart(crossed)).find(f"{SVG}polygon[@class='c-band2']")
    assert band is not None
    points = [tuple(map(float, point.split(","))) for point in band.attrib["points"].split()]
    upper, lower = points[:3], points[:2:-1]
    assert [high[0] for high in upper] == [low[0] for low in lower]
    assert all(high[1] < low[1] for high, low in zip(upper, lower, strict=True))


def test_months_never_touch() -> None:
    for width in (400, 200):
        root = check(cumulative_chart(DESK, width=width))
        months = [
            node for node in root.iter(f"{SVG}text") if (node.text or "").isdigit() and float(node.attrib["y"]) > 190
        ]
        spans = [(float(m.attrib["x"]), text_width(m.text or "") / 2) for m in months]
        assert len(spans) > 2
        assert not overlaps([(x - half, x + half) for x, half in spans])


def test_without_payback_nothing_is_marked() -> None:
    never = cumulative_chart(CumulativeSeries([-5, -4, -3], payback=None, payback_text="never"))
    assert "never" not in texts_of(never)
    assert parse(never).find(f"{SVG}circle") is None


def test_without_data_it_says_so() -> None:
    svg = cumulative_chart(CumulativeSeries([]), name="Net cash")
    assert (label_of(svg), texts_of(svg)) == ("Net cash: no data", ["no data"])

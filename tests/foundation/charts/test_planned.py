from foundation.charts import PlannedSeries, planned_chart
from tests.foundation.charts.drawing import SVG, check, label_of, parse, texts_of

PLANNED = [5000 + 8600 * month for month in range(25)]
DESK = PlannedSeries(PLANNED, [5600, 14800, 23900], [23900 + 9200 * month for month in range(1, 23)])


def test_the_alternative_states_the_finding_and_where_each_line_ends() -> None:
    assert label_of(planned_chart(DESK, name="Cost", finding="dearer")) == (
        "Cost: dearer, after 2 months: plan 211k, so far 23.9k, at its pace 226k"
    )


def test_what_is_expected_goes_on_dashed_from_the_last_month_that_is_known() -> None:
    root = check(planned_chart(DESK))
    dashed = root.findall(f"{SVG}line[@stroke-dasharray]")
    assert len(dashed) == len(DESK.expected)
    (known,) = root.findall(f"{SVG}circle")
    assert (dashed[0].attrib["x1"], dashed[0].attrib["y1"]) == (known.attrib["cx"], known.attrib["cy"])


def test_that_gaps_were_filled_is_said() -> None:
    assert "with gaps filled 2" in texts_of(planned_chart(PlannedSeries([1, 2, 3], [1, 2], filled=True)))


def test_nothing_at_all_says_so() -> None:
    assert "no data" in texts_of(planned_chart(PlannedSeries([], [])))
    assert parse(planned_chart(PlannedSeries([None], [None], [None]))) is not None

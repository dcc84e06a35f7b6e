from datetime import UTC, datetime, timedelta

from foundation.charts import ClockRow, Moment, Span, clock_timeline
from foundation.charts.svg import text_width
from tests.foundation.charts.drawing import SVG, check, label_of, marks_of, overlaps, parse, texts_of


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


RESOLUTION = ClockRow(
    "Resolution",
    started=at(16, 10),
    due=at(18, 11),
    stopped=at(18, 15),
    pauses=[Span(at(16, 13), at(17, 11))],
    status="off_target",
    note="due Wed 11:00, missed by 4 h",
)
CLOSED = [Span(at(day, 17), at(day + 1, 9)) for day in (15, 16, 17, 18)]


def bars(svg: str, colour: str) -> list[tuple[float, float]]:
    """Left ends and widths of the stretches of a colour that are drawn as one path."""
    found = []
    for node in parse(svg).findall(f"{SVG}path[@class='c-{colour}']"):
        pieces = node.attrib["d"].split("M")[1:]
        found += [(float(piece.split()[0]), float(piece.split("h")[1].split("v")[0])) for piece in pieces]
    return found


def test_the_alternative_states_the_outcome() -> None:
    svg = clock_timeline([RESOLUTION], now=at(20, 9))
    assert label_of(svg) == "Resolution: missed, pauses: 1, due Wed 11:00, missed by 4 h"
    running = ClockRow("Response", at(16, 10), note="due Tue 10:00")
    assert label_of(clock_timeline([running], now=at(16, 12))) == "Response: running, due Tue 10:00"
    assert label_of(clock_timeline([], now=at(16, 12))) == "no data"


def test_time_counts_outside_pauses_and_closed_hours_and_turns_red_after_the_deadline() -> None:
    svg = clock_timeline([RESOLUTION], now=at(20, 9), closed=CLOSED, width=1000)
    (_, morning), (_, tuesday), (_, wednesday) = bars(svg, "act")
    hour = wednesday / 2
    assert [round(morning / hour, 1), round(tuesday / hour, 1)] == [3, 6]
    assert round(bars(svg, "bad")[0][1] / hour, 1) == 4
    assert "polygon-bad" in marks_of(svg)


def test_a_pause_without_end_lasts_until_now() -> None:
    clock = ClockRow("Resolution", at(16, 10), pauses=[Span(at(16, 12))])
    svg = clock_timeline([clock], now=at(16, 14), width=1000)
    ((_, counted),) = bars(svg, "act")
    hatched = parse(svg).findall(f"{SVG}rect[@class='s-mute']")[0]
    assert abs(float(hatched.attrib["width"]) - counted) < 0.1


def test_axis_and_event_texts_never_touch() -> None:
    ticks = [Moment(at(16, 0) + timedelta(hours=6 * n), f"Mon 16 Nov {n}") for n in range(20)]
    events = [Moment(at(16, 10) + timedelta(minutes=5 * n), f"event number {n}") for n in range(12)]
    root = check(clock_timeline([RESOLUTION], now=at(20, 9), ticks=ticks, events=events, width=400))
    rows: dict[str, list[tuple[float, float]]] = {}
    for node in root.iter(f"{SVG}text"):
        if (node.text or "").startswith(("Mon", "event")):
            x, wide = float(node.attrib["x"]), text_width(node.text or "")
            begin = x - wide / 2 if node.get("text-anchor") == "middle" else x
            rows.setdefault(node.attrib["y"], []).append((begin, begin + wide))
    assert len(rows) == 4
    assert not any(overlaps(spans) for spans in rows.values())


def test_the_legend_fits_or_is_shortened() -> None:
    assert "missed" in texts_of(clock_timeline([RESOLUTION], now=at(20, 9), width=720))
    assert "missed" not in texts_of(clock_timeline([RESOLUTION], now=at(20, 9), width=300))

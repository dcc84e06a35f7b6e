"""Measures of the items completed in a period: throughput, error rate and accuracy, reopen rate, turnaround.

An item is completed at its first resolution (``first_completed_at``); a cancelled item is not completed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engagements.models.metrics import Measure, Unit
from scorecards.measures import figures
from scorecards.measures.binary import columns
from scorecards.measures.figures import Figure, Gap
from scorecards.measures.requests import Given, Request, organizations
from scorecards.measures.windows import Windows, has_exclusions

MEASURES: Final = frozenset(
    {
        Measure.THROUGHPUT,
        Measure.ERROR_RATE,
        Measure.ACCURACY,
        Measure.REOPEN_RATE,
        Measure.TURNAROUND_MEAN,
        Measure.TURNAROUND_MEDIAN,
        Measure.TURNAROUND_P90,
    }
)
_CHECKED, _DEFECTIVE, _REOPENED, _EXCLUDED = 1, 2, 4, 8
_HOUR_US: Final = 3_600_000_000
_DAY_US: Final = 24 * _HOUR_US
# ruff: noqa: S608 - constants alone are put together
_DONE = (
    " FROM workitems_workitem w WHERE {items} AND w.first_completed_at >= k.starts_at"
    " AND w.first_completed_at < k.ends_at AND w.status_class <> 'cancelled' OFFSET 0"
)
# OFFSET 0 keeps the planner to one probe of the index per window, whatever it believes about tenants.
_SQL = (  # constants
    "WITH {keys} SELECT k.slot, i.opened_at AS opened, i.first_completed_at AS done,"
    " (i.flags + 8 * {excluded}::int)::int AS flags FROM k CROSS JOIN LATERAL (SELECT w.id, w.opened_at,"
    " w.first_completed_at, (w.checked IS TRUE)::int + 2 * (w.defective IS TRUE)::int + 4 * (w.reopen_count > 0)::int"
    " AS flags" + _DONE + ") i{exclusions}"
)
_CLOCK_SQL = (  # constants
    "WITH {keys} SELECT k.slot, (c.open_seconds * 1000000)::bigint AS spent, (8 * {excluded}::int)::int AS flags"
    " FROM k CROSS JOIN LATERAL (SELECT w.id, w.organization_id" + _DONE + ") i"
    " JOIN workitems_slaclock c ON c.organization_id = i.organization_id AND c.item_id = i.id"
    " AND c.kind = 'resolution' AND c.outcome IN ('met', 'missed'){exclusions}"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The completed items of every window, as arrays by slot; durations in microseconds.

    Percentiles are held as tenths of microseconds, which is exact for 0.5 and 0.9 by Hyndman and Fan's method 7.
    """

    items: NDArray[np.int64]
    checked: NDArray[np.int64]
    defective: NDArray[np.int64]
    reopened: NDArray[np.int64]
    total_us: NDArray[np.int64]
    median_tenths: NDArray[np.int64]
    p90_tenths: NDArray[np.int64]


def measure(requests: Sequence[Request], given: Given) -> Iterator[tuple[Request, Figure]]:
    """The figures of this family, in the order asked."""
    windows = Windows.of(requests, excludes=given.excludes)
    business = [request for request in requests if _is_business(request)]
    tallies = _read(windows, with_durations=any(_is_turnaround(request) for request in requests))
    clocked = _read_clocks(Windows.of(business, excludes=given.excludes)) if business else None
    clocks = Windows.of(business, excludes=given.excludes) if business else windows
    for request in requests:
        if _is_business(request) and clocked is not None:
            yield request, _duration(request, clocked, clocks.slot(request), hours="business")
        elif _is_turnaround(request):
            yield request, _duration(request, tallies, windows.slot(request), hours="clock")
        else:
            yield request, _counted(request, *tallies, windows.slot(request), is_known=request in given.covered)


def durations(requests: Sequence[Request]) -> dict[Request, list[int]]:
    """The turnaround of each completed item of a request, in whole microseconds, without excluded ones.

    Clock time, or business time where the parameters say so (of items whose resolution clock was decided).
    """
    excludes = has_exclusions(organizations(requests))
    found: dict[Request, list[int]] = {}
    for business in (False, True):
        group = [request for request in requests if request.parameters.business_hours == business]
        if not group:
            continue
        windows = Windows.of(group, excludes=excludes)
        slots, spent = _spent(windows, business=business)
        order = np.argsort(slots, kind="stable")
        edges = np.searchsorted(slots[order], np.arange(len(windows.slots) + 1))
        for request in group:
            slot = windows.slot(request)
            found[request] = spent[order[edges[slot] : edges[slot + 1]]].tolist()
    return found


def _spent(windows: Windows, *, business: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Slot and duration of each item that counts."""
    if business:
        kinds = {"slot": "int", "spent": "bigint", "flags": "int"}
        slots, spent, flags = columns(_filled(_CLOCK_SQL, windows), windows.params, kinds)
    else:
        kinds = {"slot": "int", "opened": "timestamptz", "done": "timestamptz", "flags": "int"}
        slots, opened, done, flags = columns(_filled(_SQL, windows), windows.params, kinds)
        spent = done - opened
    kept = (flags & _EXCLUDED) == 0
    return slots[kept], spent[kept]


def _is_turnaround(request: Request) -> bool:
    return request.measure.startswith("turnaround")


def _is_business(request: Request) -> bool:
    return _is_turnaround(request) and request.parameters.business_hours


def _counted(request: Request, adjusted: Tally, raw: Tally, slot: int, *, is_known: bool) -> Figure:
    items, all_items = int(adjusted.items[slot]), int(raw.items[slot])
    if request.measure == Measure.THROUGHPUT:
        return figures.count(items, raw=all_items) if is_known else figures.nothing(Gap.NOT_COVERED)
    if request.measure == Measure.REOPEN_RATE:
        part, raw_part, whole, raw_whole = adjusted.reopened[slot], raw.reopened[slot], items, all_items
    else:
        part, raw_part = adjusted.defective[slot], raw.defective[slot]
        whole, raw_whole = int(adjusted.checked[slot]), int(raw.checked[slot])
        if request.measure == Measure.ACCURACY:
            part, raw_part = whole - part, raw_whole - raw_part
    return figures.share(int(part), whole, raw_part=int(raw_part), raw_whole=raw_whole)


def _duration(request: Request, tallies: tuple[Tally, Tally], slot: int, *, hours: str) -> Figure:
    """Turnaround in hours (or days of 24 hours); a mean keeps its sum, a percentile only n."""
    adjusted, raw = tallies
    parts = _duration_parts(request, adjusted, slot)
    raw_parts = parts if raw is adjusted else _duration_parts(request, raw, slot)
    n, raw_n = int(adjusted.items[slot]), int(raw.items[slot])
    detail = {"hours": hours} if raw_n else {"hours": hours, "reason": Gap.NO_ITEMS.value}
    return Figure(*parts, *raw_parts, sample=n, excluded=raw_n - n, detail=detail)


def _duration_parts(request: Request, tally: Tally, slot: int) -> tuple[Decimal | None, Decimal | None, Decimal]:
    unit_us = _DAY_US if request.unit == Unit.DAYS else _HOUR_US
    n = int(tally.items[slot])
    if request.measure == Measure.TURNAROUND_MEAN:
        total = int(tally.total_us[slot])
        return figures.divided(total, unit_us * n) if n else None, figures.divided(total, unit_us), figures.stored(n)
    tenths = tally.median_tenths if request.measure == Measure.TURNAROUND_MEDIAN else tally.p90_tenths
    return figures.divided(int(tenths[slot]), unit_us * 10) if n else None, None, figures.stored(n)


def _read(windows: Windows, *, with_durations: bool) -> tuple[Tally, Tally]:
    slots, opened, done, flags = columns(
        _filled(_SQL, windows),
        windows.params,
        {"slot": "int", "opened": "timestamptz", "done": "timestamptz", "flags": "int"},
    )
    return _tallies(len(windows.slots), slots, flags, done - opened if with_durations else None)


def _read_clocks(windows: Windows) -> tuple[Tally, Tally]:
    kinds = {"slot": "int", "spent": "bigint", "flags": "int"}
    slots, spent, flags = columns(_filled(_CLOCK_SQL, windows), windows.params, kinds)
    return _tallies(len(windows.slots), slots, flags, spent)


def _filled(sql: str, windows: Windows) -> str:
    return sql.format(
        keys=windows.keys, excluded=windows.excluded, items=windows.items, exclusions=windows.exclusions("i.id")
    )


def _tallies(
    size: int, slots: NDArray[np.int64], flags: NDArray[np.int64], durations: NDArray[np.int64] | None
) -> tuple[Tally, Tally]:
    """Adjusted and raw; the same one where nothing is excluded."""
    raw = _tally(size, slots, flags, durations)
    kept = (flags & _EXCLUDED) == 0
    if bool(kept.all()):
        return raw, raw
    return _tally(size, slots[kept], flags[kept], None if durations is None else durations[kept]), raw


def _tally(size: int, slots: NDArray[np.int64], flags: NDArray[np.int64], durations: NDArray[np.int64] | None) -> Tally:
    def counted(bit: int) -> NDArray[np.int64]:
        return np.bincount(slots[(flags & bit) != 0], minlength=size)

    items = np.bincount(slots, minlength=size)
    zeros = np.zeros(size, dtype=np.int64)
    total, median, p90 = zeros, zeros, zeros
    if durations is not None and len(durations):
        ordered = _ordered(slots, durations)
        starts = np.concatenate(([0], np.cumsum(items)[:-1]))
        total = np.where(items > 0, np.add.reduceat(np.append(ordered, 0), np.minimum(starts, len(ordered))), 0)
        median, p90 = _percentile_tenths(ordered, starts, items, 5), _percentile_tenths(ordered, starts, items, 9)
    return Tally(items, counted(_CHECKED), counted(_DEFECTIVE), counted(_REOPENED), total, median, p90)


def _ordered(slots: NDArray[np.int64], durations: NDArray[np.int64]) -> NDArray[np.int64]:
    """Durations sorted within their slots; both packed into one integer where they fit, which sorts fastest."""
    base = int(durations.min())
    bits = (int(durations.max()) - base).bit_length()
    if int(slots.max()).bit_length() + bits < np.iinfo(np.int64).bits:
        packed = (slots << bits) | (durations - base)
        packed.sort()
        return (packed & ((1 << bits) - 1)) + base
    return durations[np.lexsort((durations, slots))]


def _percentile_tenths(
    ordered: NDArray[np.int64], starts: NDArray[np.int64], items: NDArray[np.int64], tenths: int
) -> NDArray[np.int64]:
    """Ten times the percentile (Hyndman and Fan 7) of each slot: position (n - 1) x share, interpolated, exact."""
    positions = np.maximum(items - 1, 0) * tenths
    below = np.minimum(starts + positions // 10, len(ordered) - 1)
    above = np.minimum(below + 1, len(ordered) - 1)
    low = ordered[below]
    return np.where(items > 0, low * 10 + np.where(positions % 10 > 0, ordered[above] - low, 0) * (positions % 10), 0)

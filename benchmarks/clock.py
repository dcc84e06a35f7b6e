"""Clock arithmetic against a business-time library (benchmark 3) and against one numpy pass (benchmark 4).

Run: `python -m benchmarks.clock`. Each ratio is the median of interleaved runs on the same items.
"""

from collections.abc import Callable, Iterable
from datetime import time
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engagements.opening_hours import OpeningHours, from_us

Column = NDArray[np.int64]

ZONE: Final = "America/New_York"
RUNS: Final = 7
ITEMS: Final = 10_000_000
LIBRARY_ITEMS: Final = 400
FIRST_SECOND: Final = 1_700_000_000
SECONDS: Final = 52 * 7 * 86_400
LONGEST_SECONDS: Final = 10 * 86_400
SECOND_US: Final = 1_000_000


def office() -> OpeningHours:
    """Monday to Friday, 9 to 17, in a zone with daylight saving."""
    days = ("mon", "tue", "wed", "thu", "fri")
    return OpeningHours.from_dict({"zone": ZONE, "week": {day: ["09:00-17:00"] for day in days}})


def items(count: int) -> tuple[Column, Column]:
    """Starts within 52 weeks and stops up to ten days later, in UTC microseconds, seeded."""
    random = np.random.default_rng(20260101)
    start = random.integers(FIRST_SECOND, FIRST_SECOND + SECONDS, count) * SECOND_US
    return start, start + random.integers(1, LONGEST_SECONDS, count) * SECOND_US


def bench_against_library(count: int = ITEMS // 10) -> dict[str, Any]:
    """Benchmark 3: time an item of businesstimedelta over time an item of ours; at least 2,000."""
    hours = office()
    start, stop = items(count)
    sample = list(zip(start[:LIBRARY_ITEMS].tolist(), stop[:LIBRARY_ITEMS].tolist(), strict=True))
    between = _library()
    pairs = [(from_us(low), from_us(high)) for low, high in sample]
    theirs = [between(low, high) for low, high in pairs]
    ours = (hours.open_between_many(start[:LIBRARY_ITEMS], stop[:LIBRARY_ITEMS]) / SECOND_US).tolist()
    if ours != theirs:
        raise RuntimeError("the two do not measure the same open time")
    ratios = interleaved(
        lambda: _each(between, pairs), LIBRARY_ITEMS, lambda: hours.open_between_many(start, stop), count
    )
    return _result("clock kernel / businesstimedelta, per item", ratios, ">= 2000", "businesstimedelta", count)


def bench_against_numpy(count: int = ITEMS) -> dict[str, Any]:
    """Benchmark 4: our elapsed open time over one numpy pass that subtracts the same columns; at most 10."""
    hours = office()
    start, stop = items(count)
    ratios = interleaved(lambda: hours.open_between_many(start, stop), count, lambda: np.subtract(stop, start), count)
    return _result("clock kernel / one numpy pass", ratios, "<= 10", "np.subtract(stop, start)", count)


def interleaved(first: Callable[[], object], first_n: int, second: Callable[[], object], second_n: int) -> list[float]:
    """Ratios of time an item, first over second, each pair measured one after the other; the first pair warms up."""
    ratios = []
    for _ in range(RUNS + 1):
        one = _seconds(first) / first_n
        ratios.append(one / (_seconds(second) / second_n))
    return ratios[1:]


def _library() -> Callable[[Any, Any], float]:
    # Only this benchmark needs them, and they bring no types.
    businesstimedelta, pytz = import_module("businesstimedelta"), import_module("pytz")
    rules = businesstimedelta.Rules(
        [
            businesstimedelta.WorkDayRule(
                start_time=time(9), end_time=time(17), working_days=[0, 1, 2, 3, 4], tz=pytz.timezone(ZONE)
            )
        ]
    )

    def between(start: Any, stop: Any) -> float:
        found = rules.difference(start, stop)
        return float(found.hours * 3600 + found.seconds)

    return between


def _each(between: Callable[[Any, Any], float], pairs: Iterable[tuple[Any, Any]]) -> None:
    for start, stop in pairs:
        between(start, stop)


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _result(name: str, ratios: list[float], target: str, baseline: str, n: int) -> dict[str, Any]:
    return {"name": name, "value": round(median(ratios), 2), "target": target, "baseline": baseline, "n": n}


def benchmarks() -> list[dict[str, Any]]:
    """Both results."""
    return [bench_against_library(), bench_against_numpy()]


if __name__ == "__main__":
    for result in benchmarks():
        print(result)

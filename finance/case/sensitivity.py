"""What if: each driver at its low and high, one at a time (tornado), and all at their worst or best ends."""

from dataclasses import dataclass
from decimal import Decimal

from finance.case import rounding
from finance.case.model import Case
from finance.case.results import Results, results
from finance.case.sweeps import Sweeps


@dataclass(frozen=True, slots=True)
class Bar:
    """One driver's bar: the NPV with it at `low` and at `high`, the others at base; `swing` is how far it moves.

    `worst` and `best` are the values, of low, base and high, with the least and the greatest NPV.
    """

    driver: str
    low: Decimal
    high: Decimal
    npv_at_low: Decimal
    npv_at_high: Decimal
    swing: Decimal
    worst: Decimal
    best: Decimal
    stays_positive: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The tornado, longest bar first, and the combined cases.

    `positive_tests` of `tests` single tests (two for each driver that varies) keep the NPV above zero. `low_case` puts
    every driver at the worst of its single tests, `high_case` at the best.
    """

    option: str
    base_npv: Decimal
    bars: tuple[Bar, ...]
    tests: int
    positive_tests: int
    low_case: Results
    high_case: Results


def sensitivity(case: Case, option: str) -> Sensitivity:
    """Tornado and combined cases of an option; drivers that do not move it have no bar."""
    sweeps = Sweeps(case, option)
    bars = [_bar(sweeps, key) for key in sweeps.drivers() if case.driver(key).varies]
    bars.sort(key=lambda bar: (-bar.swing, bar.driver))
    return Sensitivity(
        option=option,
        base_npv=rounding.money(sweeps.base_npv, case.currency),
        bars=tuple(bars),
        tests=2 * len(bars),
        positive_tests=sum(sum(bar.stays_positive) for bar in bars),
        low_case=results(case, option, {bar.driver: bar.worst for bar in bars}),
        high_case=results(case, option, {bar.driver: bar.best for bar in bars}),
    )


def _bar(sweeps: Sweeps, key: str) -> Bar:
    driver = sweeps.case.driver(key)
    at_low, at_high = (float(value) for value in sweeps.npv_at(key, [float(driver.low), float(driver.high)]))
    tested = [(at_low, driver.low), (sweeps.base_npv, driver.base), (at_high, driver.high)]
    values = [value for value, _ in tested]
    money = [rounding.money(value, sweeps.case.currency) for value in (at_low, at_high, max(values) - min(values))]
    return Bar(
        driver=key,
        low=driver.low,
        high=driver.high,
        npv_at_low=money[0],
        npv_at_high=money[1],
        swing=money[2],
        worst=min(tested, key=lambda pair: pair[0])[1],
        best=max(tested, key=lambda pair: pair[0])[1],
        stays_positive=(at_low > 0, at_high > 0),
    )

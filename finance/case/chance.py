"""Monte Carlo: drivers drawn at once from triangles over low, base and high, independent of each other."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from finance.case import rounding
from finance.case.amounts import Amounts, Array
from finance.case.model import Case
from finance.case.problems import CaseError, Problem, ProblemCode

DRAWS: Final = 10_000
_AT_ONCE: Final = 1_000
_PERCENTILES: Final = (10, 50, 90)


@dataclass(frozen=True, slots=True)
class Chance:
    """NPV over the draws: its 10th, 50th and 90th percentile (Hyndman and Fan 7), mean, and the share above zero.

    `seed` and `draws` give the same figures again (PCG64).
    """

    option: str
    seed: int
    draws: int
    p10: Decimal
    p50: Decimal
    p90: Decimal
    mean: Decimal
    share_positive: Decimal


def chances(case: Case, *, seed: int, draws: int = DRAWS) -> dict[str, Chance]:
    """Monte Carlo of every option over the same draws; raises CaseError for a negative seed or no draw.

    Each driver that varies is drawn in the order of its key, so that neither the order of the drivers nor another
    option changes a figure.
    """
    if seed < 0 or draws < 1:
        raise CaseError([Problem(ProblemCode.OUT_OF_RANGE, "seed", "A seed is 0 or more, and there is a draw")])
    drawn = draws_of(case, seed, draws)
    parts: dict[str, list[Array]] = {option.key: [] for option in case.options}
    for start in range(0, draws, _AT_ONCE):  # a thousand rows stay in the processor's cache
        for key, npvs in npvs_of(
            case, {name: column[start : start + _AT_ONCE] for name, column in drawn.items()}
        ).items():
            parts[key].append(np.broadcast_to(npvs, min(_AT_ONCE, draws - start)))
    return {key: _chance(case, key, seed, np.concatenate(found)) for key, found in parts.items()}


def draws_of(case: Case, seed: int, draws: int) -> dict[str, Array]:
    """The values of every driver that varies, drawn in the order of their keys; PCG64 from `seed`."""
    random = np.random.Generator(np.random.PCG64(seed))
    varying = sorted((driver for driver in case.drivers if driver.varies), key=lambda driver: driver.key)
    return {
        driver.key: random.triangular(float(driver.low), float(driver.base), float(driver.high), draws)
        for driver in varying
    }


def npvs_of(case: Case, values: dict[str, Array]) -> dict[str, Array]:
    """NPV of every option, one for each value of the drivers given (or one in all when none moves an option)."""
    amounts = Amounts(case, dict(values))
    own: dict[str, Array] = {}
    for option in case.options:
        npvs: Array = np.zeros(1)
        for line in option.lines:
            if case.counts(line):
                npvs = npvs + line.sign * amounts.present(line)
        own[option.key] = npvs
    return {key: npvs - own[case.baseline] if case.baseline else npvs for key, npvs in own.items()}


def _chance(case: Case, option: str, seed: int, npvs: Array) -> Chance:
    p10, p50, p90 = (float(value) for value in np.percentile(npvs, _PERCENTILES))
    return Chance(
        option=option,
        seed=seed,
        draws=npvs.size,
        p10=rounding.money(p10, case.currency),
        p50=rounding.money(p50, case.currency),
        p90=rounding.money(p90, case.currency),
        mean=rounding.money(float(npvs.mean()), case.currency),
        share_positive=rounding.rounded(float((npvs > 0).mean()), 4),
    )

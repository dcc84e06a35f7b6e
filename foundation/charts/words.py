"""How charts speak: translation and numbers come from the caller, English and plain figures by default."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from foundation.charts.scale import Value, finite

MINUS: Final = "\N{MINUS SIGN}"
LARGEST_IN_FULL: Final = 1e15
"""From here on a float has no room for every digit, so figures are written with an exponent."""
_WHOLE: Final = 100.0


def _same(message: str) -> str:
    return message


def plain_number(value: float, digits: int) -> str:
    """A figure with at most `digits` decimals, thousands apart, a real minus; what is under 100 never reads 100."""
    if abs(value) >= LARGEST_IN_FULL:
        return f"{value:.1e}".replace("-", MINUS)
    shown = f"{round_below_whole(value, digits):,.{digits}f}"
    if digits:
        shown = shown.rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown.replace("-", MINUS)


def round_below_whole(value: float, digits: int) -> float:
    """The value rounded to `digits`, but cut instead where rounding would turn less than 100 into 100."""
    rounded = round(value, digits)
    if rounded == _WHOLE and value < _WHOLE and not math.isclose(value, _WHOLE, rel_tol=1e-9):
        return math.floor(value * 10.0**digits) / 10.0**digits
    return rounded


@dataclass(frozen=True, slots=True)
class Words:
    """`gettext` translates a message, `number` writes a figure with at most so many decimals."""

    gettext: Callable[[str], str] = _same
    number: Callable[[float, int], str] = plain_number

    def figure(self, value: Value, unit: str = "", digits: int = 1, *, signed: bool = False) -> str:
        """A figure with its unit ("%" and the like, with its own space if it wants one); "no data" for none."""
        number = finite(value)
        if number is None:
            return self.no_data()
        plus = "+" if signed and number > 0 else ""
        return f"{plus}{self.number(number, digits)}{unit}"

    def short(self, value: Value) -> str:
        """An amount in three figures or so: 940, 1.5k, 172k, 2.4M, 1.2bn; "no data" for none."""
        number = finite(value)
        if number is None:
            return self.no_data()
        gettext = self.gettext
        suffixes = {1e9: gettext("bn"), 1e6: gettext("M"), 1e3: gettext("k"), 1.0: ""}
        divisor = next((each for each in suffixes if abs(number) >= each * 0.9995), 1.0)
        amount = number / divisor
        return self.number(amount, 0 if abs(amount) >= _WHOLE else 1) + suffixes[divisor]

    def no_data(self) -> str:
        """What stands where a figure is missing."""
        gettext = self.gettext
        return gettext("no data")

    def status(self, status: str) -> str:
        """A status in words; empty for one that is not known."""
        gettext = self.gettext
        known = {
            "on_target": gettext("on target"),
            "at_risk": gettext("at risk"),
            "off_target": gettext("off target"),
            "too_few": gettext("too few to say"),
            "no_data": gettext("no data"),
        }
        return known.get(status, "")


ENGLISH: Final = Words()


def digits_for(values: list[float]) -> int:
    """Decimals that tell these figures apart: none for hundreds, one for tens and ones, more for less than one."""
    largest = max(map(abs, values), default=0.0)
    if largest >= 1000:  # noqa: PLR2004 - four figures say enough
        return 0
    return 1 if largest >= 1 or largest == 0 else min(3 - math.floor(math.log10(largest)), 9) - 1


def sentence(*parts: str) -> str:
    """The parts that are there, joined by commas."""
    return ", ".join(part for part in parts if part)

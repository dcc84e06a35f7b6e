"""The same arithmetic a second way: exact fractions, one month after another, nothing shared with the product."""

from collections.abc import Mapping
from fractions import Fraction

from finance.case import Case, Follows, Line, Option, Per, Timing

IN_A_MONTH = {
    Per.NOTHING: Fraction(1),
    Per.WEEK: Fraction(52, 12),
    Per.MONTH: Fraction(1),
    Per.QUARTER: Fraction(1, 3),
    Per.YEAR: Fraction(1, 12),
}


class ByHand:
    def __init__(self, case: Case, at: Mapping[str, object] | None = None) -> None:
        self.case = case
        self.value = {each.key: Fraction(str((at or {}).get(each.key, each.base))) for each in case.drivers}
        self.monthly = {each.key: self.value[each.key] * IN_A_MONTH[each.per] for each in case.drivers}

    def flows(self, option: Option) -> list[Fraction]:
        if option.key == self.case.baseline:
            return [Fraction(0)] * (self.case.months + 1)
        own = self.own(option)
        if not self.case.baseline:
            return own
        today = self.own(self.case.option(self.case.baseline))
        return [mine - theirs for mine, theirs in zip(own, today, strict=True)]

    def own(self, option: Option) -> list[Fraction]:
        counted = [line for line in option.lines if line.is_cash or self.case.counts_non_cash]
        return [
            sum(((-1 if line.category.is_cost else 1) * self.amount(line, month) for line in counted), Fraction(0))
            for month in range(self.case.months + 1)
        ]

    def amount(self, line: Line, month: int) -> Fraction:
        amount = self.share_of_timing(line, month)
        for key in line.drivers:
            amount *= self.monthly[key]
        if line.follows is Follows.RAMP:
            amount *= self.taken_over(month)
        elif line.follows is Follows.REST:
            amount *= 1 - self.taken_over(month)
        return amount * self.stepped_up(line.index, month)

    def share_of_timing(self, line: Line, month: int) -> Fraction:
        if line.timing is Timing.ONCE:
            return Fraction(month == line.month)
        if month < line.first_month or month > (line.last_month or self.case.months):
            return Fraction(0)
        if line.timing is Timing.STEPPED:
            begun = [step.factor for step in line.steps if step.month <= month]
            return Fraction(begun[-1]) if begun else Fraction(0)
        return self.charged(line, month) if line.timing is Timing.PER_UNIT else Fraction(1)

    def charged(self, line: Line, month: int) -> Fraction:
        left, charged = self.units(month), Fraction(0)
        for band in reversed(line.bands):
            beyond = max(left - Fraction(band.above), Fraction(0))
            charged, left = charged + beyond * Fraction(band.factor), left - beyond
        return charged + left

    def units(self, month: int) -> Fraction:
        return self.monthly[self.case.volume] * self.stepped_up(self.case.growth, month) if month else Fraction(0)

    def taken_over(self, month: int) -> Fraction:
        ramp = self.value[self.case.ramp]
        if month == 0:
            return Fraction(0)
        if month - 1 >= ramp:
            return Fraction(1)
        rising = min(Fraction(month), ramp) - (month - 1)
        height = (Fraction(month - 1) + min(Fraction(month), ramp)) / 2 / ramp
        return rising * height + (1 - rising)

    def stepped_up(self, key: str, month: int) -> Fraction:
        factor = Fraction(1)
        for _ in range((month - 1) // 12 if key and month else 0):
            factor *= 1 + self.value[key]
        return factor

"""Cases at random, within what a case allows."""

from decimal import Decimal

from hypothesis import strategies as st

from finance.case import Band, Case, Category, Driver, Follows, Line, Option, Per, Step, Timing

MONEY = ("fee", "wage", "price")
PLAIN = ("hours", "share")


def numbers(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=3, allow_nan=False)


@st.composite
def drivers(draw: st.DrawFn, key: str, low: str, high: str, currency: str = "", per: Per = Per.NOTHING) -> Driver:
    least, base, most = sorted(draw(st.lists(numbers(low, high), min_size=3, max_size=3)))
    return Driver(key, key, "", least, base, most, currency=currency, per=per, at_least=Decimal(low))


@st.composite
def lines(draw: st.DrawFn, key: str, months: int) -> Line:
    timing = draw(st.sampled_from(Timing))
    first = draw(st.integers(1, months))
    steps: tuple[Step, ...] = ()
    bands: tuple[Band, ...] = ()
    if timing is Timing.STEPPED:
        at = sorted(draw(st.sets(st.integers(1, months), min_size=1, max_size=3)))
        steps = tuple(Step(month, draw(numbers("0", "3"))) for month in at)
    if timing is Timing.PER_UNIT:
        bounds = sorted(draw(st.sets(st.integers(1, 3000), max_size=2)))
        bands = tuple(Band(Decimal(bound), draw(numbers("0", "2"))) for bound in bounds)
    return Line(
        key,
        key,
        draw(st.sampled_from(Category)),
        (draw(st.sampled_from(MONEY)), *draw(st.sets(st.sampled_from(PLAIN)))),
        timing=timing,
        month=draw(st.integers(0, months)),
        first_month=first,
        last_month=draw(st.none() | st.integers(first, months)),
        steps=steps,
        bands=bands,
        follows=draw(st.sampled_from(Follows)),
        index=draw(st.sampled_from(["", "index"])),
        is_cash=draw(st.booleans()),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    months = draw(st.integers(12, 60))
    made = (
        draw(drivers("fee", "0", "90000", "EUR")),
        draw(drivers("wage", "0", "900000", "EUR", Per.YEAR)),
        draw(drivers("price", "0", "40", "EUR")),
        draw(drivers("hours", "0", "60", per=Per.WEEK)),
        draw(drivers("share", "0", "1")),
        draw(drivers("volume", "0", "2000")),
        draw(drivers("growth", "-0.3", "0.5")),
        draw(drivers("index", "-0.1", "0.2")),
        draw(drivers("ramp", "0", str(months))),
    )
    options = tuple(
        Option(key, key, tuple(draw(lines(f"{key}{number}", months)) for number in range(draw(st.integers(0, 4)))))
        for key in ("today", "desk")
    )
    return Case(
        months,
        "EUR",
        draw(numbers("-0.2", "0.6")),
        made,
        options,
        baseline=draw(st.sampled_from(["", "today"])),
        volume="volume",
        growth=draw(st.sampled_from(["", "growth"])),
        ramp="ramp",
        counts_non_cash=draw(st.booleans()),
    )

"""The worked examples of docs/metrics.md about what became of a case and about paying promptly, run word by word."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from finance.actuals.bring_back import BringBack, bring_back
from finance.actuals.months import Span, month_of
from finance.actuals.payment import Bill, Share, prompt_payment
from finance.actuals.realisation import Realisation, Row, Told, realise
from finance.actuals.trial import a_week, for_each, weeks
from finance.actuals.variance import Cell, explain
from finance.case import Band, Case, Category, Driver, Option, Timing
from tests.finance.cases import line

TEXT = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text(encoding="utf-8")


def examples(verb: str) -> list[list[str]]:
    found = re.findall(rf"```example\n({verb} .*?)```", TEXT, flags=re.DOTALL)
    return [example.strip().splitlines() for example in found]


def words(row: str) -> dict[str, str]:
    return dict(word.split("=") for word in row.split() if "=" in word)


def case(unit: str, volume: str, wages: str, bands: tuple[Band, ...] = ()) -> Case:
    drivers = (
        Driver.fixed("volume", volume),
        Driver.fixed("wages", wages, currency="EUR"),
        Driver.fixed("unit", unit, currency="EUR"),
    )
    today = Option("today", "Today", (line("wages", Category.SERVICE, "wages"),))
    partner = Option(
        "partner", "Partner", (line("units", Category.SERVICE, "unit", timing=Timing.PER_UNIT, bands=bands),)
    )
    return Case(12, "EUR", Decimal(0), drivers, (today, partner), baseline="today", volume="volume")


def test_realisation() -> None:
    (rows,) = examples("realise")
    terms = words(rows[0])
    band = Band(Decimal(terms["half_beyond"]), Decimal("0.5"))
    wanted = case(terms["price"], terms["units"], "10000", (band,))
    told: list[Told] = []
    units: dict[int, Decimal] = {}
    month = 0
    for row in rows[1:]:
        said = words(row)
        if row.startswith("month"):
            month += 1
            if said["came"] != "none":
                units[month] = Decimal(said["came"])
            if said["paid"] != "none":
                told.append(Told(month, "units", Fraction(said["paid"])))
        elif "volume" in said:
            found = of(realise(wanted, "partner", [each for each in told if each.month == month], units, closed=month))
            assert said == {
                name: str(getattr(found.explained, name).normalize().__format__("f"))
                for name in ("volume", "mix", "price")
            }
        else:
            end = of(realise(wanted, "partner", told, units, closed=month)).forecast
            assert (end.to_plan, end.at_pace) == (Decimal(said["to_plan"]), Decimal(said["at_pace"]))
            assert str(end.run_rate) == said["run_rate"]


def test_out_of_a_pilot() -> None:
    (rows,) = examples("trial")
    (length, first), (many, most, few), (amount, paid), expect = (
        re.findall(r"[\d.-]+", rows[0]),
        re.findall(r"\d+", rows[1]),
        re.findall(r"\d+", rows[2])[:2],
        words(rows[3]),
    )
    start = date.fromisoformat(first)
    units = {start + timedelta(days=n): int(many if n < int(most) else few) for n in range(int(length))}
    trial = Span(start, start + timedelta(days=int(length)))
    bills = [(Span(start, start + timedelta(days=int(paid))), Fraction(int(amount)))]
    done, each = weeks(units, trial), for_each(bills, units, trial)
    assert done is not None
    assert each is not None
    found = dict(zip(("low", "base", "high"), done.a_month, strict=True))
    found |= {"each": each[0], "a_week": a_week(bills, trial) or Fraction(0)}
    assert {name: f"{float(value):.2f}" for name, value in found.items()} == {k: expect[k] for k in found}
    assert (str(done.count), str(each[2])) == (expect["weeks"], expect["of"])
    # Three whole weeks say nothing about a month, and days that nobody invoiced neither lower nor raise a price.
    assert weeks(units, Span(start, start + timedelta(days=27))) is None
    half = [(Span(start, start + timedelta(days=3)), Fraction(120))]
    assert for_each(half, units, trial) == (Fraction(10), Fraction(120), 12)
    assert for_each([], units, trial) is None
    assert a_week([], trial) is None


def of(found: Realisation) -> Row:
    return next(row for row in found.rows if row.key == "units")


def test_bring_back() -> None:
    (rows,) = examples("own")
    wages, volume = rows[0].split()[1], words(rows[0])["for"]
    wanted = case(rows[1].split()[1], volume, wages)
    found: BringBack | None = None
    for row in rows[2:]:
        if row.startswith("units"):
            counted = {month: Decimal(came) for month, came in enumerate(row.split()[1:], start=1)}
            found = bring_back(wanted, "partner", counted, {}, closed=6)
        elif row == "expect none":
            assert found is None
        else:
            said = words(row)
            assert found is not None
            assert found.break_even is not None
            assert abs(found.break_even - Decimal(said["break_even"])) <= Decimal("0.01")
            assert (found.own, found.partner) == (Decimal(said["own"]), Decimal(said["partner"]))
            assert found.is_due == (said["due"] == "yes")


def test_prompt_payment() -> None:
    (rows,) = examples("invoices")
    today = date.fromisoformat(words(rows[0])["today"])
    bills = []
    for row in rows[1:-1]:
        _, amount, currency, *_ = row.split()
        said = {name: date.fromisoformat(day) for name, day in words(row).items()}
        bills.append(Bill(Decimal(amount), currency, said["due"], said.get("paid")))
    found = prompt_payment(bills, period=month_of(today), today=today)
    told = {"count": found.by_count, **found.by_amount}
    assert {name: shown(share) for name, share in told.items()} == words(rows[-1])


def shown(share: Share) -> str:
    return f"{share.part}/{share.whole}"


def test_a_cell_without_a_count_differs_by_price() -> None:
    assert explain(Cell(Decimal(10), Decimal(14)), "EUR").price == 4

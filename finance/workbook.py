"""A case as a workbook whose figures are live formulas: whoever changes an input in it sees the results change.

Sheets: Inputs (drivers, rate, scenario), Months (discount, ramp, units), one for each option with its lines by month,
and Results. The formulas are those of docs/metrics.md; a test has LibreOffice recalculate them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from finance import words
from finance.case import Document, Driver, Findings, Follows, Line, Option, Timing
from foundation.inbox.export import text_cell

BASE, LOW, HIGH = "base", "low", "high"
"""What Inputs!B2 may say: all drivers at their base, or the combined low or high case of the option asked for."""

_BOLD: Final = Font(bold=True)
_INPUT: Final = PatternFill("solid", fgColor="FFF7DB")
_FIRST_DRIVER: Final = 8
_FIRST_LINE: Final = 5
_LINE_COLUMNS: Final = 8
_NOISE: Final = "1E-12"
_CENT: Final = "1E-9"


class _Book:
    """The workbook while it is written: where each driver and each row of months is."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self.document, self.findings, self.case = document, findings, document.case
        self.book = Workbook()
        self.rows = {driver.key: _FIRST_DRIVER + at for at, driver in enumerate(self.case.drivers)}
        self.sheets = {option.key: f"Option {at}" for at, option in enumerate(self.case.options, 1)}
        self.first, self.last = _LINE_COLUMNS + 1, _LINE_COLUMNS + 1 + self.case.months

    def use(self, key: str) -> str:
        """A driver's value in use, in its own unit."""
        return f"Inputs!$H${self.rows[key]}"

    def monthly(self, key: str) -> str:
        """The same told for a month."""
        return f"Inputs!$I${self.rows[key]}"

    def columns(self) -> list[str]:
        """Letters of the columns of months 0 to the horizon, the same on every sheet."""
        return [get_column_letter(at) for at in range(self.first, self.last + 1)]

    def span(self, sheet: str, row: int, *, start: int = 0) -> str:
        """A row of months, from one on."""
        letters = self.columns()
        return f"'{sheet}'!${letters[start]}${row}:${letters[-1]}${row}"


def workbook(document: Document, findings: Findings) -> bytes:
    """The XLSX; texts of people are never read as formulas."""
    made = _Book(document, findings)
    sheet = made.book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one
    _inputs(made, sheet)
    _months(made)
    for option in made.case.options:
        _option(made, option)
    _results(made)
    kept = io.BytesIO()
    made.book.save(kept)
    return kept.getvalue()


def _inputs(made: _Book, sheet: Worksheet) -> None:
    case = made.case
    sheet.title = "Inputs"
    _put(sheet, 1, [_("Months"), case.months, _("Currency"), case.currency])
    _put(
        sheet,
        2,
        [_("Scenario"), BASE, _("base, low or high: the combined cases of"), case.option(made.document.preferred).name],
    )
    _put(sheet, 3, [_("Discount rate a year"), case.discount_rate])
    _put(sheet, 4, [_("Rate a month")])
    sheet["B4"] = "=(1+B3)^(1/12)-1"
    choice = DataValidation(type="list", formula1=f'"{BASE},{LOW},{HIGH}"', allow_blank=False)
    sheet.add_data_validation(choice)
    choice.add("B2")
    heads = [
        _("Driver"), _("Low"), _("Base"), _("High"), _("In the low case"), _("In the high case"), _("Unit"),
        _("In use"), _("In use, a month"), _("Grade"), _("Rests on"),
    ]  # fmt: skip
    _put(sheet, _FIRST_DRIVER - 1, heads, font=_BOLD)
    ends = {bar.driver: (bar.worst, bar.best) for bar in made.findings.sensitivities[made.document.preferred].bars}
    for driver in case.drivers:
        row = made.rows[driver.key]
        worst, best = ends.get(driver.key, (driver.base, driver.base))
        _put(sheet, row, [driver.name, driver.low, driver.base, driver.high, worst, best, _unit(driver)])
        sheet[f"H{row}"] = f'=IF($B$2="{LOW}",E{row},IF($B$2="{HIGH}",F{row},C{row}))'
        sheet[f"I{row}"] = f"=H{row}*{driver.per.in_a_month!r}"
        _put(sheet, row, [driver.grade.value, driver.basis], start=10)
        for letter in "BCDEF":
            sheet[f"{letter}{row}"].fill = _INPUT
    for cell in ("B2", "B3"):
        sheet[cell].fill = _INPUT
    _widths(sheet, [44, 14, 14, 14, 14, 14, 24, 14, 14, 7, 60])
    sheet.freeze_panes = f"B{_FIRST_DRIVER}"


def _months(made: _Book) -> None:
    case = made.case
    sheet = made.book.create_sheet("Months")
    for row, name in enumerate((_("Month"), _("Discount"), _("Ramp: taken over"), _("Units"), _("Years indexed")), 1):
        _put(sheet, row, [name], font=_BOLD)
    for month, letter in enumerate(made.columns()):
        sheet[f"{letter}1"] = month
        sheet[f"{letter}2"] = f"=(1+Inputs!$B$4)^-{letter}$1"
        sheet[f"{letter}5"] = f"=INT(MAX({letter}$1-1,0)/12)"
        if case.ramp:
            sheet[f"{letter}3"] = f"={_taken(made, month)}-({_taken(made, month - 1)})" if month else 0
        if case.volume:
            grown = f"*(1+{made.use(case.growth)})^{letter}5" if case.growth else ""
            sheet[f"{letter}4"] = f"={made.monthly(case.volume)}{grown}" if month else 0
    _widths(sheet, [22])
    sheet.freeze_panes = "B2"


def _taken(made: _Book, month: int) -> str:
    """The area under the ramp up to the end of a month."""
    length = made.use(made.case.ramp)
    return f"IF({length}>0,MIN({month},{length})^2/(2*{length})+{month}-MIN({month},{length}),{month})"


def _option(made: _Book, option: Option) -> None:
    sheet = made.book.create_sheet(made.sheets[option.key])
    _put(sheet, 1, [option.name], font=_BOLD)
    heads = [
        _("Line"),
        _("Category"),
        _("Cost or value"),
        _("Counted"),
        _("Month"),
        _("First month"),
        _("Last month"),
        _("Total"),
    ]
    _put(sheet, 3, heads, font=_BOLD)
    letters = made.columns()
    for month, letter in enumerate(letters):
        sheet[f"{letter}3"] = month
        sheet[f"{letter}3"].font = _BOLD
    for at, line in enumerate(option.lines):
        row = _FIRST_LINE + at
        last = made.case.months if line.last_month is None else line.last_month
        is_once = line.timing is Timing.ONCE
        side = "cost" if line.category.is_cost else "value"
        counted = "yes" if made.case.counts(line) else "no"
        dates = [line.month, None, None] if is_once else [None, line.first_month, last]
        _put(sheet, row, [line.name, str(words.CATEGORIES[line.category]), side, counted, *dates])
        sheet[f"H{row}"] = f"=SUM({letters[0]}{row}:{letters[-1]}{row})"
        for letter in letters:
            sheet[f"{letter}{row}"] = f"={_amount(made, line, letter, row)}"
    _sides(made, sheet, option)
    _widths(sheet, [40, 26, 10, 9, 8, 8, 8, 14])
    sheet.freeze_panes = f"{letters[0]}4"


def _amount(made: _Book, line: Line, letter: str, row: int) -> str:
    """The amount of a line in the month of a column: its size in its window, weighed by what it follows."""
    size = "*".join(made.monthly(key) for key in line.drivers)
    from_to = f"({letter}$3>=$F{row})*({letter}$3<=$G{row})"
    parts = [f"({letter}$3=$E{row})" if line.timing is Timing.ONCE else from_to, size]
    if line.timing is Timing.STEPPED:
        months, factors = ",".join(str(s.month) for s in line.steps), ",".join(str(s.factor) for s in line.steps)
        parts.append(f"LOOKUP({letter}$3,{{-1,{months}}},{{0,{factors}}})")
    if line.timing is Timing.PER_UNIT:
        parts.append(_charged(line, f"Months!{letter}$4"))
    if line.follows is not Follows.NOTHING:
        share = f"Months!{letter}$3"
        parts.append(share if line.follows is Follows.RAMP else f"(1-{share})")
    if line.index:
        parts.append(f"(1+{made.use(line.index)})^Months!{letter}$5")
    return "*".join(parts)


def _charged(line: Line, units: str) -> str:
    """Units weighed by the price factor of the band they fall in."""
    if not line.bands:
        return units
    parts = [f"MIN({units},{line.bands[0].above})"]
    for at, band in enumerate(line.bands):
        end = f"MIN({units},{line.bands[at + 1].above})" if at + 1 < len(line.bands) else units
        parts.append(f"{band.factor}*MAX(0,{end}-{band.above})")
    return f"({'+'.join(parts)})"


_ROWS: Final = ("cost", "value", "in", "out", "net", "sum", "back", "pv", "pvsum", "pvback", "sign")


def _at(option: Option, name: str) -> int:
    """The row of a sum below the lines of an option."""
    return _FIRST_LINE + len(option.lines) + 1 + _ROWS.index(name)


def _sides(made: _Book, sheet: Worksheet, option: Option) -> None:
    """Below the lines: what goes out and comes in, against today where there is one, and what follows from that."""
    names = (
        _("Cost, counted"), _("Value, counted"), _("Comes in, against today"), _("Goes out, against today"), _("Net"),
        _("Net, cumulative"), _("Back in month"), _("Net, present value"), _("Present value, cumulative"),
        _("Back in month, discounted"), _("Sign"),
    )  # fmt: skip
    rows = {name: _at(option, name) for name in _ROWS}
    for name, label in zip(_ROWS, names, strict=True):
        _put(sheet, rows[name], [label], font=_BOLD)
    end = max(_FIRST_LINE + len(option.lines) - 1, _FIRST_LINE)
    letters = made.columns()
    today = made.case.option(made.case.baseline) if made.case.baseline else None
    for at, letter in enumerate(letters):
        before = letters[at - 1] if at else ""
        for side in ("cost", "value"):
            marks = f'$C${_FIRST_LINE}:$C${end},"{side}",$D${_FIRST_LINE}:$D${end},"yes"'
            sheet[f"{letter}{rows[side]}"] = f"=SUMIFS({letter}${_FIRST_LINE}:{letter}${end},{marks})"
        sheet[f"{letter}{rows['in']}"], sheet[f"{letter}{rows['out']}"] = _compared(made, option, today, letter, rows)
        comes, goes = f"{letter}{rows['in']}", f"{letter}{rows['out']}"
        sheet[f"{letter}{rows['net']}"] = f"=IF(ABS({comes}-{goes})<={_NOISE}*({comes}+{goes}),0,{comes}-{goes})"
        sheet[f"{letter}{rows['pv']}"] = f"={letter}{rows['net']}*Months!{letter}$2"
        for net, total, back in (("net", "sum", "back"), ("pv", "pvsum", "pvback")):
            flow, so_far = f"{letter}{rows[net]}", f"{letter}{rows[total]}"
            sheet[so_far] = f"={flow}" if not at else f"={before}{rows[total]}+{flow}"
            if at:
                tiny = f"-{_CENT}*SUMPRODUCT(ABS({made.span(made.sheets[option.key], rows[net])}))"
                earlier = f"{before}{rows[total]}"
                sheet[f"{letter}{rows[back]}"] = (
                    f'=IF(AND({earlier}<{tiny},{so_far}>={tiny}),MIN({letter}$3,{before}$3-{earlier}/{flow}),"")'
                )
        kept = f"{before}{rows['sign']}" if at else "0"
        sheet[f"{letter}{rows['sign']}"] = f"=IF({letter}{rows['net']}=0,{kept},SIGN({letter}{rows['net']}))"


def _compared(made: _Book, option: Option, today: Option | None, letter: str, rows: dict[str, int]) -> tuple[str, str]:
    """What comes in and goes out: against today its costs come in and its values go out; today itself is nothing."""
    if today is None:
        return f"={letter}{rows['value']}", f"={letter}{rows['cost']}"
    if option.key == today.key:
        return "=0", "=0"
    place = f"'{made.sheets[today.key]}'!{letter}"
    return (
        f"={letter}{rows['value']}+{place}{_at(today, 'cost')}",
        f"={letter}{rows['cost']}+{place}{_at(today, 'value')}",
    )


RESULTS: Final = (
    "npv", "mirr", "mirr_a_year", "sign_changes", "irr", "irr_a_year", "roi", "payback", "payback_month",
    "discounted_payback", "discounted_month", "peak_cash_out", "peak_month", "total_cost", "units", "cost_per_unit",
)  # fmt: skip
"""Rows of the sheet Results, from the third on."""


def _results(made: _Book) -> None:
    sheet = made.book.create_sheet("Results", 0)
    _put(sheet, 1, [_("Results"), made.case.currency], font=_BOLD)
    _put(sheet, 2, ["", *(option.name for option in made.case.options)], font=_BOLD)
    names = (
        _("NPV"), _("MIRR a month"), _("MIRR a year"), _("Changes of sign"), _("IRR a month"), _("IRR a year"),
        _("Return on cost, present values"), _("Payback"), _("Payback, month"), _("Discounted payback"),
        _("Discounted payback, month"), _("Peak cash out"), _("Peak cash out, month"), _("Total cost"), _("Units"),
        _("Cost per unit"),
    )  # fmt: skip
    for at, name in enumerate(names):
        _put(sheet, 3 + at, [name])
    for at, option in enumerate(made.case.options):
        for row, formula in enumerate(_formulas(made, option, get_column_letter(at + 2)), 3):
            sheet.cell(row, at + 2, formula)
            sheet.cell(row, at + 2).number_format = _FORMATS.get(RESULTS[row - 3], "#,##0.00")
    _widths(sheet, [34, *([20] * len(made.case.options))])
    sheet.freeze_panes = "B3"


_PERCENT: Final = "0.00%"
_FORMATS: Final = {
    **dict.fromkeys(("mirr", "mirr_a_year", "irr", "irr_a_year", "roi"), _PERCENT),
    **dict.fromkeys(("sign_changes", "peak_month"), "0"),
}


def _formulas(made: _Book, option: Option, letter: str) -> Sequence[str]:
    """The results of an option, in the order of RESULTS; `letter` is its column on their sheet."""
    name = made.sheets[option.key]

    def row(which: str, start: int = 0) -> str:
        return made.span(name, _at(option, which), start=start)

    def here(which: str) -> str:
        return f"{letter}{3 + RESULTS.index(which)}"

    first, month, discount = f"'{name}'!{made.columns()[0]}", "Inputs!$B$4", made.span("Months", 2)
    net, so_far, spent = row("net"), row("sum"), f"SUMPRODUCT({row('out')},{discount})"
    signs, later = made.span(name, _at(option, "sign")).rsplit(":", 1), row("sign", 1)
    before = f"{signs[0]}:${made.columns()[-2]}${_at(option, 'sign')}"
    return (
        f"={first}{_at(option, 'net')}+NPV({month},{row('net', 1)})",
        f'=IFERROR(MIRR({net},{month},{month}),"{words.DASH}")',
        f'=IFERROR((1+{here("mirr")})^12-1,"{words.DASH}")',
        f"=SUMPRODUCT(({before}<>{later})*({before}<>0))",
        f'=IF({here("sign_changes")}=1,IFERROR(IRR({net},{month}),"{words.DASH}"),"{words.DASH}")',
        f'=IFERROR((1+{here("irr")})^12-1,"{words.DASH}")',
        f'=IF({spent}>0,(SUMPRODUCT({row("in")},{discount})-{spent})/{spent},"{words.DASH}")',
        *_back(net, so_far, row("back"), here("payback")),
        *_back(row("pv"), row("pvsum"), row("pvback"), here("discounted_payback")),
        f"=MAX(0,-MIN({so_far}))",
        f'=IF({here("peak_cash_out")}>0,MATCH(MIN({so_far}),{so_far},0)-1,"{words.DASH}")',
        f"=SUM({row('cost')})",
        f"=SUM({made.span('Months', 4)})" if made.case.volume else words.DASH,
        f'=IFERROR({here("total_cost")}/{here("units")},"{words.DASH}")',
    )


def _back(net: str, so_far: str, back: str, status: str) -> tuple[str, str]:
    """Whether the money is back, and when: the last crossing if it holds, the first if it is lost again."""
    tiny = f"-{_CENT}*SUMPRODUCT(ABS({net}))"
    last = so_far.rsplit(":", 1)
    end = f"{last[0].split('!')[0]}!{last[1]}"
    is_out = f"SUMPRODUCT(--({so_far}<{tiny}))"
    kept = f'IF({end}<{tiny},"lost_again","reached")'
    first = f'IF({status}="nothing_out",0,"{words.DASH}")'
    return (
        f'=IF({is_out}=0,"nothing_out",IF(COUNT({back})=0,"never",{kept}))',
        f'=IF({status}="reached",MAX({back}),IF({status}="lost_again",MIN({back}),{first}))',
    )


def _unit(driver: Driver) -> str:
    unit = driver.unit if driver.unit != words.PERCENT else _("share")
    return " ".join(part for part in (driver.currency, unit, str(words.PERS[driver.per])) if part)


def _put(sheet: Worksheet, row: int, values: Sequence[object], *, start: int = 1, font: Font | None = None) -> None:
    """Values from a column on; texts as texts whatever they begin with."""
    for at, value in enumerate(values, start):
        if value is None or value == "":
            continue
        cell = sheet.cell(row, at)
        if isinstance(value, str):
            text_cell(cell, value)
        else:
            cell.value = value  # type: ignore[assignment]  # a number
        if font:
            cell.font = font


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width

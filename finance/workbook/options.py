"""A sheet for each option: lines by month, and what they add up to."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from finance import words
from finance.case import Follows, Line, Option, Timing
from finance.workbook.book import BOLD, CENT, Book, put_row, set_widths

_FIRST_LINE: Final = 5
_NOISE: Final = "1E-12"
_ROWS: Final = ("cost", "value", "in", "out", "net", "sum", "back", "pv", "pvsum", "pvback", "sign")


def option_part(made: Book, option: Option) -> None:
    """An option: its row, or its sheet."""
    sheet = made.book.create_sheet(made.sheets[option.key])
    put_row(sheet, 1, [option.name], font=BOLD)
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
    put_row(sheet, 3, heads, font=BOLD)
    letters = made.columns()
    for month, letter in enumerate(letters):
        sheet[f"{letter}3"] = month
        sheet[f"{letter}3"].font = BOLD
    for at, line in enumerate(option.lines):
        row = _FIRST_LINE + at
        last = made.case.months if line.last_month is None else line.last_month
        is_once = line.timing is Timing.ONCE
        side = "cost" if line.category.is_cost else "value"
        counted = "yes" if made.case.counts(line) else "no"
        dates = [line.month, None, None] if is_once else [None, line.first_month, last]
        put_row(sheet, row, [line.name, str(words.CATEGORIES[line.category]), side, counted, *dates])
        sheet[f"H{row}"] = f"=SUM({letters[0]}{row}:{letters[-1]}{row})"
        for letter in letters:
            sheet[f"{letter}{row}"] = f"={_amount(made, line, letter, row)}"
    _sides(made, sheet, option)
    set_widths(sheet, [40, 26, 10, 9, 8, 8, 8, 14])
    sheet.freeze_panes = f"{letters[0]}4"


def _amount(made: Book, line: Line, letter: str, row: int) -> str:
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


def row_of_line(option: Option, name: str) -> int:
    """The row of a sum below the lines of an option."""
    return _FIRST_LINE + len(option.lines) + 1 + _ROWS.index(name)


def _sides(made: Book, sheet: Worksheet, option: Option) -> None:
    """Below the lines: what goes out and comes in, against today where there is one, and what follows from that."""
    names = (
        _("Cost, counted"), _("Value, counted"), _("Comes in, against today"), _("Goes out, against today"), _("Net"),
        _("Net, cumulative"), _("Back in month"), _("Net, present value"), _("Present value, cumulative"),
        _("Back in month, discounted"), _("Sign"),
    )  # fmt: skip
    rows = {name: row_of_line(option, name) for name in _ROWS}
    for name, label in zip(_ROWS, names, strict=True):
        put_row(sheet, rows[name], [label], font=BOLD)
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
                tiny = f"-{CENT}*SUMPRODUCT(ABS({made.span(made.sheets[option.key], rows[net])}))"
                earlier = f"{before}{rows[total]}"
                sheet[f"{letter}{rows[back]}"] = (
                    f'=IF(AND({earlier}<{tiny},{so_far}>={tiny}),MIN({letter}$3,{before}$3-{earlier}/{flow}),"")'
                )
        kept = f"{before}{rows['sign']}" if at else "0"
        sheet[f"{letter}{rows['sign']}"] = f"=IF({letter}{rows['net']}=0,{kept},SIGN({letter}{rows['net']}))"


def _compared(made: Book, option: Option, today: Option | None, letter: str, rows: dict[str, int]) -> tuple[str, str]:
    """What comes in and goes out: against today its costs come in and its values go out; today itself is nothing."""
    if today is None:
        return f"={letter}{rows['value']}", f"={letter}{rows['cost']}"
    if option.key == today.key:
        return "=0", "=0"
    place = f"'{made.sheets[today.key]}'!{letter}"
    return (
        f"={letter}{rows['value']}+{place}{row_of_line(today, 'cost')}",
        f"={letter}{rows['cost']}+{place}{row_of_line(today, 'value')}",
    )

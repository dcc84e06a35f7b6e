"""The sheets of inputs and of months."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from finance.workbook.book import BOLD, FIRST_DRIVER, Book, put_row, set_widths, unit_of

BASE, LOW, HIGH = "base", "low", "high"
"""What Inputs!B2 may say: all drivers at their base, or the combined low or high case of the option asked for."""
_INPUT: Final = PatternFill("solid", fgColor="FFF7DB")


def inputs_sheet(made: Book, sheet: Worksheet) -> None:
    """Everything that is typed."""
    case = made.case
    sheet.title = "Inputs"
    put_row(sheet, 1, [_("Months"), case.months, _("Currency"), case.currency])
    put_row(
        sheet,
        2,
        [_("Scenario"), BASE, _("base, low or high: the combined cases of"), case.option(made.document.preferred).name],
    )
    put_row(sheet, 3, [_("Discount rate a year"), case.discount_rate])
    put_row(sheet, 4, [_("Rate a month")])
    sheet["B4"] = "=(1+B3)^(1/12)-1"
    choice = DataValidation(type="list", formula1=f'"{BASE},{LOW},{HIGH}"', allow_blank=False)
    sheet.add_data_validation(choice)
    choice.add("B2")
    heads = [
        _("Driver"), _("Low"), _("Base"), _("High"), _("In the low case"), _("In the high case"), _("Unit"),
        _("In use"), _("In use, a month"), _("Grade"), _("Rests on"),
    ]  # fmt: skip
    put_row(sheet, FIRST_DRIVER - 1, heads, font=BOLD)
    ends = {bar.driver: (bar.worst, bar.best) for bar in made.findings.sensitivities[made.document.preferred].bars}
    for driver in case.drivers:
        row = made.rows[driver.key]
        worst, best = ends.get(driver.key, (driver.base, driver.base))
        put_row(sheet, row, [driver.name, driver.low, driver.base, driver.high, worst, best, unit_of(driver)])
        sheet[f"H{row}"] = f'=IF($B$2="{LOW}",E{row},IF($B$2="{HIGH}",F{row},C{row}))'
        sheet[f"I{row}"] = f"=H{row}*{driver.per.in_a_month!r}"
        put_row(sheet, row, [driver.grade.value, driver.basis], start=10)
        for letter in "BCDEF":
            sheet[f"{letter}{row}"].fill = _INPUT
    for cell in ("B2", "B3"):
        sheet[cell].fill = _INPUT
    set_widths(sheet, [44, 14, 14, 14, 14, 14, 24, 14, 14, 7, 60])
    sheet.freeze_panes = f"B{FIRST_DRIVER}"


def months_sheet(made: Book) -> None:
    """The months, with ramp, units and discount."""
    case = made.case
    sheet = made.book.create_sheet("Months")
    for row, name in enumerate((_("Month"), _("Discount"), _("Ramp: taken over"), _("Units"), _("Years indexed")), 1):
        put_row(sheet, row, [name], font=BOLD)
    for month, letter in enumerate(made.columns()):
        sheet[f"{letter}1"] = month
        sheet[f"{letter}2"] = f"=(1+Inputs!$B$4)^-{letter}$1"
        sheet[f"{letter}5"] = f"=INT(MAX({letter}$1-1,0)/12)"
        if case.ramp:
            sheet[f"{letter}3"] = f"={_taken(made, month)}-({_taken(made, month - 1)})" if month else 0
        if case.volume:
            grown = f"*(1+{made.use(case.growth)})^{letter}5" if case.growth else ""
            sheet[f"{letter}4"] = f"={made.monthly(case.volume)}{grown}" if month else 0
    set_widths(sheet, [22])
    sheet.freeze_panes = "B2"


def _taken(made: Book, month: int) -> str:
    """The area under the ramp up to the end of a month."""
    length = made.use(made.case.ramp)
    return f"IF({length}>0,MIN({month},{length})^2/(2*{length})+{month}-MIN({month},{length}),{month})"

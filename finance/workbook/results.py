"""The sheet of results, by formulas alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from finance import words
from finance.case import Option
from finance.workbook.book import BOLD, CENT, PERCENT, Book, put_row, set_widths
from finance.workbook.options import row_of_line

RESULTS: Final = (
    "npv", "mirr", "mirr_a_year", "sign_changes", "irr", "irr_a_year", "roi", "payback", "payback_month",
    "discounted_payback", "discounted_month", "peak_cash_out", "peak_month", "total_cost", "units", "cost_per_unit",
)  # fmt: skip
"""Rows of the sheet Results, from the third on."""
_FORMATS: Final = {
    **dict.fromkeys(("mirr", "mirr_a_year", "irr", "irr_a_year", "roi"), PERCENT),
    **dict.fromkeys(("sign_changes", "peak_month"), "0"),
}


def results_sheet(made: Book) -> None:
    """The figures of every option."""
    sheet = made.book.create_sheet("Results", 0)
    put_row(sheet, 1, [_("Results"), made.case.currency], font=BOLD)
    put_row(sheet, 2, ["", *(option.name for option in made.case.options)], font=BOLD)
    names = (
        _("NPV"), _("MIRR a month"), _("MIRR a year"), _("Changes of sign"), _("IRR a month"), _("IRR a year"),
        _("Return on cost, present values"), _("Payback"), _("Payback, month"), _("Discounted payback"),
        _("Discounted payback, month"), _("Peak cash out"), _("Peak cash out, month"), _("Total cost"), _("Units"),
        _("Cost per unit"),
    )  # fmt: skip
    for at, name in enumerate(names):
        put_row(sheet, 3 + at, [name])
    for at, option in enumerate(made.case.options):
        for row, formula in enumerate(_formulas(made, option, get_column_letter(at + 2)), 3):
            sheet.cell(row, at + 2, formula)
            sheet.cell(row, at + 2).number_format = _FORMATS.get(RESULTS[row - 3], "#,##0.00")
    set_widths(sheet, [34, *([20] * len(made.case.options))])
    sheet.freeze_panes = "B3"


def _formulas(made: Book, option: Option, letter: str) -> Sequence[str]:
    """The results of an option, in the order of RESULTS; `letter` is its column on their sheet."""
    name = made.sheets[option.key]

    def row(which: str, start: int = 0) -> str:
        return made.span(name, row_of_line(option, which), start=start)

    def here(which: str) -> str:
        return f"{letter}{3 + RESULTS.index(which)}"

    first, month, discount = f"'{name}'!{made.columns()[0]}", "Inputs!$B$4", made.span("Months", 2)
    net, so_far, spent = row("net"), row("sum"), f"SUMPRODUCT({row('out')},{discount})"
    signs, later = made.span(name, row_of_line(option, "sign")).rsplit(":", 1), row("sign", 1)
    before = f"{signs[0]}:${made.columns()[-2]}${row_of_line(option, 'sign')}"
    return (
        f"={first}{row_of_line(option, 'net')}+NPV({month},{row('net', 1)})",
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
    tiny = f"-{CENT}*SUMPRODUCT(ABS({net}))"
    last = so_far.rsplit(":", 1)
    end = f"{last[0].split('!')[0]}!{last[1]}"
    is_out = f"SUMPRODUCT(--({so_far}<{tiny}))"
    kept = f'IF({end}<{tiny},"lost_again","reached")'
    first = f'IF({status}="nothing_out",0,"{words.DASH}")'
    return (
        f'=IF({is_out}=0,"nothing_out",IF(COUNT({back})=0,"never",{kept}))',
        f'=IF({status}="reached",MAX({back}),IF({status}="lost_again",MIN({back}),{first}))',
    )

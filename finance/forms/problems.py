"""What is wrong with a case, in the reader's language and at the field that it is about."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from finance.case import CaseError, Problem, ProblemCode

_WORDS: Final[dict[ProblemCode, str | Promise]] = {
    ProblemCode.NOT_A_NUMBER: _("This is no number: write digits, such as 1200 or 0.5."),
    ProblemCode.OUT_OF_ORDER: _("Low is at most the base, and the base at most high."),
    ProblemCode.NEGATIVE_VOLUME: _("A volume is never negative: write 0 or more."),
    ProblemCode.MIXED_CURRENCIES: _("This is in another currency than the case: convert it first."),
    ProblemCode.NO_MONEY: _("A line multiplies exactly one amount of money with other numbers."),
    ProblemCode.BAD_CURRENCY: _("A currency is three letters, such as EUR."),
    ProblemCode.BAD_HORIZON: _("A case has 12 to 60 months."),
    ProblemCode.BAD_DISCOUNT_RATE: _("A discount rate is between -50 % and 1,000 % a year."),
    ProblemCode.RAMP_TOO_LONG: _("The ramp is longer than the case: shorten it, or lengthen the case."),
    ProblemCode.NO_OPTION: _("A case has at least one option."),
    ProblemCode.TOO_LARGE: _("This is too large to be computed: check the numbers for a slip of the pen."),
    ProblemCode.NO_SOURCE: _("Say where this comes from."),
}


def words_of(problem: Problem) -> str:
    """A sentence that says what to do; the sentence of the arithmetic where it names more than a field can."""
    return str(_WORDS.get(problem.code, problem.text))


def show_problems(form: forms.BaseForm, error: CaseError) -> None:
    """Put every problem at its field: the base value of its driver, else the field of its name, else the top."""
    for problem in error.problems:
        places = (f"{problem.about}-base", problem.about)
        field = next((place for place in places if place in form.fields), None)
        form.add_error(field, words_of(problem) if field else _named(problem))


def _named(problem: Problem) -> str:
    words = words_of(problem)
    return words if words == problem.text else f"{problem.text}. {words}"

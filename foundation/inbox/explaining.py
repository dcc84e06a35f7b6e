"""Problems of files in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.inbox.problems import KINDS, ImportProblem, problem_from_json

# How a column writes its dates, in words (``values.dates.DateOrder``).
ORDERS: Final[dict[Any, Any]] = {
    "iso": gettext_lazy("year-month-day"),
    "day_first": gettext_lazy("day/month/year"),
    "month_first": gettext_lazy("month/day/year"),
    "epoch_seconds": gettext_lazy("seconds since 1970"),
    "epoch_milliseconds": gettext_lazy("milliseconds since 1970"),
    "excel_1900": gettext_lazy("Excel, from 1900"),
    "excel_1904": gettext_lazy("Excel, from 1904"),
}


def sentence(problem: ImportProblem) -> str:
    """What is wrong and what to do, without the place."""
    kind = KINDS.get(problem.code)
    if kind is None:
        return problem.message
    params = {name: ORDERS.get(told, told) if name == "order" else told for name, told in problem.params.items()}
    return _(kind.text) % {**params, "value": problem.value}


def placed_sentence(problem: ImportProblem) -> str:
    """The sentence behind its line and column, as far as they are known."""
    text = sentence(problem)
    if problem.line is not None and problem.column is not None:
        return _("Line %(line)d, column %(column)s: %(text)s") % {
            "line": problem.line,
            "column": problem.column,
            "text": text,
        }
    if problem.line is not None:
        return _("Line %(line)d: %(text)s") % {"line": problem.line, "text": text}
    if problem.column is not None:
        return _("Column %(column)s: %(text)s") % {"column": problem.column, "text": text}
    return text


def sentences(problems: Iterable[ImportProblem]) -> str:
    """Several problems as one text."""
    return " ".join(placed_sentence(each) for each in problems)


def stored_problem(data: Mapping[str, Any]) -> ImportProblem:
    """A problem out of a batch's findings or a row's errors. Raises KeyError on an unknown code."""
    return problem_from_json({name: data.get(name) for name in ("code", "line", "column", "value", "params")})

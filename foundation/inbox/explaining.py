"""Problems of files in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from foundation.inbox.problems import KINDS, ImportProblem, problem_from_json


def sentence(problem: ImportProblem) -> str:
    """What is wrong and what to do, without the place."""
    kind = KINDS.get(problem.code)
    if kind is None:
        return problem.message
    return _(kind.text) % {**problem.params, "value": problem.value}


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

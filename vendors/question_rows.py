"""Rows of a file read as questions: CISA's vendor questions, NIST's framework, DORA's register, or any table. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

_ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "text": ("question", "text", "name", "control", "requirement"),
    "section": ("section", "category", "domain", "template name", "group", "area"),
    "number": ("ref id", "number", "id", "no", "column", "ref"),
    "kind": ("answer type", "type"),
    "choices": ("choices", "options", "answers"),
    "condition": ("depends on", "condition", "only if", "asked when"),
    "evidence": ("evidence", "wants evidence", "evidence needed"),
    "row_kind": ("kind",),
    "assessable": ("assessable",),
    "heading": ("heading",),
}
_TEXT_CHARS: Final = 4_000
_YES: Final = ("yes", "y", "true", "1", "x", "required")


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question as a file has it; ``condition`` is the number of another one, answered ``condition_value``."""

    text: str
    section: str = ""
    number: str = ""
    kind: str = "text"
    choices: tuple[str, ...] = ()
    wants_evidence: bool = False
    condition: str = ""
    condition_value: str = ""


def columns_of(header: Sequence[str]) -> dict[str, str]:
    """Field -> column, by the columns' names; the first of a field's names that is there is taken."""
    named = {" ".join(name.casefold().replace("_", " ").split()): name for name in reversed(header)}
    found: dict[str, str] = {}
    for field, aliases in _ALIASES.items():
        column = next((named[alias] for alias in aliases if alias in named), None)
        if column is not None and column not in found.values():
            found[field] = column
    return found


def read_questions(rows: Iterable[Mapping[str, str]], columns: Mapping[str, str]) -> list[ReadQuestion]:
    """The questions of a table's rows (column -> text), headings used as sections; rows without a text are left out.

    A question numbered below a yes-or-no question ("2.1.1" below "2.1") is asked when that one is answered yes, unless
    the file has conditions of its own ("2.1=Yes").
    """
    found: list[ReadQuestion] = []
    section = ""
    for row in rows:
        cell = {field: " ".join(row.get(column, "").split()) for field, column in columns.items()}
        if _is_heading(cell):
            section = cell["text"] or row.get("name", "")
        elif cell.get("text"):
            found.append(_question(cell, cell.get("section") or section))
    return found if "condition" in columns else _below_their_parents(found)


def _is_heading(cell: Mapping[str, str]) -> bool:
    return cell.get("row_kind") == "node" or cell.get("assessable", "").casefold() == "false"


def _question(cell: Mapping[str, str], section: str) -> ReadQuestion:
    choices = tuple(part.strip()[:120] for part in cell.get("choices", "").split("|") if part.strip())
    said = cell.get("kind", "").casefold()
    number, _, value = cell.get("condition", "").partition("=")
    if not choices and said in ("boolean", "yes no", "yes/no"):
        choices = ("Yes", "No")
    return ReadQuestion(
        text=cell["text"][:_TEXT_CHARS],
        section=section[:200],
        number=cell.get("number", "")[:40],
        kind="choice" if choices else _kind(said),
        choices=choices,
        wants_evidence=cell.get("evidence", "").casefold() in _YES,
        condition=number.strip(),
        condition_value=value.strip()[:120],
    )


def _kind(said: str) -> str:
    if said.startswith(("number", "numeric", "monetary")):
        return "number"
    return "day" if said.startswith("date") else "text"


def _below_their_parents(questions: list[ReadQuestion]) -> list[ReadQuestion]:
    yes = {each.number: each for each in questions if each.number and "Yes" in each.choices}

    def placed(each: ReadQuestion) -> ReadQuestion:
        above = each.number.rpartition(".")[0]
        return replace(each, condition=above, condition_value="Yes") if above in yes else each

    return [placed(each) for each in questions]

"""Which columns of a file hold what of a process. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


FIELDS: Final = {
    "name": _("Name"),
    "area": _("Process area"),
    "description": _("Description"),
    "service": _("Kind of service"),
    "trigger": _("What starts it"),
    "inputs": _("What goes in"),
    "outputs": _("What comes out"),
    "quality_bar": _("Quality bar"),
    "acceptance_criteria": _("Acceptance criteria"),
    "done_by": _("Who does it today"),
    "frequency": _("How often"),
    "volume": _("How many each time"),
    "minutes": _("Minutes for one"),
    "repetition": _("How repetitive (0 to 3)"),
    "strategic": _("How strategic (0 to 3)"),
}
"""Field of ``models.processes.Process`` -> its label."""

_ALIASES: Final = {
    "name": ("name", "process", "process name", "task", "activity", "work", "prozess", "aufgabe", "bezeichnung"),
    "area": ("area", "process area", "department", "team", "function", "bereich", "abteilung"),
    "description": ("description", "details", "notes", "beschreibung"),
    "service": ("service", "kind of service", "type of service", "category"),
    "trigger": ("trigger", "what starts it", "start", "starts when", "ausloser"),
    "inputs": ("input", "inputs", "what goes in", "eingang"),
    "outputs": ("output", "outputs", "result", "what comes out", "ergebnis"),
    "quality_bar": ("quality bar", "quality", "standard", "qualitat"),
    "acceptance_criteria": ("acceptance criteria", "acceptance", "done when", "definition of done", "abnahme"),
    "done_by": ("done by", "who", "owner", "person", "who does it today", "responsible", "wer"),
    "frequency": ("frequency", "how often", "period", "cadence", "haufigkeit"),
    "volume": ("volume", "count", "how many", "how many each time", "quantity", "number", "anzahl", "menge"),
    "minutes": ("minutes", "minutes each", "minutes for one", "handling time", "duration", "time", "min", "minuten"),
    "repetition": ("repetition", "repetitive", "how repetitive", "how repetitive 0 to 3"),
    "strategic": ("strategic", "how strategic", "how strategic 0 to 3", "strategy"),
}
_PLAIN: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "_": " ", "-": " ", "(": " ", ")": " ", ".": " "})


def plain(name: str) -> str:
    """A column's name in lower case, without punctuation and accents of German."""
    return " ".join(name.casefold().translate(_PLAIN).split())


def propose(header: Sequence[str]) -> dict[str, str]:
    """Field -> column, by the columns' names; a column is proposed once, and what nobody knows is left out."""
    found: dict[str, str] = {}
    named = {plain(column): column for column in reversed(header)}
    for field, aliases in _ALIASES.items():
        column = next((named[alias] for alias in aliases if alias in named), None)
        if column is not None and column not in found.values():
            found[field] = column
    return found

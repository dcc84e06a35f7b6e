"""A request as a program or a mail tells it, in the words of the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from workitems.forms.intake_fields import OWN, ZONE
from workitems.forms.intake_request import form_presets
from workitems.intake.due import read_time
from workitems.models import FieldKind
from workitems.queries.intake import FormParts

DUE: Final = "due_at"
_YES: Final = frozenset({"yes", "y", "true", "1", "ja"})
_NO: Final = frozenset({"no", "n", "false", "0", "nein"})
# What people write before a colon; labels of the form's own questions come on top.
_WORDS: Final = {
    "problem": "problem",
    "description": "problem",
    "outcome": "outcome",
    "desired outcome": "outcome",
    "expected outcome": "outcome",
    "known": "known",
    "what is known": "known",
    "steps": "steps",
    "instructions": "steps",
    "verification": "verification",
    "how it is verified": "verification",
    "criteria": "criteria",
    "acceptance criteria": "criteria",
    "checklist": "checklist",
    "due": DUE,
    "due date": DUE,
    "deadline": DUE,
    "priority": "priority",
    "kind": "item_type",
    "kind of request": "item_type",
}


def mail_labels(parts: FormParts) -> dict[str, str]:
    """What may begin a section of a mail, in lower case -> field: in English, the reader's language, own labels."""
    told = {
        "problem": _("Problem"),
        "outcome": _("Desired outcome"),
        "known": _("What is known"),
        "steps": _("Instructions"),
        "verification": _("How it is verified"),
        "criteria": _("Acceptance criteria"),
        "checklist": _("Checklist"),
        DUE: _("Due"),
        "priority": _("Priority"),
        "item_type": _("Kind of request"),
    }
    labels = _WORDS | {label.casefold(): name for name, label in told.items()}
    return labels | {" ".join(row.label.casefold().split()): f"{OWN}{row.key}" for row in parts.fields}


def request_data(told: Mapping[str, Any], *, parts: FormParts, preset: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """The data of a ``RequestForm``: what was ``told`` (field -> text or lines) over the pattern and the form's lists.

    Times may carry an offset or a zone; without one they are of ``zone``, the organization's.
    """
    given = {name: value for name, value in told.items() if value not in ("", None, [])}
    data: dict[str, Any] = {**form_presets(parts), **preset, **given}
    data.setdefault("due_zone", zone)
    _set_time(data, DUE, "due_zone", str(data["due_zone"]))
    for row in parts.fields:
        name = f"{OWN}{row.key}"
        if row.kind == FieldKind.DATETIME:
            data.setdefault(f"{name}{ZONE}", zone)
            _set_time(data, name, f"{name}{ZONE}", str(data[f"{name}{ZONE}"]))
        elif row.kind == FieldKind.YES_NO and name in data:
            data[name] = _yes_no(data[name])
        elif row.kind == FieldKind.CHOICE and name in data:
            data[name] = _chosen(str(data[name]), row.choices)
    if data.get("item_type"):
        data["item_type"] = _chosen(str(data["item_type"]), parts.form.item_types)
    return data


def _set_time(data: dict[str, Any], name: str, zone_name: str, zone: str) -> None:
    found = read_time(str(data.get(name) or ""), zone=zone)
    if found is not None:
        data[name], data[zone_name] = found


def _yes_no(value: Any) -> str:
    word = str(value).strip().casefold()
    return "yes" if word in _YES else "no" if word in _NO else word


def _chosen(value: str, choices: list[str]) -> str:
    """A choice by its words, whatever their case; unknown words stay, to be refused by name."""
    wanted = " ".join(value.casefold().split())
    return next((choice for choice in choices if " ".join(choice.casefold().split()) == wanted), value)

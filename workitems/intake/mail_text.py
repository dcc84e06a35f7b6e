"""A mail's text as the fields of a form: "Outcome: ..." begins the outcome, what stands before is the problem. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

PROBLEM: Final = "problem"
_LABEL: Final = re.compile(r"^\s*\**([^\W\d_][^:\n]{0,60}?)\**\s*:\**\s*(.*)$")
_REPLY: Final = re.compile(r"^\s*>|^-{2,}\s*(?:original|forwarded|ursprüngliche)", re.IGNORECASE)
_SIGNATURE: Final = "--"
_PREFIX: Final = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg)\s*:\s*)+", re.IGNORECASE)


def read_sections(text: str, labels: Mapping[str, str]) -> dict[str, str]:
    """Field -> text. ``labels`` maps what may stand before a colon, in lower case, to the field that it begins.

    A signature ("-- ") ends the mail; quoted lines are left out. A label that is not known is ordinary text.
    """
    found: dict[str, list[str]] = {}
    field = PROBLEM
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.rstrip() == _SIGNATURE:
            break
        if _REPLY.match(line):
            continue
        label = _LABEL.match(line)
        key = labels.get(" ".join(label[1].casefold().split())) if label else None
        if label and key:
            field = key
            line = label[2]  # noqa: PLW2901  # the rest of the line belongs to the field
        found.setdefault(field, []).append(line)
    told = {key: "\n".join(lines).strip() for key, lines in found.items()}
    return {key: value for key, value in told.items() if value}


def plain_subject(subject: str) -> str:
    """A subject without the marks of replies and forwards, on one line."""
    return " ".join(_PREFIX.sub("", " ".join(subject.split())).split())


def listed(text: str) -> list[str]:
    """The entries of a list written one a line, without bullets and numbers."""
    plain = (re.sub(r"^\s*(?:[-*\u2022\u2013]|\(?\d{1,2}[.)])\s+", "", line).strip() for line in text.splitlines())
    return [line for line in plain if line]

"""What changed from one version to the next, word by word. Pure.

Texts are compared as words; steps, assets and questions are first matched as wholes, then word by word, so that a new
step in the middle does not colour all that follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from procedures.content import TEXTS, Content, Step

_WORDS = re.compile(r"\s+|[^\s]+")


class Change(StrEnum):
    """What happened to a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share their fate."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a step of a section, as runs; ``change`` says when it is new or gone as a whole."""

    runs: tuple[Run, ...]
    change: Change = Change.SAME


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the content that differs, by its name in ``Content``."""

    name: str
    lines: tuple[Line, ...]


def words_between(old: str, new: str) -> tuple[Run, ...]:
    """The runs of words that stayed, went and came."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[Run] = []
    gone = come = ""
    for tag, i, j, k, m in [*SequenceMatcher(None, before, after, autojunk=False).get_opcodes(), ("end", 0, 0, 0, 0)]:
        was, now = "".join(before[i:j]), "".join(after[k:m])
        # A space between two changes belongs to both, so that a phrase is told as one.
        if tag in ("equal", "end") and (tag == "end" or was.strip() or not (gone or come)):
            runs += [Run(Change.REMOVED, gone)] if gone else []
            runs += [Run(Change.ADDED, come)] if come else []
            runs += [Run(Change.SAME, was)] if was else []
            gone = come = ""
        else:
            gone, come = gone + was, come + now
    return tuple(runs)


def lines_between(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    """The lines of both, matched as wholes first; a line that was rewritten is compared by words."""
    found: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Line((Run(Change.SAME, text),)) for text in old[i:j]]
            continue
        both = min(j - i, m - k)
        found += [Line(words_between(*pair)) for pair in zip(old[i : i + both], new[k : k + both], strict=True)]
        found += [Line((Run(Change.REMOVED, text),), Change.REMOVED) for text in old[i + both : j]]
        found += [Line((Run(Change.ADDED, text),), Change.ADDED) for text in new[k + both : m]]
    return tuple(found)


def difference(old: Content, new: Content) -> list[Section]:
    """The sections that differ, in the order in which a guide is read; equal contents have none."""
    before, after = _lines_of(old), _lines_of(new)
    return [Section(name, lines_between(before[name], after[name])) for name in before if before[name] != after[name]]


def _lines_of(content: Content) -> dict[str, list[str]]:
    texts = {name: str(getattr(content, name)).splitlines() for name in (*TEXTS, "url")}
    return {
        "background": texts["background"],
        "roles": texts["roles"],
        "purpose": texts["purpose"],
        "steps": [_step(step) for step in content.steps],
        "objective": texts["objective"],
        "dos": texts["dos"],
        "donts": texts["donts"],
        "body": texts["body"],
        "url": texts["url"],
        "assets": [f"{asset.title} \N{EN DASH} {asset.url}" for asset in content.assets],
        "quiz": [f"{each.text} \N{EN DASH} {each.right} ({', '.join(each.wrong)})" for each in content.quiz],
    }


def _step(step: Step) -> str:
    done = ": ".join(filter(None, (step.actor, step.action)))
    return f"{done} \N{EN DASH} {step.wording}" if step.wording else done

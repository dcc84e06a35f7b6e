"""The triage rubric: which kind of request gets which priority. Pure: no Django, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*\*?")


class Rule(Protocol):
    """A line of the rubric, such as a ``TriageRule``: ``item_type`` empty fits any, no ``words`` fit always."""

    @property
    def item_type(self) -> str: ...

    @property
    def words(self) -> Sequence[str]: ...

    @property
    def priority(self) -> str: ...


Fired = TypeVar("Fired")
AnyRule = TypeVar("AnyRule", bound=Rule)


@dataclass(frozen=True, slots=True)
class Match(Generic[Fired]):
    """The rule that fires, None when none does, its priority, and the entry of its words that stood there.

    ``priority`` is empty without a rule, ``word`` for one that takes everything.
    """

    rule: Fired | None = None
    priority: str = ""
    word: str = ""


def triage(rules: Iterable[AnyRule], *, title: str, description: str = "", item_type: str = "") -> Match[AnyRule]:
    """The first rule, in the order given, that fits a request.

    A rule fits when its type is the request's (case does not matter; empty fits any) and one entry of its words stands
    in title or description. Whole words are compared, without case; "sched*" fits every word that begins so; an entry
    of several words, such as "urgent meeting", fits when all of them stand there, in any order.
    """
    there = frozenset(_words(f"{title} {description}"))
    kind = item_type.strip().casefold()
    for rule in rules:
        if rule.item_type.strip() and rule.item_type.strip().casefold() != kind:
            continue
        if not any(_words(entry) for entry in rule.words):
            return Match(rule, rule.priority)
        found = next((entry for entry in rule.words if _stands(entry, there)), None)
        if found is not None:
            return Match(rule, rule.priority, found)
    return Match()


def _stands(entry: str, there: frozenset[str]) -> bool:
    asked = _words(entry)
    return bool(asked) and all(_one(word, there) for word in asked)


def _one(word: str, there: frozenset[str]) -> bool:
    if word.endswith("*"):
        return any(each.startswith(word[:-1]) for each in there)
    return word in there


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]

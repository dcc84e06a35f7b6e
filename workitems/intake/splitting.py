"""One task per request: seeing that a request lists several, and proposing the split. Pure.

A proposal is a question to a person, never an act: so it rather asks once too often than hides a second task, but what
is plainly one ("salt and pepper", numbered facts) is left alone. Steps are never looked at: one task has many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MOST_PARTS: Final = 20
_LEAST: Final = 2
_ORDERS: Final = """
add adjust analyse analyze answer apply approve archive arrange ask assign audit back book build buy calculate
call cancel change check clean clear close collect compare configure connect contact convert copy correct
create delete deliver design disable document download draft edit email enable enter escalate export file fill
find fix format forward gather get give grant import inform install investigate invite invoice link list load
look make map match measure merge migrate monitor move notify open order organise organize pay plan post
prepare print process procure provide publish purchase put reconcile record refund register reject release
remind remove rename renew reorder repair replace reply report request reschedule research reserve reset
resolve restart restore return review revoke rewrite run scan schedule search send set setup share ship sort
split submit summarise summarize switch tag test train transcribe transfer translate trim turn update upgrade
upload verify wipe write
"""
_VERBS: Final = frozenset(_ORDERS.split())
_POLITE: Final = re.compile(r"^(?:please|pls|kindly|also|then|and|next|finally|bitte|dann|und)[,\s]+", re.IGNORECASE)
_ITEM: Final = re.compile(r"^\s*(?:[-*\u2022\u2013]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(\S.*)$")
_JOINT: Final = re.compile(r"\s*(?:;|\s\+\s|,?\s+(?:and then|and also|and|then|as well as|und)\s+)\s*", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD: Final = re.compile(r"[^\W\d_]+")
# "Passwort zurücksetzen": in German the verb stands last, in its basic form.
_INFINITIVE: Final = re.compile(r"(?:[^\W\d_]{3,}(?:en|ern|eln))$")


@dataclass(frozen=True, slots=True)
class Split:
    """The tasks that a request seems to list, in its order; ``where`` is the field that lists them."""

    parts: tuple[str, ...]
    where: str


def propose_split(*, title: str, description: str = "", outcome: str = "") -> Split | None:
    """Two tasks or more, when title, outcome or description list them; None when it looks like one.

    - a title of which every part, between "and", ";" or "+", begins with a verb;
    - numbered or bulleted lines in the outcome, or in the description when two or more begin with a verb;
    - two or more sentences of the description that begin with a verb.
    """
    for where, found in (
        ("title", _in_title(title)),
        ("outcome", _lines(outcome)),
        ("description", [line for line in _lines(description) if _is_order(line)]),
        ("description", _sentences(description)),
    ):
        parts = tuple(dict.fromkeys(_tidy(part) for part in found))[:MOST_PARTS]
        if len(parts) >= _LEAST:
            return Split(parts, where)
    return None


def _in_title(title: str) -> list[str]:
    parts = [part for part in _JOINT.split(title.strip()) if part.strip()]
    return parts if len(parts) >= _LEAST and all(_is_order(part) for part in parts) else []


def _lines(text: str) -> list[str]:
    """The lines of a list, each with what is indented or runs on below it."""
    found: list[str] = []
    in_list = False
    for line in text.splitlines():
        if item := _ITEM.match(line):
            found.append(item[1])
            in_list = True
        elif in_list and line.strip() and line[:1].isspace():
            found[-1] = f"{found[-1]} {line.strip()}"
        else:
            in_list = False
    return found


def _sentences(text: str) -> list[str]:
    plain = "\n".join(line for line in text.splitlines() if not _ITEM.match(line))
    return [sentence for sentence in _SENTENCE.split(plain) if _is_order(sentence) and len(_WORD.findall(sentence)) > 1]


def _is_order(text: str) -> bool:
    """Whether a text tells somebody to do something."""
    words = _WORD.findall(_POLITE.sub("", text.strip()))
    if len(words) < _LEAST:
        return False
    return words[0].casefold() in _VERBS or (words[0][0].isupper() and bool(_INFINITIVE.search(words[-1])))


def _tidy(text: str) -> str:
    """A part as a title: without courtesies and full stop, with a capital."""
    plain = _POLITE.sub("", " ".join(text.split())).rstrip(" .;,!")
    return plain[:1].upper() + plain[1:]

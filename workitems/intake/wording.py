"""Whether a request says enough: its title, the description behind it, the outcome wanted. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

LEAST_TITLE_WORDS: Final = 3
LEAST_TELLING_WORDS: Final = 2
LEAST_DESCRIPTION_WORDS: Final = 8
LEAST_OUTCOME_WORDS: Final = 3
_WORD: Final = re.compile(r"[\w'\u2019.-]*\w")
# Languages that write without spaces: two signs say about as much as a word.
_SIGNS: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENGLISH: Final = (
    "a an the this that it its my our your is are be was does do done not no isn't doesn't won't can't cannot"
    " and or of to in on at for with from again still now soon today asap urgent urgently please pls kindly quick"
    " quickly help need needs want fix repair check look handle update change make do sort solve resolve problem"
    " problems issue issues error errors bug bugs question request task ticket thing things something stuff everything"
    " working work works broken down wrong bad"
)
_GERMAN: Final = (
    "der die das ein eine einen dem den des ist sind nicht kein keine und oder bitte dringend schnell hilfe problem"
    " probleme fehler frage anfrage aufgabe sache etwas alles kaputt geht funktioniert prüfen beheben machen ändern mal"
)
_EMPTY: Final = frozenset(f"{_ENGLISH} {_GERMAN}".split())


class Fault(StrEnum):
    """What a request lacks."""

    TITLE_MISSING = "title_missing"
    TITLE_VAGUE = "title_vague"
    DESCRIPTION_MISSING = "description_missing"
    DESCRIPTION_SHORT = "description_short"
    DESCRIPTION_REPEATS = "description_repeats"
    OUTCOME_MISSING = "outcome_missing"
    OUTCOME_SHORT = "outcome_short"


def title_fault(title: str) -> Fault | None:
    """A good title has three words or more, two of which name something: what, where, or what is wrong.

    "Fix the router" names one thing and says nothing about it; so do "Router broken again" and "Help, urgent problem".
    """
    found = _words(title)
    if not found:
        return Fault.TITLE_MISSING
    telling = {word.casefold() for word in found} - _EMPTY
    if _SIGNS.search(title):
        return None if weight(title) >= LEAST_TITLE_WORDS else Fault.TITLE_VAGUE
    enough = len(found) >= LEAST_TITLE_WORDS and len(telling) >= LEAST_TELLING_WORDS
    return None if enough else Fault.TITLE_VAGUE


def description_fault(description: str, *, title: str) -> Fault | None:
    """A description has eight words or more and says something that the title does not."""
    if not _words(description):
        return Fault.DESCRIPTION_MISSING
    if weight(description) < LEAST_DESCRIPTION_WORDS:
        return Fault.DESCRIPTION_SHORT
    told, named = ({word.casefold() for word in _words(text)} for text in (description, title))
    return Fault.DESCRIPTION_REPEATS if not _SIGNS.search(description) and told <= named else None


def outcome_fault(outcome: str) -> Fault | None:
    """An outcome has three words or more: "Done" or "Fixed" cannot be checked."""
    if not _words(outcome):
        return Fault.OUTCOME_MISSING
    return None if weight(outcome) >= LEAST_OUTCOME_WORDS else Fault.OUTCOME_SHORT


def weight(text: str) -> float:
    """How many words a text has; where words are not parted, two signs count as one."""
    signs = len(_SIGNS.findall(text))
    return len(_words(_SIGNS.sub(" ", text))) + signs / 2


def _words(text: str) -> list[str]:
    return _WORD.findall(text)

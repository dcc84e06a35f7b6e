"""Names of columns as people write them, brought to a form in which they can be compared. Pure."""

import re
import unicodedata
from typing import Final

from foundation.inbox.values.durations import DurationUnit

_CAMEL: Final = re.compile(r"(?<=[a-z0-9äöüß])(?=[A-ZÄÖÜ])|(?<=[A-ZÄÖÜ])(?=[A-ZÄÖÜ][a-zäöüß]{2})")
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "#": " number "})
_SHORT: Final = {"nr": "number", "num": "number", "prio": "priority", "cust": "customer"}
_NO: Final = "no"  # at the end of a name it stands for number, except in "yes/no"
# A name that says what a row is says nothing about the column.
_ROWS: Final = frozenset(
    {"ticket", "case", "incident", "request", "issue", "task", "item", "work", "record", "vorgang"}
)
ROW_WORDS: Final = _ROWS | {"custom", "field", "sys"}
_AT: Final = frozenset({"datetime", "timestamp", "at", "on", "zeitpunkt", "am", "um"})
_DATE: Final = frozenset({"date", "datum"})
_TIME: Final = frozenset({"time", "zeit", "uhrzeit"})
_ZONES: Final = frozenset({"utc", "gmt", "cet", "cest", "local"})
DATE_WORDS: Final = _AT | _DATE | _TIME | _ZONES
UNITS: Final = {
    **dict.fromkeys(("hours", "hour", "hrs", "hr", "h", "std", "stunden", "stunde"), DurationUnit.HOURS),
    **dict.fromkeys(("minutes", "minute", "mins", "min", "minuten"), DurationUnit.MINUTES),
    **dict.fromkeys(("seconds", "second", "secs", "sec", "sekunden"), DurationUnit.SECONDS),
}
_OF_UNITS: Final = frozenset({*UNITS, "in"})
_OF_MONEY: Final = frozenset({"eur", "euro", "usd", "dollar", "gbp", "chf", "in"})


def plain(name: str) -> str:
    """Lower case, words apart by one space, no punctuation: "createdAt", "Created_at" and "CREATED AT" are one.

    Accents are gone, umlauts written out; "#", "No." and "Nr." at the end are "number".
    """
    text = _CAMEL.sub(" ", name).casefold().translate(_GERMAN)
    text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    words = "".join(each if each.isalnum() else " " for each in text).split()
    if words[-1:] == [_NO] and words[-2:-1] != ["yes"]:
        words[-1] = "number"
    return " ".join(_SHORT.get(word, word) for word in words)


def without_row_words(name: str) -> str:
    """A plain name without what says that it is of a ticket, unless nothing else is left."""
    words = name.split()
    while len(words) > 1 and words[0] in ROW_WORDS:
        del words[0]
    return " ".join(words)


def without_date_words(name: str) -> str:
    """A plain name without what says that it is a date; may be empty."""
    return " ".join(word for word in name.split() if word not in DATE_WORDS)


def may_be_duration(name: str, alias: str) -> bool:
    """Whether "resolution time" would be taken for "resolution date": the one may be a length of time."""
    words, others = frozenset(name.split()), frozenset(alias.split())
    return bool(words & _TIME) and not words & (_DATE | _AT) and bool(others & _DATE) and not others & (_TIME | _AT)


def without_units(name: str) -> str:
    """A plain name without the unit that its numbers count."""
    return " ".join(word for word in name.split() if word not in _OF_UNITS)


def without_currency(name: str) -> str:
    """A plain name without the money that its amounts are in."""
    return " ".join(word for word in name.split() if word not in _OF_MONEY)


def unit_in(name: str) -> DurationUnit | None:
    """The unit that a plain name says its numbers count, if it says one."""
    found = {UNITS[word] for word in name.split() if word in UNITS}
    return found.pop() if len(found) == 1 else None

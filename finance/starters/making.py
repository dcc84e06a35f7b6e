"""Makes the first draft of a case from a starter and what the workspace knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from finance.case import Case, Document, Driver, Line, Option, OptionNote, Source, SourceKind, Way
from finance.starters import lines
from finance.starters.drivers import THUMBS
from finance.starters.known import Known

MONTHS: Final = 36


class Starter(models.TextChoices):
    """What a case may start from."""

    SHARED_DESK = "shared_desk", gettext_lazy("Shared desk: a part of a desk that works for several")
    AUGMENTATION = "augmentation", gettext_lazy("Augmentation: the vendor's people under your lead")
    MANAGED_SERVICE = "managed_service", gettext_lazy("Managed service: a price for each unit")
    HIRING = "hiring", gettext_lazy("Instead of hiring: nobody does it today")


@dataclass(frozen=True, slots=True)
class _Way:
    name: Callable[[], str]
    lines: Callable[[int], tuple[Line, ...]]


_WAYS: Final[dict[Way, _Way]] = {
    Way.SHARED_DESK: _Way(lambda: _("Shared desk"), lines.shared_desk),
    Way.AUGMENTATION: _Way(lambda: _("Staff augmentation"), lines.augmentation),
    Way.MANAGED_SERVICE: _Way(lambda: _("Managed service"), lines.managed_service),
}
# The way that is asked for, then the one it is held against.
_ALTERNATIVES: Final[dict[str, tuple[Way, Way]]] = {
    Starter.SHARED_DESK: (Way.SHARED_DESK, Way.AUGMENTATION),
    Starter.AUGMENTATION: (Way.AUGMENTATION, Way.SHARED_DESK),
    Starter.MANAGED_SERVICE: (Way.MANAGED_SERVICE, Way.AUGMENTATION),
    Starter.HIRING: (Way.MANAGED_SERVICE, Way.SHARED_DESK),
}


def start(
    starter: str,
    *,
    currency: str,
    discount_rate: Decimal,
    counts_non_cash: bool,
    known: Mapping[str, Known],
    today: date,
    seed: int,
) -> Document:
    """The first draft: three options (two without an option of today), month 1 begins with the next month."""
    ways = _ALTERNATIVES[starter]
    has_today = starter != Starter.HIRING
    options = [_option(way, extra=lines.overlap() if has_today else lines.avoided()) for way in ways]
    if has_today:
        options.insert(0, Option("today", _("Today: own team"), lines.today()))
    keys = _used(options)
    label = str(Starter(starter).label).partition(":")[0]
    source = Source(SourceKind.TEMPLATE, label, today)
    drivers = tuple(_driver(key, currency, known) for key in THUMBS if key in keys)
    case = Case(
        months=MONTHS,
        currency=currency,
        discount_rate=discount_rate,
        drivers=drivers,
        options=tuple(options),
        baseline="today" if has_today else "",
        volume="volume",
        growth="growth",
        ramp="ramp",
        counts_non_cash=counts_non_cash,
    )
    return Document(
        case,
        start_date=_next_month(today),
        preferred=ways[0].value,
        seed=seed,
        sources={each.key: known[each.key].source if each.key in known else source for each in drivers},
        notes={
            option.key: OptionNote(Way.OWN_TEAM if option.key == "today" else Way(option.key)) for option in options
        },
    )


def option_of(way: Way, key: str, name: str, months: int) -> tuple[Option, tuple[str, ...]]:
    """A further option with the lines of its way, and the keys of the drivers that these need."""
    made = _WAYS[way].lines(months) if way in _WAYS else ()
    option = Option(key, name, made)
    return option, tuple(
        key for key in THUMBS if key in {each for line in made for each in (*line.drivers, line.index)}
    )


def thumb_driver(key: str, currency: str) -> Driver:
    """A driver of the starters with its rule of thumb."""
    return THUMBS[key].driver(key, currency, _("Rule of thumb: put your own number here"))


def _option(way: Way, extra: tuple[Line, ...]) -> Option:
    return Option(way.value, _WAYS[way].name(), (*_WAYS[way].lines(MONTHS), *extra))


def _used(options: list[Option]) -> set[str]:
    every = [line for option in options for line in option.lines]
    return {"volume", "growth", "ramp"} | {key for line in every for key in (*line.drivers, line.index)}


def _driver(key: str, currency: str, known: Mapping[str, Known]) -> Driver:
    driver = thumb_driver(key, currency)
    if (found := known.get(key)) is None:
        return driver
    return replace(driver, low=found.low, base=found.base, high=found.high, grade=found.grade, basis=found.basis)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)

"""The six starter templates, as plain data."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from engagements.patterns.builtin import (
    admin_assistance,
    after_hours_support,
    content_formatting,
    customer_service,
    data_hygiene,
    intake,
    invoice_matching,
    procedures,
)
from engagements.patterns.wording import Text


class Starter(NamedTuple):
    """A template that comes with the product; ``key`` names it in addresses and never changes."""

    key: str
    name: Text
    description: Text
    icon: str
    content: dict[str, Any]


STARTERS: Final = tuple(
    Starter(
        module.KEY,
        module.NAME,
        module.DESCRIPTION,
        module.ICON,
        {"format": 1, **module.CONTENT, **procedures.OF[module.KEY], **intake.OF[module.KEY]},
    )
    for module in (
        after_hours_support,
        invoice_matching,
        admin_assistance,
        customer_service,
        data_hygiene,
        content_formatting,
    )
)


def starter_of(key: str) -> Starter | None:
    """The starter template of a key."""
    return next((each for each in STARTERS if each.key == key), None)

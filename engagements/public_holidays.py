"""Public holidays of a country, to fill a calendar with. Pure: a table of the ``holidays`` library, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import holidays

from foundation.accounts.countries import countries

FIRST_YEAR = 1990
LAST_YEAR = 2100
MOST_YEARS = 15
LANGUAGE = "en_US"
__all__ = ["UnknownRegionError", "countries", "public_holidays", "regions"]


class UnknownRegionError(ValueError):
    """A region that the country does not have; ``known`` lists those it has."""

    def __init__(self, known: list[str]) -> None:
        self.known = known
        super().__init__(f"known regions: {', '.join(known)}")


def regions(country: str) -> list[str]:
    """Codes of the regions of a country that have holidays of their own; empty for an unknown country."""
    return list(holidays.list_supported_countries(include_aliases=False).get(country, []))


def public_holidays(country: str, region: str, first_year: int, last_year: int) -> Mapping[date, str]:
    """Dates and names (English where there are English ones) of the years ``first_year`` to ``last_year``.

    Raises:
        UnknownRegionError: for a region that the country does not have.
    """
    known = regions(country)
    if region and region not in known:
        raise UnknownRegionError(known)
    years = range(first_year, last_year + 1)
    # unless told, the names follow the locale of the process, which a bare machine lacks
    found = holidays.country_holidays(country, subdiv=region or None, years=years, language=LANGUAGE)
    return dict(sorted(found.items()))

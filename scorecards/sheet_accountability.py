"""How the client did its part, as page, portal and PDF show it: read from the sealed document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models.rhythm import BEST
from engagements.pulse_months import one_digit

NOTHING: Final = "\N{EN DASH}"


class Figure(NamedTuple):
    """One figure in words: what it is, its value, and what it was counted from."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Accountability:
    """The client's side of the week: numerators and denominators as they were sealed."""

    answered: int
    asked: int
    weeks: int
    paid: int
    due: int
    months: int
    rating: Decimal | None
    people: int
    month: date | None

    @classmethod
    def read(cls, data: Mapping[str, Any] | None) -> Accountability | None:
        """From the document; None in documents that were sealed before there was this part, and for the own team."""
        if data is None:
            return None
        answers, payment, rating = data["answers"], data["payment"], data["rating"]
        return cls(
            answered=answers["met"],
            asked=answers["decided"],
            weeks=answers["weeks"],
            paid=payment["in_time"],
            due=payment["due"],
            months=payment["months"],
            rating=None if rating["mean"] is None else Decimal(rating["mean"]),
            people=rating["people"],
            month=date.fromisoformat(rating["month"]) if rating["month"] else None,
        )

    @property
    def figures(self) -> list[Figure]:
        """The three figures; no data is a dash, and says so."""
        return [
            Figure(
                _("Questions answered in time"),
                share(self.answered, self.asked),
                _("%(part)d of %(whole)d, %(weeks)d weeks")
                % {"part": self.answered, "whole": self.asked, "weeks": self.weeks}
                if self.asked
                else _("no question fell due in %(weeks)d weeks") % {"weeks": self.weeks},
            ),
            Figure(
                _("Invoices paid by the due date"),
                share(self.paid, self.due),
                _("%(part)d of %(whole)d, %(months)d months")
                % {"part": self.paid, "whole": self.due, "months": self.months}
                if self.due
                else _("no invoice fell due in %(months)d months") % {"months": self.months},
            ),
            self._rating(),
        ]

    def _rating(self) -> Figure:
        label = _("Rated by the partner")
        if self.rating is None or self.month is None:
            return Figure(label, NOTHING, _("nobody has answered a monthly pulse yet"))
        note = ngettext("%(people)d answer, %(month)s", "%(people)d answers, %(month)s", self.people)
        words = {"people": self.people, "month": date_format(self.month, "F Y")}
        value = _("%(score)s of %(best)d") % {"score": number_format(one_digit(self.rating), 1), "best": BEST}
        return Figure(label, value, note % words)


def share(part: int, whole: int) -> str:
    """In whole percents, never rounded up to 100; a dash without a whole."""
    if not whole:
        return NOTHING
    return "100 %" if part == whole else f"{min(99, round(Decimal(100 * part) / whole))} %"

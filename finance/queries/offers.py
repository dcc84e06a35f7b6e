"""What the chosen offer of an engagement says of the drivers of a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import F
from django.utils.translation import gettext as _

from engagements.models import Engagement
from finance.case import SourceKind
from finance.starters.known import Known, told_by
from sourcing.models import Basis, Offer, OfferPrice

_CENT: Final = Decimal("0.01")
_DRIVERS: Final = {Basis.MONTHLY: "fee", Basis.ONCE: "transition"}


def offered(engagement: Engagement, *, currency: str, today: date) -> dict[str, Known]:
    """The prices of the vendor that the newest decided selection chose, when they are in the case's currency.

    What falls monthly is the fee, what falls once the transition; a price for each unit is one only where the offer has
    a single one. Money in `currency`, to the cent.
    """
    offer = (
        Offer.objects.filter(
            brief__selection__engagement=engagement,
            brief__selection__decided_at__isnull=False,
            brief__currency=currency,
            vendor=F("brief__selection__chosen"),
        )
        .select_related("vendor", "brief")
        .order_by("-brief__selection__decided_at")
        .first()
    )
    if offer is None:
        return {}
    prices = list(OfferPrice.objects.filter(offer=offer).select_related("line"))
    return told_by(
        SourceKind.OFFER,
        label=f"{offer.vendor}: {offer.brief}",
        ref=str(offer.pk),
        on=today,
        basis=_("Offer that was chosen, over %(months)s months") % {"months": offer.brief.months},
        numbers={key: (amount, amount, amount) for key, amount in _numbers(prices)},
    )


def _numbers(prices: list[OfferPrice]) -> Iterator[tuple[str, Decimal]]:
    for basis, driver in _DRIVERS.items():
        amounts = [each.amount for each in prices if each.line.basis == basis]
        if amounts:
            yield driver, sum(amounts, Decimal(0)).quantize(_CENT, ROUND_HALF_UP)
    units = [each.amount for each in prices if each.line.basis == Basis.UNIT]
    if len(units) == 1:
        yield "unit_price", units[0].quantize(_CENT, ROUND_HALF_UP)

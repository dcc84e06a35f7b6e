"""The workspace's limits from which on a contract needs a pilot."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.templatetags.agreements import money
from pilots.contract import Bond, Limits, needs_pilot
from pilots.models import PilotPolicy


def policy() -> PilotPolicy:
    """What was set, else the default, not saved."""
    return PilotPolicy.objects.first() or PilotPolicy()


def limits() -> Limits:
    """The policy as limits."""
    found = policy()
    return Limits(found.term_months, found.commitment, found.currency)


def why_pilot_first(months: int, amount: Decimal, currency: str) -> str:
    """Why a contract of so many months and so much money needs a pilot first: the limits that hold; "" for none."""
    held = limits()
    if not needs_pilot(Bond(months, amount, currency), held):
        return ""
    words: dict[str, object] = {"n": held.months}
    if held.amount is None:
        text = ngettext(
            "A contract over more than %(n)d month needs a pilot first that was decided to scale.",
            "A contract over more than %(n)d months needs a pilot first that was decided to scale.",
            held.months,
        )
    else:
        words["amount"] = money(held.amount, held.currency)
        text = _(
            "A contract over more than %(n)d months, or for more than %(amount)s, needs a pilot first that was decided"
            " to scale."
        )
    return text % words

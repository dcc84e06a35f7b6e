"""How money, shares and days of invoices are written, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagements.templatetags.agreements import NO_BREAK, amount
from engagements.templatetags.agreements import money as with_currency
from finance.actuals.payment import Age, PromptPayment, Share
from finance.case import Category
from finance.words import CATEGORIES
from finance.words import money as whole_money

register = template.Library()
DASH: Final = "\N{EN DASH}"
BAND_LABELS: Final = (
    gettext_lazy("Not yet due"),
    gettext_lazy("1 to 30 days late"),
    gettext_lazy("31 to 60"),
    gettext_lazy("61 to 90"),
    gettext_lazy("Over 90"),
)


@register.simple_tag
def money_of(value: Decimal | None, currency: str) -> str:
    """An amount with its currency ("" where a column's head names it); nothing is a dash."""
    if value is None:
        return DASH
    return with_currency(Decimal(value), currency).strip() if currency else amount(Decimal(value), "money")


@register.simple_tag
def share_of(share: Share) -> str:
    """A share in percent with one place, never rounded across 100: ``99.9 %``; without a whole a dash."""
    return percent_text(share.percent)


@register.filter
def percent_text(value: Decimal | None) -> str:
    """A percentage with one place; a share below 100 is never shown as 100."""
    if value is None:
        return DASH
    shown = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if shown >= 100 > value:  # noqa: PLR2004 - percent
        shown = Decimal("99.9")
    return f"{number_format(shown, 1)}{NO_BREAK}%"


@register.simple_tag
def paid_amounts(paid: PromptPayment) -> str:
    """The same by amount, currency by currency: ``98.2 % of 240,000 EUR``."""
    return ", ".join(
        _("%(share)s of %(whole)s") % {"share": share_of(share), "whole": whole_money(share.whole, currency)}
        for currency, share in paid.by_amount.items()
    )


@register.simple_tag
def overdue_words(age: Age) -> str:
    """How many of the open invoices are overdue."""
    late = sum(age.counts[1:])
    if not late:
        return _("none overdue")
    return ngettext("%(n)d overdue", "%(n)d overdue", late) % {"n": late}


@register.filter
def bands(age: Age) -> list[tuple[str, int, str]]:
    """Label, number and amount of each band."""
    return [
        (str(label), count, money_of(sum_, ""))
        for label, count, sum_ in zip(BAND_LABELS, age.counts, age.amounts, strict=True)
    ]


@register.simple_tag
def line_word(key: str) -> str:
    """What a cost line is called: a category by its word, a line of a case by its key."""
    return str(CATEGORIES[Category(key)]) if key in set(Category) else key


@register.filter
def day_before(day: date) -> date:
    """The last day of a half-open time."""
    return day - timedelta(days=1)


@register.filter
def plain_number(value: Decimal) -> str:
    """A number without the zeros that say nothing."""
    shown = value.normalize()
    return number_format(shown, max(0, -int(shown.as_tuple().exponent)), force_grouping=True)

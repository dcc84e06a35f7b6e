"""Figures of business cases in templates."""

from __future__ import annotations

from decimal import Decimal

from django import template

from finance import words
from finance.case import Category

register = template.Library()


@register.filter
def whole_money(value: Decimal, currency: str) -> str:
    """An amount to the whole unit: ``92,000 EUR``."""
    return words.money(value, currency)


@register.filter
def share(value: Decimal) -> str:
    """A fraction in hundredths: ``9 %``."""
    return f"{words.number(value * 100)}{words.NO_BREAK}%"


@register.filter
def category_word(category: Category) -> str:
    """What a line is about."""
    return str(words.CATEGORIES[category])

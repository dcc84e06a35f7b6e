"""Figures of a difference in a template: ``{% load scorecards %}{% figure row.before row.unit %}``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _

from scorecards.headlines import shown
from scorecards.paper import whole_words
from scorecards.sheet_lines import NOTHING, plain

register = template.Library()


@register.filter
def clipped(text: str, letters: float) -> str:
    """As many whole words of a text as fit, with an ellipsis where something is left out."""
    return whole_words(str(text), int(letters))


@register.simple_tag
def figure(side: Mapping[str, Any] | None, unit: str) -> str:
    """One side of a difference: the value with its parts, a dash for none."""
    if not side or side["value"] is None:
        return NOTHING
    value = shown(Decimal(side["value"]), unit)
    if unit != "percent" or not (side["numerator"] and side["denominator"]):
        return value
    parts = {"part": plain(Decimal(side["numerator"])), "whole": plain(Decimal(side["denominator"]))}
    return f"{value} ({_('%(part)s of %(whole)s') % parts})"

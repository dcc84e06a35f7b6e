"""How the details of an audit event read."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()
PAIR = 2


@register.filter
def detail(value: Any) -> str:
    """A value of an event's data as people read it: a pair is a change from one to the other, emptiness has a word."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, list):
        return (" → " if len(value) == PAIR else ", ").join(detail(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {detail(part)}" for name, part in value.items())
    return str(value)


@register.filter
def pairs(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """The names and values of an event's data; a template's ``data.items`` would find a detail named "items" first."""
    return list(data.items())

"""Words of briefs and selections that stand as keys in what was sealed."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from sourcing.models import Group

register = template.Library()
WORK: Final = {
    "trigger": _("Begins with"),
    "inputs": _("Comes in"),
    "outputs": _("Goes out"),
    "quality_bar": _("Good means"),
    "acceptance_criteria": _("Accepted when"),
}


@register.filter
def exact(value: Decimal) -> str:
    """A price with every digit that it has, cents whole: ``4,300``, ``2.10``, ``0.0125``."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return number_format(value, 2 if places == 1 else places, force_grouping=True)


@register.simple_tag
def work_label(key: str) -> str:
    """What a fact about the work is called."""
    return str(WORK.get(key, key))


@register.simple_tag
def group_label(key: str) -> str:
    """What a group of criteria is called."""
    return str(Group(key).label) if key in Group.values else key

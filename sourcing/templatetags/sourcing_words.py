"""Words of briefs and selections that stand as keys in what was sealed."""

from __future__ import annotations

from typing import Final

from django import template
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


@register.simple_tag
def work_label(key: str) -> str:
    """What a fact about the work is called."""
    return str(WORK.get(key, key))


@register.simple_tag
def group_label(key: str) -> str:
    """What a group of criteria is called."""
    return str(Group(key).label) if key in Group.values else key

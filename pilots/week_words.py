"""The words of a weekly retrospective, from its facts: one line each, in the language of whoever it is written for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pilots.models import Kind
from pilots.words import figure

NOTHING_WELL: Final = gettext_lazy("Nothing of what is measured went well this week.")
NOTHING_BADLY: Final = gettext_lazy("Nothing of what is measured went badly this week.")


def went_well(facts: dict[str, Any]) -> str:
    """Criteria whose week was on the right side of the threshold, and what was done."""
    lines = [_line(each) for each in facts["criteria"] if each["met"] is True]
    lines += [_("Done: %(title)s.") % {"title": title} for title in facts["closed"]]
    return "\n".join(lines) or str(NOTHING_WELL)


def went_badly(facts: dict[str, Any]) -> str:
    """Criteria on the wrong side, those without data, triggers that fired, actions that are late."""
    lines = list(facts["fired"])
    lines += [_line(each) for each in facts["criteria"] if each["met"] is False]
    lines += [_("%(name)s: no data.") % each for each in facts["criteria"] if each["met"] is None]
    late = [each["title"] for each in facts["carried"] if each["late"]]
    if late:
        words = ngettext("%(n)d action is late: %(titles)s.", "%(n)d actions are late: %(titles)s.", len(late))
        lines.append(words % {"n": len(late), "titles": "; ".join(late)})
    return "\n".join(lines) or str(NOTHING_BADLY)


def _line(each: dict[str, Any]) -> str:
    words = {"name": each["name"], "value": figure(Decimal(each["value"]), each["unit"]), "n": each["n"]}
    if each["kind"] == Kind.PERCENTILE:
        return _("%(name)s: %(value)s within the threshold (n %(n)d).") % words
    return _("%(name)s: %(value)s (n %(n)d).") % words

"""How guides are written on a page: prose, differences in words, days."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures.adoption import DAY, Adoption
from procedures.content import AssetKind
from procedures.prose import Block, Shape, blocks

register = template.Library()
BREAK = SafeString("<br>")
SECTIONS = {
    "background": gettext_lazy("Background"),
    "roles": gettext_lazy("Roles"),
    "purpose": gettext_lazy("Purpose"),
    "steps": gettext_lazy("Steps"),
    "objective": gettext_lazy("The ending"),
    "dos": gettext_lazy("Do"),
    "donts": gettext_lazy("Do not"),
    "body": gettext_lazy("Text"),
    "url": gettext_lazy("Where it is kept"),
    "assets": gettext_lazy("To look at"),
    "quiz": gettext_lazy("Quiz"),
}


@register.filter
def prose(text: str) -> SafeString:
    """Plain text as paragraphs and lists."""
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks(text)))


@register.filter
def section(name: str) -> str:
    """What a part of a guide is called."""
    return str(SECTIONS[name])


@register.filter
def lag(taken: Adoption) -> str:
    """The adoption lag: ``3.5 days``, or that fewer than half have acknowledged."""
    return _("not yet") if taken.lag is None else in_days(taken.lag)


@register.filter
def in_days(time: timedelta) -> str:
    """A time in days, to one decimal."""
    days = round(time / DAY, 1)
    return ngettext("%(days)s day", "%(days)s days", 1 if days == 1 else 2) % {"days": number_format(days, 1)}


@register.filter
def asset_kind(kind: str) -> str:
    """What an asset is."""
    names = {
        AssetKind.DOCUMENT: _("Document"),
        AssetKind.VIDEO: _("Video"),
        AssetKind.TEMPLATE: _("Template"),
        AssetKind.OUTLINE: _("Outline"),
        AssetKind.LINK: _("Link"),
    }
    return names.get(AssetKind(kind), "") if kind in set(AssetKind) else ""


def _block(block: Block) -> SafeString:
    if block.shape == Shape.PARAGRAPH:
        return format_html("<p>{}</p>", format_html_join(BREAK, "{}", ((line,) for line in block.lines)))
    items = format_html_join("", "<li>{}</li>", ((line,) for line in block.lines))
    return format_html("<ul>{}</ul>" if block.shape == Shape.BULLETS else "<ol>{}</ol>", items)

"""The home page put together."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.queries.conversations import WEEKS as ANSWER_WEEKS
from foundation.accounts.models import Membership
from foundation.accounts.roles import Permission
from outsourcing.home.agenda import agenda
from outsourcing.home.facts import Facts, read_facts
from outsourcing.home.need import Link
from outsourcing.home.needs import needs
from outsourcing.home.rows import VIEWS, rows
from outsourcing.home.tiles import tiles
from scorecards.models.cards import CardState

FIRST = 4
"""Needs shown at once; the rest opens below."""
EVENTS = 5


def home_page(membership: Membership, *, view: str, now: datetime) -> dict[str, Any]:
    """The context of ``outsourcing/home.html``; ``view`` is one of ``rows.VIEWS``, anything else is the first."""
    organization = membership.organization
    link = linker(organization.slug)
    facts = read_facts(organization, now=now)
    if not facts.engagements:
        return {
            "is_empty": True,
            "may_import": membership.may(Permission.IMPORT_ITEMS),
            "may_add_sample": membership.may(Permission.MANAGE_WORKSPACE),
        }
    chosen = view if view in VIEWS else VIEWS[0]
    found = needs(facts, membership, link)
    events = agenda(facts, link)
    frozen = sum(each.card.state == CardState.FROZEN for each in facts.cards.values())
    return {
        "headline": _headline(len(found)),
        "week": facts.week,
        "with_data": facts.counts[facts.week.key].with_data if facts.week.key in facts.counts else 0,
        "whole": len(facts.engagements),
        "tiles": tiles(facts, link),
        "needs": found[:FIRST],
        "more_needs": found[FIRST:],
        "need_count": len(found),
        "answers": facts.answers,
        "answer_weeks": ANSWER_WEEKS,
        "events": events[:EVENTS],
        "rows": rows(facts, chosen, membership.user_id),
        "views": _views(chosen, link),
        "view": chosen,
        "to_issue": frozen if membership.may(Permission.ISSUE_SCORECARD) else 0,
        "may_edit": membership.may(Permission.EDIT_AGREEMENTS),
        "zone_differs": _zone_differs(facts, membership),
    }


def linker(slug: str) -> Link:
    """Makes addresses inside a workspace: ``link("app:name", *args, **query)``."""

    def link(name: str, *args: object, **query: object) -> str:
        address = reverse(name, args=[slug, *args])
        return f"{address}?{urlencode(query)}" if query else address

    return link


def _headline(count: int) -> str:
    if not count:
        return _("Nothing needs you today")
    return ngettext("%(count)d thing needs you today", "%(count)d things need you today", count) % {"count": count}


def _views(chosen: str, link: Link) -> list[dict[str, Any]]:
    labels = {"worst": _("Worst first"), "mine": _("Mine"), "client": _("By client"), "vendor": _("By vendor")}
    return [
        {
            "label": labels[name],
            "url": link("outsourcing:home") + ("" if name == VIEWS[0] else f"?view={name}") + "#engagements",
            "current": name == chosen,
        }
        for name in VIEWS
    ]


def _zone_differs(facts: Facts, membership: Membership) -> bool:
    return membership.user.time_zone not in ("", facts.organization.time_zone)

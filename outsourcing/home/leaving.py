"""What needs the reader about leaving: notice that falls due, exits that are stuck. Nothing while there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outsourcing.home.facts import Facts
from outsourcing.home.need import Link, Need
from scorecards.status import Status, needs_you_rank

NEAR: Final = 7


def exit_needs(facts: Facts, link: Link) -> Iterator[Need]:
    """A row for each last day for notice within 90 days, and for each exit with late or blocked tasks."""
    for near in facts.notices:
        left, engagement = near.notice.days_left(facts.today), near.engagement
        words = {"engagement": engagement.name, "day": date_format(near.notice.safe, "j M")}
        title = _("%(engagement)s: notice counts until %(day)s") % words
        detail = _("Else the contract goes on past %(day)s.") % {"day": date_format(near.notice.end, "j M Y")}
        status = Status.OFF_TARGET if left <= NEAR else Status.AT_RISK
        rank = needs_you_rank(status, money=facts.fees.get(engagement.pk, Decimal(0)), days_left=Decimal(left))
        yield Need(status, title, detail, _("Decide"), link("exits:engagement-exit", engagement.pk), rank)
    for stuck in facts.stuck_exits:
        run = stuck.run
        parts = []
        if stuck.late:
            parts.append(ngettext("%(n)d task late", "%(n)d tasks late", stuck.late) % {"n": stuck.late})
        if stuck.blocked:
            parts.append(ngettext("%(n)d blocked", "%(n)d blocked", stuck.blocked) % {"n": stuck.blocked})
        title = _("Leaving %(engagement)s: %(what)s") % {"engagement": run.engagement.name, "what": ", ".join(parts)}
        detail = _("last day %(day)s") % {"day": date_format(run.ends_on, "j M Y")}
        days = Decimal((run.ends_on - facts.today).days)
        status = Status.OFF_TARGET if stuck.late else Status.AT_RISK
        rank = needs_you_rank(status, money=facts.fees.get(run.engagement_id, Decimal(0)), days_left=days)
        yield Need(status, title, detail, _("Open the exit"), link("exits:exit-detail", run.pk), rank)

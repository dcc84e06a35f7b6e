"""What needs the reader about choosing: points that are to be given, questions of vendors that wait."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.models import Membership
from foundation.accounts.roles import Permission
from outsourcing.home.facts import Facts
from outsourcing.home.need import Link, Need
from scorecards.status import Status, needs_you_rank

NO_DEADLINE: Final = Decimal(7)
SECONDS_A_DAY: Final = 86_400


def choosing_needs(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    """A row for each selection that waits for this very person's points, and for each brief with open questions."""
    for sheet in facts.sheets:
        if sheet.rater_id == membership.user_id:
            title = _("Score the proposals: %(selection)s") % {"selection": sheet.selection}
            rank = needs_you_rank(Status.AT_RISK, money=Decimal(0), days_left=NO_DEADLINE)
            url = link("sourcing:selection-score", sheet.selection_id)
            detail = _("Nothing is decided before every rater has handed in.")
            yield Need(Status.AT_RISK, title, detail, _("Score"), url, rank)
    if not membership.may(Permission.EDIT_AGREEMENTS):
        return
    for _pk, rows in groupby(facts.inquiries, key=lambda inquiry: inquiry.brief_id):
        asked = list(rows)
        brief = asked[0].brief
        title = ngettext(
            "%(brief)s: a vendor's question waits", "%(brief)s: %(n)d questions of vendors wait", len(asked)
        ) % {"brief": brief, "n": len(asked)}
        left = Decimal((brief.due_at - facts.now).total_seconds()) / SECONDS_A_DAY
        rank = needs_you_rank(Status.AT_RISK, money=Decimal(0), days_left=left)
        due = _("proposals until %(at)s") % {"at": date_format(localtime(brief.due_at), "D j M H:i")}
        url = link("sourcing:selection-detail", brief.selection_id) + "#inquiries-title"
        yield Need(Status.AT_RISK, title, due, _("Answer"), url, rank)

"""What the pages of a conversation show to one side: the same for the client's page and for the portal's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from engagements.answer_clock import USUAL, Punctuality, Unit, Within
from engagements.models import Engagement, Side, Thread
from engagements.queries import conversations as queries
from engagements.queries.conversations import WEEKS, ThreadFilter, answers_in_time, waiting_questions


class Reader(NamedTuple):
    """Who looks: for which side, what the sides are called, and in which zones instants are shown."""

    side: Side
    person_id: int
    client: str
    vendor: str
    zone: str
    other_zone: str

    @property
    def other(self) -> str:
        """What the other side is called."""
        return self.vendor if self.side == Side.CLIENT else self.client

    @property
    def own(self) -> str:
        """What the reader's side is called."""
        return self.client if self.side == Side.CLIENT else self.vendor


def list_context(
    reader: Reader, wanted: ThreadFilter, query: Mapping[str, str], *, names: Collection[str], now: datetime
) -> dict[str, Any]:
    """The list of threads: its page and where its neighbours are. ``names`` are the filter's fields."""
    page = queries.thread_page(wanted, side=reader.side, person_id=reader.person_id, after=query.get("after", ""))
    kept = {name: query[name] for name in names if query.get(name)}
    return {
        "page": page,
        "reader": reader,
        "now": now,
        "is_filtered": bool(kept),
        "older_url": f"?{urlencode(kept | {'after': page.after})}" if page.after else "",
        "newer_url": f"?{urlencode(kept)}" if query.get("after") else "",
    }


def clock_context(reader: Reader, engagement_ids: Collection[int], *, now: datetime) -> dict[str, Any]:
    """Both sides' figures and what waits for each, over the engagements given."""
    waiting = {side: waiting_questions(side=side, engagement_ids=engagement_ids) for side in Side}
    return {
        "weeks": WEEKS,
        "clocks": [
            {
                "name": reader.client if side == Side.CLIENT else reader.vendor,
                "figure": answers_in_time(engagement_ids, by=side, now=now),
                "first": waiting[side][0] if waiting[side] else None,
                "count": len(waiting[side]),
            }
            for side in Side
        ],
    }


def thread_context(reader: Reader, thread: Thread, *, now: datetime) -> dict[str, Any]:
    """A thread with its messages, and what its open questions are."""
    return {
        "thread": thread,
        "reader": reader,
        "now": now,
        "messages_shown": queries.messages_of(thread),
        "day": now.astimezone(ZoneInfo(reader.zone)).date(),
    }


def promise_words(within: Within) -> str:
    """Such as: one business day; 4 open hours."""
    if within.unit is Unit.HOURS:
        return _("%(count)d open hours") % {"count": within.amount}
    return _("%(count)d business days") % {"count": within.amount} if within.amount > 1 else _("one business day")


def promise_of(engagement: Engagement, organization: Any, *, now: datetime) -> tuple[str, bool]:
    """What was agreed about answers, in words, and whether it is only what is usual."""
    found = queries.promise_at(engagement, now, organization)
    return promise_words(found), found == USUAL


def percent(figure: Punctuality) -> str:
    """The share as it is shown: whole percents, never rounded up to 100; empty without data."""
    if figure.share is None:
        return ""
    return "100 %" if figure.met == figure.decided else f"{min(99, round(figure.share))} %"

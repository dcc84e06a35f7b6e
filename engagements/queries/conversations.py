"""Reads about conversations: lists, a thread, what waits for an answer, and whether answers come in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from engagements.answer_clock import USUAL, Asked, Punctuality, Unit, Within, due_at, punctuality
from engagements.models import AnswerPromise, Engagement, MessageRead, SharedFile, Side, Thread, ThreadMessage
from engagements.opening_hours import OpeningHours
from engagements.queries.calendars import hours_of, version_at
from engagements.queries.engagements import local_today
from foundation.accounts.models import Organization

PAGE: Final = 50
WEEKS: Final = 13
"""Over how many weeks the pages show the figure."""


@dataclass(frozen=True, slots=True)
class ThreadFilter:
    """Which threads: ``state`` is "" (all), "ours" (a question waits for us), "theirs", or "unread"."""

    state: str = ""
    engagement_id: int | None = None
    vendor_id: int | None = None
    text: str = ""


class ListedThread(NamedTuple):
    """A row of the list: the last message, the first deadline of each side's open questions, how many are unread."""

    thread: Thread
    last: ThreadMessage
    ours_due: datetime | None
    theirs_due: datetime | None
    unread: int


class ThreadPage(NamedTuple):
    """Threads with the latest word first, and the key of the page after, or none."""

    rows: list[ListedThread]
    after: str


class Question(NamedTuple):
    """A question, and how it stands: ``answered_at`` by the other side, ``withdrawn_at`` by the asking one."""

    message: ThreadMessage
    asked: Asked


def other_side(side: str) -> Side:
    """Whom somebody speaks to."""
    return Side.VENDOR if side == Side.CLIENT else Side.CLIENT


def promise_at(engagement: Engagement, at: datetime, organization: Organization) -> Within:
    """What was agreed about answers at an instant, or what is usual."""
    today = local_today(organization, at)
    rows = AnswerPromise.objects.filter(engagement=engagement, valid_from__lte=today)
    found = rows.order_by("-valid_from").first()
    return USUAL if found is None else Within(found.amount, Unit(found.unit))


def answer_hours(engagement: Engagement, at: datetime, organization: Organization) -> OpeningHours:
    """The coverage hours that govern at an instant; around the clock when the engagement has none."""
    version = version_at(engagement.calendar_id, at) if engagement.calendar_id else None
    return hours_of(version) or OpeningHours(organization.time_zone, always_open=True)


def answer_deadline(engagement: Engagement, *, asked_at: datetime, organization: Organization) -> datetime:
    """Until when a question asked now is to be answered."""
    within = promise_at(engagement, asked_at, organization)
    return due_at(asked_at, within, answer_hours(engagement, asked_at, organization))


def shown_threads() -> QuerySet[Thread]:
    """Threads with the name of their engagement; works in the portal too, which sees little of it."""
    found: QuerySet[Thread] = Thread.objects.select_related("engagement")
    return found


def threads_about(engagement_id: int, kind: str, key: str) -> list[Thread]:
    """The conversations about one thing of an engagement, the newest first."""
    return list(Thread.objects.filter(engagement=engagement_id, about_kind=kind, about_key=key).order_by("-pk")[:20])


def find_threads(wanted: ThreadFilter, *, side: str, person_id: int) -> QuerySet[Any]:
    """The threads of a filter; ``side`` and ``person_id`` are the reader's."""
    last = ThreadMessage.objects.filter(thread=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    found = shown_threads().annotate(last_id=Subquery(last))
    if wanted.engagement_id is not None:
        found = found.filter(engagement_id=wanted.engagement_id)
    if wanted.vendor_id is not None:
        found = found.filter(engagement__vendor_id=wanted.vendor_id)
    if wanted.text:
        said = ThreadMessage.objects.filter(thread=OuterRef("pk"), text__icontains=wanted.text)
        found = found.filter(Q(subject__icontains=wanted.text) | Q(about_label__icontains=wanted.text) | Exists(said))
    if wanted.state in ("ours", "theirs"):
        asker = other_side(side) if wanted.state == "ours" else Side(side)
        found = found.filter(Exists(_unanswered().filter(thread=OuterRef("pk"), side=asker)))
    elif wanted.state == "unread":
        found = found.filter(Exists(_unread(side, person_id).filter(thread=OuterRef("pk"))))
    return found.order_by("-last_id")


def thread_page(wanted: ThreadFilter, *, side: str, person_id: int, after: str = "") -> ThreadPage:
    """One page; as many queries for three threads as for one."""
    found = find_threads(wanted, side=side, person_id=person_id)
    if after.isdecimal() and len(after) < 19:  # noqa: PLR2004  # the digits of a bigint
        found = found.filter(last_id__lt=int(after))
    threads = list(found[: PAGE + 1])
    more, threads = len(threads) > PAGE, threads[:PAGE]
    rows = listed(threads, side=side, person_id=person_id)
    return ThreadPage(rows, str(rows[-1].last.pk) if more else "")


def listed(threads: list[Any], *, side: str, person_id: int) -> list[ListedThread]:
    """The rows of threads that ``find_threads`` found."""
    ids = [thread.pk for thread in threads]
    last = ThreadMessage.objects.in_bulk([thread.last_id for thread in threads])
    due: dict[tuple[int, str], datetime] = {}
    for question in _unanswered().filter(thread__in=ids):
        if question.answer_due_at is not None:
            key = (question.thread_id, question.side)
            due[key] = min(question.answer_due_at, due.get(key, question.answer_due_at))
    unread: dict[int, int] = defaultdict(int)
    for thread_id in _unread(side, person_id).filter(thread__in=ids).values_list("thread_id", flat=True):
        unread[thread_id] += 1
    return [
        ListedThread(
            thread,
            last[thread.last_id],
            due.get((thread.pk, other_side(side))),
            due.get((thread.pk, side)),
            unread[thread.pk],
        )
        for thread in threads
    ]


class ReadMessage(NamedTuple):
    """A message of a thread as a page shows it: who of the other side has read it, and how its question stands."""

    message: ThreadMessage
    reads: list[MessageRead]
    question: Asked | None
    settles: ThreadMessage | None
    files: list[SharedFile]


def messages_of(thread: Thread) -> list[ReadMessage]:
    """The messages of a thread in the order in which they were written."""
    rows = list(ThreadMessage.objects.filter(thread=thread).order_by("pk"))
    reads: dict[int, list[MessageRead]] = defaultdict(list)
    for read in MessageRead.objects.filter(message__in=rows).order_by("read_at", "pk"):
        reads[read.message_id].append(read)
    files: dict[int, list[SharedFile]] = defaultdict(list)
    for file in SharedFile.objects.filter(message__in=rows).defer("content").order_by("pk"):
        files[file.message_id or 0].append(file)
    by_pk = {row.pk: row for row in rows}
    asked = {question.message.pk: question.asked for question in _stand(rows, rows)}
    return [
        ReadMessage(row, reads[row.pk], asked.get(row.pk), by_pk.get(row.answers_id or 0), files[row.pk])
        for row in rows
    ]


def open_questions(thread: Thread) -> list[ThreadMessage]:
    """The questions of a thread that nobody has answered or taken back, the oldest first."""
    return list(_unanswered().filter(thread=thread).order_by("pk"))


def questions_of(engagement_ids: Collection[int], *, side: str, since: datetime) -> dict[int, list[Question]]:
    """What one side asked, by engagement: every question that was open at ``since`` or asked after it."""
    asked = ThreadMessage.objects.filter(thread__engagement__in=engagement_ids, side=side, answer_due_at__isnull=False)
    answered_before = ThreadMessage.objects.filter(answers=OuterRef("pk"), written_at__lt=since)
    asked = asked.exclude(Q(answer_due_at__lt=since) & Exists(answered_before))
    rows = list(asked.select_related("thread").order_by("pk"))
    replies = list(ThreadMessage.objects.filter(answers__in=rows))
    found: dict[int, list[Question]] = {pk: [] for pk in engagement_ids}
    for question in _stand(rows, replies):
        found[question.message.thread.engagement_id].append(question)
    return found


def waiting_questions(*, side: str, engagement_ids: Collection[int] | None = None) -> list[ThreadMessage]:
    """The open questions that ``side`` owes an answer to, the first deadline first."""
    rows = _unanswered().filter(side=other_side(side))
    if engagement_ids is not None:
        rows = rows.filter(thread__engagement__in=engagement_ids)
    return list(rows.select_related("thread__engagement").order_by("answer_due_at", "pk"))


def answers_in_time(engagement_ids: Collection[int], *, by: str, now: datetime, weeks: int = WEEKS) -> Punctuality:
    """How punctually ``by`` answered in the weeks up to ``now``, over all engagements given: pooled, never averaged."""
    start = now - timedelta(weeks=weeks)
    asked = questions_of(engagement_ids, side=other_side(by), since=start)
    every = [question.asked for questions in asked.values() for question in questions]
    return punctuality(every, start=start, end=now, now=now)


def unread_count(*, side: str, person_id: int) -> int:
    """How many messages of the other side somebody has not opened."""
    return _unread(side, person_id).count()


def _unanswered() -> QuerySet[ThreadMessage]:
    settled = ThreadMessage.objects.filter(answers=OuterRef("pk"))
    return ThreadMessage.objects.filter(~Exists(settled), answer_due_at__isnull=False)


def _unread(side: str, person_id: int) -> QuerySet[ThreadMessage]:
    seen = MessageRead.objects.filter(message=OuterRef("pk"), person_id=person_id)
    return ThreadMessage.objects.exclude(side=side).filter(~Exists(seen))


def _stand(questions: Iterable[ThreadMessage], replies: Iterable[ThreadMessage]) -> list[Question]:
    """The questions among the messages, each with the first answer and the first taking back."""
    first: dict[tuple[int, str], datetime] = {}
    for reply in replies:
        if reply.answers_id is not None:
            key = (reply.answers_id, reply.side)
            first[key] = min(reply.written_at, first.get(key, reply.written_at))
    return [
        Question(
            row,
            Asked(
                row.written_at,
                row.answer_due_at,
                answered_at=first.get((row.pk, other_side(row.side))),
                withdrawn_at=first.get((row.pk, row.side)),
            ),
        )
        for row in questions
        if row.answer_due_at is not None
    ]

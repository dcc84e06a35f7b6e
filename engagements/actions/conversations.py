"""Writing to the other side: threads, messages, questions and receipts. Nothing is ever taken away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagements.actions.files import share_file
from engagements.models import AnswerPromise, Engagement, MessageRead, Thread, ThreadMessage
from engagements.periods import local_instant
from engagements.queries.conversations import answer_deadline, open_questions
from foundation.accounts.audit import record
from foundation.accounts.models import Organization, User

_MIDNIGHT = time(0)


@transaction.atomic
def open_thread(
    *,
    engagement: Engagement,
    subject: str,
    text: str,
    by: User,
    side: str,
    organization: Organization,
    now: datetime,
    is_question: bool = False,
    needed_on: date | None = None,
    file: UploadedFile[Any] | None = None,
    about: tuple[str, str, str] = ("", "", ""),
) -> Thread:
    """Begin a conversation with its first message. ``about`` is what it is about: kind, key and what that is called.

    Raises:
        ValidationError: without subject or text; for a file that is not taken.
    """
    if not subject.strip():
        raise ValidationError({"subject": _("Say in a few words what it is about.")})
    kind, key, label = about
    thread: Thread = Thread.objects.create(
        engagement=engagement,
        subject=subject.strip()[:160],
        about_kind=kind,
        about_key=key,
        about_label=label[:200],
        side=side,
        opened_by_id=by.pk,
        opened_by_name=str(by)[:254],
        opened_at=now,
    )
    record("thread.opened", by=by, subject=thread, engagement=engagement.pk, side=str(side))
    post_message(
        thread=thread,
        text=text,
        by=by,
        side=side,
        organization=organization,
        now=now,
        is_question=is_question,
        needed_on=needed_on,
        file=file,
    )
    return thread


@transaction.atomic
def post_message(
    *,
    thread: Thread,
    text: str,
    by: User,
    side: str,
    organization: Organization,
    now: datetime,
    is_question: bool = False,
    needed_on: date | None = None,
    answers: int | None = None,
    file: UploadedFile[Any] | None = None,
) -> ThreadMessage:
    """Add a message. A question fixes its deadline now: what was promised, or the end of a later day it is needed on.

    ``answers`` is the id of an open question of the thread: answered by the other side, taken back by the asking one.

    Raises:
        ValidationError: without text; when the question is not open (any more); for a file that is not taken.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write a message.")})
    if answers is not None and not any(each.pk == answers for each in open_questions(thread)):
        raise ValidationError({"answers": _("This question was answered or taken back in the meantime.")})
    due_at = None
    if is_question:
        due_at = answer_deadline(thread.engagement, asked_at=now, organization=organization)
        if needed_on is not None:
            end_of_day = local_instant(needed_on + timedelta(days=1), _MIDNIGHT, organization.time_zone)
            due_at = max(due_at, end_of_day)
    message: ThreadMessage = ThreadMessage.objects.create(
        thread=thread,
        side=side,
        author_id=by.pk,
        author_name=str(by)[:254],
        text=text.strip(),
        written_at=now,
        answer_due_at=due_at,
        answers_id=answers,
    )
    if file is not None:
        share_file(
            engagement=thread.engagement,
            name=file.name or "",
            content=file.read(),
            side=side,
            by=by,
            now=now,
            message=message,
        )
    record("thread.message", by=by, subject=thread, message=message.pk, asks=is_question, answers=answers)
    return message


@transaction.atomic
def mark_read(*, thread: Thread, by: User, side: str, now: datetime) -> int:
    """Note that somebody has seen all that the other side wrote in a thread; returns how many were new to them."""
    unseen = ThreadMessage.objects.filter(thread=thread).exclude(side=side).exclude(reads__person_id=by.pk)
    rows = [
        MessageRead(message_id=pk, side=side, person_id=by.pk, person_name=str(by)[:254], read_at=now)
        for pk in unseen.values_list("pk", flat=True)
    ]
    try:
        with transaction.atomic():
            MessageRead.objects.bulk_create(rows)
    except IntegrityError:
        return 0  # the same page opened twice at once: the other one noted it
    return len(rows)


@transaction.atomic
def set_promise(
    *, engagement: Engagement, valid_from: date, amount: int, unit: str, by: User, now: datetime
) -> AnswerPromise:
    """Agree how soon questions are answered from a day on; one of the same day is replaced."""
    promise, _is_new = AnswerPromise.objects.update_or_create(
        engagement=engagement,
        valid_from=valid_from,
        defaults={"amount": amount, "unit": unit, "created_by": by, "created_at": now},
    )
    record("answerpromise.set", by=by, subject=engagement, amount=amount, unit=unit, valid_from=valid_from.isoformat())
    return promise

"""Questionnaires: read from a file, sent, answered by the vendor's people, commented, judged, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError
from foundation.accounts.tenancy.refusals import closed_meanwhile
from vendors.actions.files import keep_file
from vendors.models import (
    Answer,
    AnswerComment,
    AnswerKind,
    AnswerVerdict,
    Question,
    Questionnaire,
    QuestionSet,
    Vendor,
)
from vendors.queries.questionnaires import how_far, reusable
from vendors.question_rows import ReadQuestion

MOST_QUESTIONS = 2_000


@transaction.atomic
def add_question_set(
    *, name: str, source: str, questions: Sequence[ReadQuestion], by: User | None, now: datetime
) -> QuestionSet:
    """Keep a set of questions.

    Raises:
        ValidationError: when there is none, there are too many, or another set has the name.
    """
    if not questions or len(questions) > MOST_QUESTIONS:
        raise ValidationError({"file": _("A set has at least one question, and at most %d.") % MOST_QUESTIONS})
    if QuestionSet.objects.filter(name__iexact=name.strip(), archived_at=None).exists():
        raise ValidationError({"name": _("Another set of questions has this name already.")})
    made: QuestionSet = QuestionSet.objects.create(name=name.strip(), source=source, created_by=by, created_at=now)
    rows = Question.objects.bulk_create(
        Question(
            question_set=made,
            position=position,
            section=each.section,
            number=each.number,
            text=each.text,
            kind=each.kind,
            choices=list(each.choices),
            wants_evidence=each.wants_evidence,
        )
        for position, each in enumerate(questions, 1)
    )
    numbered: dict[str, Question] = {}
    for row, each in zip(rows, questions, strict=True):
        if each.condition and each.condition in numbered:
            row.condition, row.condition_value = numbered[each.condition], each.condition_value
        numbered.setdefault(each.number, row)
    Question.objects.bulk_update([row for row in rows if row.condition_id], ["condition", "condition_value"])
    record("questionset.added", by=by, subject=made, questions=len(rows))
    return made


@transaction.atomic
def send_questionnaire(
    *, vendor: Vendor, question_set: QuestionSet, due_date: date, note: str, by: User | None, now: datetime
) -> Questionnaire:
    """Ask a vendor the questions of a set until a day.

    Raises:
        ValidationError: while the same set is open with this vendor, or for the own team.
    """
    if vendor.is_own_team:
        raise ValidationError(_("Only partners are asked."))
    if Questionnaire.objects.filter(vendor=vendor, question_set=question_set, closed_at=None).exists():
        raise ValidationError({"question_set": _("This vendor has these questions open. Close that one first.")})
    made: Questionnaire = Questionnaire.objects.create(
        vendor=vendor, question_set=question_set, due_date=due_date, note=note.strip(), sent_by=by, sent_at=now
    )
    record("questionnaire.sent", by=by, subject=made, vendor=vendor.pk, due_date=due_date.isoformat())
    return made


@transaction.atomic
def save_answer(
    *,
    questionnaire: Questionnaire,
    question: Question,
    value: str,
    note: str,
    upload: tuple[str, bytes] | None,
    seen: int,
    by: User,
    now: datetime,
    today: date,
) -> Answer:
    """Answer a question, as one of the vendor's people; after the due day it is kept and marked late.

    ``seen`` is the revision that the form was opened with, 0 when there was no answer.

    Raises:
        ConflictError: when a colleague answered or changed it meanwhile.
        ValidationError: for a value that does not fit, or once the client has closed it.
    """
    _refuse_closed(questionnaire)
    fields: dict[str, Any] = {
        "value": _fitting(question, value),
        "note": note.strip(),
        "answered_by": by,
        "answered_at": now,
        "is_late": today > questionnaire.due_date,
        "is_reused": False,
    }
    if upload is not None:
        name, content = upload
        fields["file"] = keep_file(vendor_id=questionnaire.vendor_id, name=name, content=content, by=by, now=now)
    answer = Answer.objects.filter(questionnaire=questionnaire, question=question).first()
    if answer is None:
        try:
            with closed_meanwhile(_closed()):
                answer = Answer.objects.create(
                    questionnaire=questionnaire, vendor_id=questionnaire.vendor_id, question=question, **fields
                )
        except IntegrityError as error:
            raise ConflictError from error
        record("answer.given", by=by, subject=questionnaire, question=question.pk, late=answer.is_late)
        return answer
    was = answer.value
    # One statement: the wall lets somebody write only a row that they sign.
    same = Answer.objects.filter(pk=answer.pk, revision=seen)
    with closed_meanwhile(_closed()):
        if same.update(revision=F("revision") + 1, **fields) != 1:
            raise ConflictError
    answer.refresh_from_db()
    record("answer.changed", by=by, subject=questionnaire, question=question.pk, value=[was, answer.value])
    return answer


@transaction.atomic
def reuse_answers(*, questionnaire: Questionnaire, by: User, now: datetime, today: date) -> int:
    """Take over what the vendor answered to the same questions before, where nothing is answered yet; returns how many.

    Each stays marked until somebody confirms it by saving it.

    Raises:
        ValidationError: once the client has closed it.
    """
    _refuse_closed(questionnaire)
    made = Answer.objects.bulk_create(
        Answer(
            questionnaire=questionnaire,
            vendor_id=questionnaire.vendor_id,
            question=question,
            value=old.value,
            note=old.note,
            file_id=old.file_id,
            answered_by=by,
            answered_at=now,
            is_late=today > questionnaire.due_date,
            is_reused=True,
        )
        for question, old in reusable(questionnaire)
    )
    if made:
        record("questionnaire.reused", by=by, subject=questionnaire, answers=len(made))
    return len(made)


@transaction.atomic
def submit_questionnaire(*, questionnaire: Questionnaire, by: User, now: datetime) -> None:
    """Say that all is answered; corrections stay possible until the client closes it. Twice changes nothing.

    Raises:
        ValidationError: while questions are open, or once it is closed.
    """
    _refuse_closed(questionnaire)
    far = how_far(questionnaire)
    if not far.is_complete:
        raise ValidationError(_("%(n)d questions are open yet.") % {"n": far.asked - far.answered})
    living = Questionnaire.objects.filter(pk=questionnaire.pk, submitted_at=None)
    with closed_meanwhile(_closed()):
        is_first = living.update(submitted_at=now, submitted_by=by) == 1
    if is_first:
        record("questionnaire.submitted", by=by, subject=questionnaire, answers=far.answered)


@transaction.atomic
def close_questionnaire(*, questionnaire: Questionnaire, by: User, now: datetime) -> None:
    """Close it: no answer changes any more. Twice changes nothing."""
    if Questionnaire.objects.filter(pk=questionnaire.pk, closed_at=None).update(closed_at=now, closed_by=by) == 1:
        record("questionnaire.closed", by=by, subject=questionnaire)


@transaction.atomic
def comment(
    *, questionnaire: Questionnaire, question: Question, text: str, is_theirs: bool, by: User, now: datetime
) -> AnswerComment:
    """Say something about a question, to both sides.

    Raises:
        ValidationError: without words.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write something.")})
    made: AnswerComment = AnswerComment.objects.create(
        questionnaire=questionnaire,
        vendor_id=questionnaire.vendor_id,
        question=question,
        text=text.strip(),
        is_theirs=is_theirs,
        written_by=by,
        written_at=now,
    )
    record("questionnaire.commented", by=by, subject=questionnaire, question=question.pk)
    return made


@transaction.atomic
def judge_answer(
    *, questionnaire: Questionnaire, question: Question, verdict: str, note: str, by: User, now: datetime
) -> AnswerVerdict:
    """Say, for ourselves, what we make of an answer; said again, it replaces what was said."""
    made, _is_new = AnswerVerdict.objects.update_or_create(
        questionnaire=questionnaire,
        question=question,
        defaults={"verdict": verdict, "note": note.strip(), "judged_by": by, "judged_at": now},
    )
    record("answer.judged", by=by, subject=questionnaire, question=question.pk, verdict=verdict)
    return made


def _refuse_closed(questionnaire: Questionnaire) -> None:
    if Questionnaire.objects.filter(pk=questionnaire.pk).exclude(closed_at=None).exists():
        raise ValidationError(_closed())


def _closed() -> str:
    return _("The client has closed this questionnaire. Copy your text into a comment.")


def _fitting(question: Question, value: str) -> str:
    text = value.strip()
    if not text:
        raise ValidationError({"value": _("Write an answer; “none” is one too.")})
    if question.kind == AnswerKind.CHOICE and text not in question.choices:
        raise ValidationError({"value": _("Choose one of: %(choices)s.") % {"choices": ", ".join(question.choices)}})
    if question.kind == AnswerKind.NUMBER:
        try:
            is_number = Decimal(text.replace(",", ".")).is_finite()
        except InvalidOperation:
            is_number = False
        if not is_number:
            raise ValidationError({"value": _("Write a number, for instance 12 or 12.5.")})
    if question.kind == AnswerKind.DAY:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValidationError({"value": _("Write the day as 2026-11-30.")}) from None
    return text

"""Reads about questionnaires."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, QuerySet
from django.utils.formats import date_format

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
from vendors.progress import Asked, Progress, asked, progress


@dataclass
class Entry:
    """A question that is asked, with everything said to it."""

    question: Question
    answer: Answer | None
    comments: list[AnswerComment] = field(default_factory=list)
    verdict: AnswerVerdict | None = None

    @property
    def said(self) -> str:
        """The answer as it is read: a day in the reader's own way, all else as it was written."""
        if self.answer is None:
            return ""
        if self.question.kind == AnswerKind.DAY:
            return date_format(date.fromisoformat(self.answer.value))
        return self.answer.value


@dataclass
class Section:
    """Questions under one heading."""

    name: str
    entries: list[Entry]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(entry.answer is not None for entry in self.entries)


def question_sets() -> QuerySet[QuestionSet]:
    """The sets in use with how many questions each has, by name."""
    rows = QuestionSet.objects.filter(archived_at=None).annotate(question_count=Count("questions"))
    return rows.order_by("name", "pk")


def questionnaires(vendor: Vendor | None = None) -> list[tuple[Questionnaire, Progress]]:
    """What was sent, to a vendor or to all, open ones first, with how far each is; three statements for any number."""
    rows = Questionnaire.objects.select_related("question_set", "vendor")
    if vendor is not None:
        rows = rows.filter(vendor=vendor)
    found = sorted(rows.order_by("-pk"), key=lambda row: (row.closed_at is not None, row.due_date))
    sets = {row.question_set_id for row in found}
    questions: dict[int, list[Asked]] = {}
    for key, pk, condition, value in Question.objects.filter(question_set__in=sets).values_list(
        "question_set_id", "pk", "condition_id", "condition_value"
    ):
        questions.setdefault(key, []).append(Asked(pk, condition, value))
    answers: dict[int, dict[int, str]] = {}
    for key, question, text in Answer.objects.filter(questionnaire__in=found).values_list(
        "questionnaire_id", "question_id", "value"
    ):
        answers.setdefault(key, {})[question] = text
    return [(row, progress(questions.get(row.question_set_id, ()), answers.get(row.pk, {}))) for row in found]


def how_far(questionnaire: Questionnaire) -> Progress:
    """How far one questionnaire is."""
    return progress(_asked(questionnaire), _said(questionnaire))


def sections(questionnaire: Questionnaire, *, with_verdicts: bool) -> list[Section]:
    """The questions that are asked, by section, with answers and comments; verdicts for ours alone."""
    keys = set(asked(_asked(questionnaire), _said(questionnaire)))
    answers = {
        row.question_id: row
        for row in Answer.objects.filter(questionnaire=questionnaire)
        .select_related("file", "answered_by")
        .defer("file__content")
    }
    comments: dict[int, list[AnswerComment]] = {}
    for row in AnswerComment.objects.filter(questionnaire=questionnaire).select_related("written_by").order_by("pk"):
        comments.setdefault(row.question_id, []).append(row)
    verdicts: dict[int, AnswerVerdict] = {}
    if with_verdicts:
        verdicts = {row.question_id: row for row in AnswerVerdict.objects.filter(questionnaire=questionnaire)}
    entries = [
        Entry(row, answers.get(row.pk), comments.get(row.pk, []), verdicts.get(row.pk))
        for row in Question.objects.filter(question_set=questionnaire.question_set_id)
        if row.pk in keys
    ]
    return [Section(name, list(found)) for name, found in groupby(entries, key=lambda entry: entry.question.section)]


def following(questionnaire: Questionnaire, question: Question) -> Question | None:
    """The next question that is asked and has no answer, after the one given, else the first such; None when done."""
    said = _said(questionnaire)
    keys = [key for key in asked(_asked(questionnaire), said) if key not in said]
    rows = [row for row in Question.objects.filter(question_set=questionnaire.question_set_id) if row.pk in keys]
    later = [row for row in rows if row.position > question.position]
    return next(iter([*later, *rows]), None)


def reusable(questionnaire: Questionnaire) -> list[tuple[Question, Answer]]:
    """The questions without an answer that the vendor answered before, in any questionnaire, with the newest answer.

    A question is the same when its words are, whatever set it stands in.
    """
    said = _said(questionnaire)
    old: dict[str, Answer] = {}
    rows = Answer.objects.filter(vendor=questionnaire.vendor_id).exclude(questionnaire=questionnaire)
    for row in rows.select_related("question").order_by("answered_at", "pk"):
        old[_same(row.question.text)] = row
    found = []
    for question in Question.objects.filter(question_set=questionnaire.question_set_id):
        before = old.get(_same(question.text))
        if before is None or question.pk in said or (question.choices and before.value not in question.choices):
            continue
        found.append((question, before))
    return found


def _same(text: str) -> str:
    return " ".join(text.split()).casefold()


def _asked(questionnaire: Questionnaire) -> list[Asked]:
    rows = Question.objects.filter(question_set=questionnaire.question_set_id)
    return [Asked(*row) for row in rows.values_list("pk", "condition_id", "condition_value")]


def _said(questionnaire: Questionnaire) -> dict[int, str]:
    return dict(Answer.objects.filter(questionnaire=questionnaire).values_list("question_id", "value"))

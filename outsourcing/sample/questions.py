"""What the sample asks its vendors: one set of questions, mostly answered by one and not begun by another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from foundation.accounts.models import Membership, User
from vendors.actions.questionnaires import (
    add_question_set,
    comment,
    judge_answer,
    save_answer,
    send_questionnaire,
)
from vendors.models import Question, Vendor, VendorKind
from vendors.question_rows import ReadQuestion

YES_NO: Final = ("Yes", "No")
QUESTIONS: Final = (
    ReadQuestion("Is there a plan for the loss of a site?", "Continuity", "1", "choice", YES_NO),
    ReadQuestion("When was it last tried?", "Continuity", "1.1", "day", (), True, "1", "Yes"),
    ReadQuestion("How many people can do this work tomorrow?", "Continuity", "2", "number"),
    ReadQuestion("Do all people have accounts of their own?", "Access", "3", "choice", YES_NO),
    ReadQuestion("Which accounts are shared, and why?", "Access", "3.1", "text", (), False, "3", "No"),
    ReadQuestion("Where are recordings and screenshots kept?", "Data", "4", "text"),
    ReadQuestion("How soon is a breach told to us, in hours?", "Data", "5", "number"),
)
ANSWERS: Final = {1: "Yes", 2: "2026-06-18", 3: "11", 4: "No", 5: "One on the wall screen, which only shows the queue."}


def question_partners(*, by: User, today: date, now: datetime) -> None:
    """Send the set to two partners; the first has answered most of it. Runs as the machine: staff write no answers."""
    vendors = {row.name: row for row in Vendor.objects.exclude(kind=VendorKind.INTERNAL)}
    questions = [ReadQuestion(_(each.text), _(each.section), *_rest(each)) for each in QUESTIONS]
    made = add_question_set(name=_("Before data is shared"), source="", questions=questions, by=by, now=now)
    for name, days in (("Kestrel Field Services", 11), ("Ledgerline BPO", 18)):
        if vendor := vendors.get(name):
            sent = send_questionnaire(
                vendor=vendor, question_set=made, due_date=today + timedelta(days=days), note="", by=by, now=now
            )
            if name != "Kestrel Field Services":
                continue
            partner = Membership.objects.filter(vendor_id=vendor.pk).select_related("user").first()
            author = partner.user if partner else by
            rows = {row.position: row for row in Question.objects.filter(question_set=made)}
            for position, value in ANSWERS.items():
                save_answer(
                    questionnaire=sent,
                    question=rows[position],
                    value=value,
                    note="",
                    upload=None,
                    seen=0,
                    by=author,
                    now=now,
                    today=today,
                )
            text = _("Please send the report of the exercise.")
            comment(questionnaire=sent, question=rows[2], text=text, is_theirs=False, by=by, now=now)
            note = _("Shared account: ask for a date.")
            judge_answer(questionnaire=sent, question=rows[4], verdict="concern", note=note, by=by, now=now)


def _rest(each: ReadQuestion) -> tuple[str, str, tuple[str, ...], bool, str, str]:
    return each.number, each.kind, each.choices, each.wants_evidence, each.condition, each.condition_value

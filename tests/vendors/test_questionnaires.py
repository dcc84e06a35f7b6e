"""Due diligence: questions out of files, sent, answered by the vendor alone, reused, closed."""

from __future__ import annotations

import csv
import gzip
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import portal, staff, system
from foundation.outbox.models import Message
from tests.conftest import SignIn
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import CANARY, House
from vendors.actions.questionnaires import add_question_set, send_questionnaire
from vendors.actions.reminding import remind_of_questionnaires
from vendors.models import Answer, AnswerComment, AnswerVerdict, Question, Questionnaire, QuestionSet
from vendors.progress import Asked, asked, progress
from vendors.question_rows import ReadQuestion, columns_of, read_questions

SHARED = Path(__file__).parents[3] / "shared" / "data" / "tprm"
FILE = """section,ref_id,question,answer_type,choices,evidence
Plans,1,Do you have a plan?,,Yes|No,
Plans,1.1,When was it tried?,date,,yes
People,2,How many people?,number,,
"""


def sent(house: House, *, due: date = date(2199, 1, 1), name: str = "Basics") -> Questionnaire:
    rows = list(csv.DictReader(FILE.splitlines()))
    now = datetime.fromisoformat("2026-11-23T09:00+00:00")
    with staff(house.pk):
        questions = read_questions(rows, columns_of(list(rows[0])))
        made = add_question_set(name=name, source="basics.csv", questions=questions, by=None, now=now)
        return send_questionnaire(
            vendor=house.vendors["kestrel"], question_set=made, due_date=due, note="", by=None, now=now
        )


@pytest.fixture
def manager(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])


def place(house: House, action: str, row: Questionnaire, number: int = 0) -> str:
    vendor = house.vendors["kestrel"].pk
    if not number:
        return url(f"vendors:portal-questionnaire-{action}", house, vendor=vendor, pk=row.pk)
    with staff(house.pk):
        question = Question.objects.get(question_set=row.question_set_id, position=number)
    return url(f"vendors:portal-questionnaire-{action}", house, vendor=vendor, pk=row.pk, question=question.pk)


def test_a_condition_decides_what_is_asked() -> None:
    questions = [Asked(1), Asked(2, 1, "Yes"), Asked(3, 2, "No"), Asked(4)]
    assert asked(questions, {}) == [1, 4]
    assert asked(questions, {1: "yes", 2: "No"}) == [1, 2, 3, 4]
    assert progress(questions, {1: "No", 2: "left over"}) == (1, 2)


@pytest.mark.parametrize(
    ("file", "count", "sections"),
    [
        ("cisa_vendor_scrm_questions.csv", 260, 8),
        ("nist_csf_2_0.csv", 106, 22),
        ("dora_register_columns.csv", 101, 14),
    ],
)
def test_the_published_sets_are_read(file: str, count: int, sections: int) -> None:
    if not SHARED.exists():
        pytest.skip("the published sets are not beside this checkout")
    with (SHARED / file).open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    found = read_questions(rows, columns_of(list(rows[0])))
    assert (len(found), len({each.section for each in found})) == (count, sections)
    assert all(each.text for each in found)


def test_questions_come_out_of_a_file(house: House, lead: Client) -> None:
    new = url("vendors:questionset-create", house)
    bad = lead.post(new, {"name": "Bad", "file": SimpleUploadedFile("q.csv", b"a,b\n1,2\n")})
    assert errors(bad)["file"] == ["No column holds questions. Call it “question” or “text” in the first line."]
    done = lead.post(new, {"name": "Basics", "file": SimpleUploadedFile("q.csv", FILE.encode())})
    assert messages_of(done) == ["Basics: 3 questions."]
    again = lead.post(new, {"name": "basics", "file": SimpleUploadedFile("q.csv", FILE.encode())})
    assert list(errors(again)) == ["name"]
    with staff(house.pk):
        first, second, third = Question.objects.all()
    assert (first.kind, first.choices, second.condition_id, second.condition_value) == (
        "choice",
        ["Yes", "No"],
        first.pk,
        "Yes",
    )
    assert (second.kind, second.wants_evidence, third.kind) == ("day", True, "number")


def test_from_sent_to_closed(house: House, lead: Client, manager: Client) -> None:
    row = sent(house)
    answer = {"seen": "0", "value": "Yes"}
    assert list(errors(manager.post(place(house, "answer", row, 1), answer | {"value": "Perhaps"}))) == ["value"]
    step = manager.post(place(house, "answer", row, 1), answer)
    assert step["Location"] == place(house, "answer", row, 2)
    assert list(errors(manager.post(place(house, "answer", row, 2), {"seen": "0", "value": "soon"}))) == ["value"]
    early = manager.post(place(house, "submit", row))
    assert messages_of(early)[-1] == "2 questions are open yet."
    proof = SimpleUploadedFile("drill.pdf", b"%PDF-1.7 drill")
    manager.post(place(house, "answer", row, 2), {"seen": "0", "value": "2026-10-01", "file": proof})
    assert list(errors(manager.post(place(house, "answer", row, 3), {"seen": "0", "value": "nan"}))) == ["value"]
    manager.post(place(house, "answer", row, 3), {"seen": "0", "value": "14"})
    manager.post(place(house, "comment", row, 3), {"text": "as of today"})
    manager.post(place(house, "submit", row))
    page = lead.get(url("vendors:questionnaire-detail", house, pk=row.pk))
    said = [entry.answer.value for section in page.context["sections"] for entry in section.entries]
    assert said == ["Yes", "2026-10-01", "14"]
    with staff(house.pk):
        question = Question.objects.get(position=3)
        row.refresh_from_db()
        assert (row.state, row.submitted_by) == ("submitted", house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    judge = url("vendors:questionnaire-judge", house, pk=row.pk, question=question.pk)
    lead.post(judge, {"verdict": "concern", "note": "few at night"})
    say = url("vendors:questionnaire-comment", house, pk=row.pk, question=question.pk)
    lead.post(say, {"text": "How many at night?"})
    theirs = manager.get(place(house, "detail", row)).content.decode()
    assert ("How many at night?" in theirs, "few at night" in theirs, CANARY in theirs) == (True, False, False)
    lead.post(url("vendors:questionnaire-close", house, pk=row.pk))
    late = manager.post(place(house, "answer", row, 3), {"seen": "1", "value": "15"})
    assert errors(late)["__all__"][0].startswith("The client has closed this questionnaire.")
    assert late.context["form"]["value"].value() == "15"
    with staff(house.pk):
        assert Answer.objects.get(question=question).value == "14"
        assert AnswerComment.objects.count() == 2


def test_two_people_answer_the_same_question(house: House, manager: Client, sign_in: SignIn) -> None:
    row = sent(house)
    agent = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    here = place(house, "answer", row, 3)
    assert agent.post(here, {"seen": "0", "value": "12"}).status_code == 302
    second = manager.post(here, {"seen": "0", "value": "14", "note": "with nights"})
    assert "Somebody else saved this in the meantime." in errors(second)["__all__"][0]
    assert (second.context["there"].value, second.context["form"]["value"].value()) == ("12", "14")
    assert second.context["form"]["seen"].value() == "1"
    assert manager.post(here, {"seen": "1", "value": "14"}).status_code == 302
    with staff(house.pk):
        assert [(each.value, each.revision) for each in Answer.objects.all()] == [("14", 2)]


def test_after_the_deadline_it_is_kept_and_marked(house: House, manager: Client) -> None:
    row = sent(house, due=date(2026, 1, 1))
    done = manager.post(place(house, "answer", row, 3), {"seen": "0", "value": "12"})
    assert messages_of(done) == ["Your answer is kept. The deadline has passed, so it is marked as late."]
    with staff(house.pk):
        assert Answer.objects.get().is_late


def test_last_years_answers_are_taken_over_and_confirmed(house: House, lead: Client, manager: Client) -> None:
    old = sent(house)
    manager.post(place(house, "answer", old, 1), {"seen": "0", "value": "No"})
    manager.post(place(house, "answer", old, 3), {"seen": "0", "value": "12"})
    new = sent(house, name="Basics 2027")
    manager.post(place(house, "answer", new, 1), {"seen": "0", "value": "Yes"})
    done = manager.post(place(house, "reuse", new))
    assert messages_of(done)[-1] == "1 answer is taken over. Look through it before you submit."
    manager.post(place(house, "reuse", new))
    with staff(house.pk):
        found = Answer.objects.filter(questionnaire=new).order_by("question__position")
        assert [(each.value, each.is_reused) for each in found] == [("Yes", False), ("12", True)]
    manager.post(place(house, "answer", new, 3), {"seen": "1", "value": "12"})
    with staff(house.pk):
        assert not Answer.objects.filter(is_reused=True).exists()


def test_the_database_lets_nobody_but_the_vendor_write_an_answer(house: House, now: datetime) -> None:
    row = sent(house)
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER]
    kestrel, inkwell = house.vendors["kestrel"].pk, house.vendors["inkwell"].pk
    values: dict[str, Any] = {"questionnaire": row, "vendor_id": kestrel, "value": "14", "answered_at": now}
    with portal(house.pk, vendor=kestrel, actor=manager.pk), transaction.atomic():
        question = Question.objects.get(position=3)
        answer = Answer.objects.create(question=question, answered_by=manager, **values)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Answer.objects.filter(pk=answer.pk).update(answered_by=house.people[Role.OWNER])
        with pytest.raises(ProgrammingError), transaction.atomic():
            Answer.objects.filter(pk=answer.pk).delete()
        with pytest.raises(ProgrammingError), transaction.atomic():
            AnswerVerdict.objects.count()
    for scope in (staff(house.pk), system([house.pk])):
        with scope, pytest.raises(ProgrammingError), transaction.atomic():
            Answer.objects.filter(pk=answer.pk).update(value="20")
    stranger = house.vendor_people["inkwell", Role.VENDOR_MANAGER].pk
    with portal(house.pk, vendor=inkwell, actor=stranger), transaction.atomic():
        assert [model.objects.count() for model in (QuestionSet, Question, Questionnaire, Answer)] == [0, 0, 0, 0]
    with staff(house.pk):
        Questionnaire.objects.filter(pk=row.pk).update(closed_at=now)
    mine = portal(house.pk, vendor=kestrel, actor=manager.pk)
    with mine, pytest.raises(ProgrammingError), transaction.atomic():
        Answer.objects.filter(pk=answer.pk).update(value="15", answered_by=manager)


def test_260_questions_ask_as_little_as_two_and_weigh_little(
    house: House, lead: Client, manager: Client, now: datetime
) -> None:
    """The longest published set has 260. Both sides' page, all answered with a remark: queries, and bytes as sent."""
    found = []
    for count in (2, 260):
        read = [
            ReadQuestion(f"Is step {n} of your supply chain reviewed each year, by whom?", f"Part {n // 30}", str(n))
            for n in range(count)
        ]
        with staff(house.pk):
            made = add_question_set(name=f"Of {count}", source="", questions=read, by=None, now=now)
            row = send_questionnaire(
                vendor=house.vendors["kestrel"],
                question_set=made,
                due_date=date(2199, 1, 1),
                note="",
                by=None,
                now=now,
            )
        with system([house.pk]), transaction.atomic():
            words = {"value": "Each May, see page 12 of the policy.", "note": "Last time in May.", "answered_at": now}
            Answer.objects.bulk_create(
                Answer(questionnaire=row, vendor_id=row.vendor_id, question=question, **words)
                for question in made.questions.all()
            )
        for browser, here in (
            (lead, url("vendors:questionnaire-detail", house, pk=row.pk)),
            (manager, place(house, "detail", row)),
        ):
            if count == 2:
                browser.get(here)  # what only the first request asks
            with CaptureQueriesContext(connection) as seen:
                page = browser.get(here)
                found.append((len(seen), len(gzip.compress(page.content)) < 100_000, page.content.count(b"Each May")))
    assert [queries for queries, _, _ in found[:2]] == [queries for queries, _, _ in found[2:]]
    assert [rest for _, *rest in found] == [[True, 2], [True, 2], [True, 260], [True, 260]]


def test_reminders_go_once_to_the_vendors_manager(house: House, now: datetime) -> None:
    today = date(2026, 11, 23)
    row = sent(house, due=today + timedelta(days=7))
    with system([house.pk]), transaction.atomic():
        for day in (0, 0, 1, 6, 7, 8):
            remind_of_questionnaires(today=today + timedelta(days=day), now=now)
        keys = Message.objects.order_by("pk").values_list("subject_key", "to_address")
        address = "kestrel-vendor_manager@northwind.example"
        assert list(keys) == [(f"questionnaire/{row.pk}/{step}", address) for step in (7, 1, 0)]


def test_an_answer_in_the_instant_of_closing_is_refused_in_words_and_keeps_its_text(
    house: House, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client closes between our look and our write: the wall refuses, and the page says so beside the text."""
    row = sent(house)
    monkeypatch.setattr("vendors.actions.questionnaires._refuse_closed", lambda _questionnaire: None)
    assert manager.post(place(house, "answer", row, 1), {"value": "Yes", "seen": "0"}).status_code == 302
    with staff(house.pk):
        Questionnaire.objects.filter(pk=row.pk).update(closed_at=datetime.fromisoformat("2026-11-23T09:00+00:00"))
    for number, value in ((1, "No"), (3, "12")):
        page = manager.post(place(house, "answer", row, number), {"value": value, "note": "As of May.", "seen": "1"})
        text = page.content.decode()
        assert ("has closed this questionnaire" in text, "As of May." in text) == (True, True)
    with staff(house.pk):
        assert list(Answer.objects.values_list("value", flat=True)) == ["Yes"]
    submit = manager.post(place(house, "submit", row), follow=True)
    assert "Error" not in submit.content.decode()

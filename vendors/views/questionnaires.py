"""Questionnaires, as the client's people see them: sets of questions, what was sent, what was answered."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.explaining import placed_sentence
from foundation.inbox.opening import opened
from vendors.actions import questionnaires as actions
from vendors.forms.questionnaires import CommentForm, QuestionSetForm, SendForm, VerdictForm
from vendors.models import Answer, Question, Questionnaire, QuestionSet
from vendors.queries import questionnaires as queries
from vendors.question_rows import ReadQuestion, columns_of, read_questions
from vendors.requests import serve, today_of
from vendors.views.pages import VendorForm, address, show_form, show_tab, vendor_of

USUAL_DAYS = timedelta(days=21)


@needs(Permission.VIEW)
def questionset_list(request: TenantRequest) -> HttpResponse:
    """The sets of questions, and what is out with vendors."""
    context = {
        "sets": list(queries.question_sets()),
        "sent": queries.questionnaires(),
        "today": today_of(request),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "vendors/questionset_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def questionset_create(request: TenantRequest) -> HttpResponse:
    """Read a set of questions from a file."""
    form = QuestionSetForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        questions, fault = _read(upload.read(), upload.name)
        if fault:
            form.add_error("file", fault)
        else:
            made = take(
                form,
                lambda: actions.add_question_set(
                    name=form.cleaned_data["name"],
                    source=upload.name[:200],
                    questions=questions,
                    by=request.user,
                    now=timezone.now(),
                ),
            )
            if made is not None:
                messages.success(request, _("%(name)s: %(n)d questions.") % {"name": made, "n": len(questions)})
                return redirect(address(request, "questionset-detail", pk=made.pk))
    return render(request, "vendors/questionset_form.html", {"form": form})


@needs(Permission.VIEW)
def questionset_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """The questions of a set."""
    row = get_object_or_404(QuestionSet, pk=pk)
    questions = Question.objects.filter(question_set=row).select_related("condition")
    return render(request, "vendors/questionset_detail.html", {"row": row, "questions": list(questions)})


@needs(Permission.VIEW)
def vendor_questionnaires(request: TenantRequest, pk: int) -> HttpResponse:
    """What one vendor was asked."""
    vendor = vendor_of(pk)
    return show_tab(request, "vendor_questionnaires", vendor, "questions", {"sent": queries.questionnaires(vendor)})


@needs(Permission.EDIT_AGREEMENTS)
def questionnaire_create(request: TenantRequest, partner: int) -> HttpResponse:
    """Send a set of questions to a vendor."""
    vendor = vendor_of(partner)
    form = SendForm(request.POST or None, initial={"due_date": today_of(request) + USUAL_DAYS})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sent = take(
            form,
            lambda: actions.send_questionnaire(
                vendor=vendor,
                question_set=data["question_set"],
                due_date=data["due_date"],
                note=data["note"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if sent is not None:
            messages.success(request, _("Sent: it stands in the vendor's portal."))
            return redirect(address(request, "questionnaire-detail", pk=sent.pk))
    back = address(request, "vendor-questionnaires", pk=partner)
    return show_form(request, form, VendorForm(_("Send questions"), vendor, "questions", back, submit_label=_("Send")))


@needs(Permission.VIEW)
def questionnaire_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """The answers, as the vendor's people wrote them; we comment and judge, and cannot change a word."""
    row = _sent(pk)
    context = {
        "row": row,
        "far": queries.how_far(row),
        "sections": queries.sections(row, with_verdicts=True),
        "verdict_form": VerdictForm(auto_id=False),
    }
    return show_tab(request, "questionnaire_detail", row.vendor, "questions", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def questionnaire_close(request: TenantRequest, pk: int) -> HttpResponse:
    """Close it: no answer changes any more."""
    row = _sent(pk)
    actions.close_questionnaire(questionnaire=row, by=request.user, now=timezone.now())
    messages.success(request, _("Closed: no answer changes any more."))
    return redirect(address(request, "questionnaire-detail", pk=pk))


@require_POST
@needs(Permission.WRITE_ACTIONS)
def questionnaire_comment(request: TenantRequest, pk: int, question: int) -> HttpResponse:
    """Say something about a question; the vendor reads it."""
    row, asked = _both(pk, question)
    form = CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.comment(
            questionnaire=row, question=asked, text=text, is_theirs=False, by=request.user, now=timezone.now()
        )
        messages.success(request, _("Said. The vendor reads it in its portal."))
    else:
        messages.error(request, _("Write something before you send it."))
    return redirect(f"{address(request, 'questionnaire-detail', pk=pk)}#q{question}")


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def questionnaire_judge(request: TenantRequest, pk: int, question: int) -> HttpResponse:
    """Say for ourselves what we make of an answer."""
    row, asked = _both(pk, question)
    form = VerdictForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.judge_answer(
            questionnaire=row,
            question=asked,
            verdict=data["verdict"],
            note=data["note"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("Kept. The vendor does not see it."))
    else:
        messages.error(request, _("Choose a verdict."))
    return redirect(f"{address(request, 'questionnaire-detail', pk=pk)}#q{question}")


@require_safe
@needs(Permission.VIEW)
def answer_download(request: TenantRequest, pk: int) -> HttpResponse:
    """The file to an answer."""
    row = get_object_or_404(Answer.objects.select_related("file"), pk=pk)
    return serve(request, row.file, back=address(request, "questionnaire-detail", pk=row.questionnaire_id))


def _read(content: bytes, name: str) -> tuple[list[ReadQuestion], str]:
    """The questions of a file, and what is wrong with it ("" when nothing)."""
    with opened(content, name) as table:
        columns = columns_of(table.header)
        rows = [dict(zip(table.header, row.cells, strict=False)) for row in table]
        if table.failure is not None:
            return [], placed_sentence(table.failure)
    if "text" not in columns:
        return [], _("No column holds questions. Call it “question” or “text” in the first line.")
    questions = read_questions(rows, columns)
    return questions, "" if questions else _("The file holds no question.")


def _sent(pk: int) -> Questionnaire:
    found: Questionnaire = get_object_or_404(Questionnaire.objects.select_related("vendor", "question_set"), pk=pk)
    return found


def _both(pk: int, question: int) -> tuple[Questionnaire, Question]:
    row = _sent(pk)
    return row, get_object_or_404(Question, pk=question, question_set=row.question_set_id)

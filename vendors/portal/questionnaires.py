"""A vendor's people answer what they are asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission
from vendors.actions import questionnaires as actions
from vendors.forms.questionnaires import AnswerForm, CommentForm
from vendors.models import Answer, AnswerComment, Question, Questionnaire
from vendors.queries import questionnaires as queries
from vendors.requests import serve, today_of


@needs(Permission.PORTAL_VIEW)
@require_safe
def questionnaires(request: TenantRequest) -> HttpResponse:
    """What was asked."""
    context = {"sent": queries.questionnaires(), "today": today_of(request)}
    return render(request, "vendors/portal_questionnaires.html", context)


@needs(Permission.PORTAL_VIEW)
@require_safe
def questionnaire(request: TenantRequest, pk: int) -> HttpResponse:
    """One questionnaire: every question that is asked, with its answer."""
    row = _sent(pk)
    context = {
        "row": row,
        "far": queries.how_far(row),
        "sections": queries.sections(row, with_verdicts=False),
        "reusable": len(queries.reusable(row)) if row.closed_at is None else 0,
        "today": today_of(request),
        "may_work": request.membership.may(Permission.PORTAL_WORK) and row.closed_at is None,
    }
    return render(request, "vendors/portal_questionnaire.html", context)


@needs(Permission.PORTAL_WORK)
def answer(request: TenantRequest, pk: int, question: int) -> HttpResponse:
    """Answer a question; then the next one that is open comes."""
    row, asked = _both(pk, question)
    there = Answer.objects.filter(questionnaire=row, question=asked).select_related("answered_by", "file").first()
    opened = {"seen": there.revision, "value": there.value, "note": there.note} if there else {"seen": 0}
    form = AnswerForm(request.POST or None, request.FILES or None, question=asked, initial=opened)
    if request.method == "POST" and form.is_valid():
        saved = take(form, lambda: _save(request, row, asked, form.cleaned_data))
        if saved is not None:
            return _next(request, row, asked, saved)
        if is_conflict(form):
            there = Answer.objects.filter(questionnaire=row, question=asked).select_related("answered_by").first()
            has_seen(form, there.revision if there else 0)
    context = {
        "form": form,
        "row": row,
        "question": asked,
        "there": there,
        "is_conflict": is_conflict(form),
        "is_late": today_of(request) > row.due_date,
        "comments": list(AnswerComment.objects.filter(questionnaire=row, question=asked).order_by("pk")),
        "comment_form": CommentForm(),
        "back": address(request, "portal-questionnaire-detail", pk=pk),
    }
    return render(request, "vendors/portal_answer.html", context)


@require_POST
@needs(Permission.PORTAL_WORK)
def questionnaire_comment(request: TenantRequest, pk: int, question: int) -> HttpResponse:
    """Say something about a question; the client reads it."""
    row, asked = _both(pk, question)
    form = CommentForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        actions.comment(
            questionnaire=row, question=asked, text=text, is_theirs=True, by=request.user, now=timezone.now()
        )
        messages.success(request, _("Said: the client reads it."))
    else:
        messages.error(request, _("Write something before you send it."))
    return redirect(address(request, "portal-questionnaire-answer", pk=pk, question=question))


@require_POST
@needs(Permission.PORTAL_WORK)
def questionnaire_reuse(request: TenantRequest, pk: int) -> HttpResponse:
    """Take over what was answered before."""
    row = _sent(pk)
    try:
        count = actions.reuse_answers(questionnaire=row, by=request.user, now=timezone.now(), today=today_of(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        said = ngettext(
            "%(n)d answer is taken over. Look through it before you submit.",
            "%(n)d answers are taken over. Look through them before you submit.",
            count,
        )
        messages.success(request, said % {"n": count})
    return redirect(address(request, "portal-questionnaire-detail", pk=pk))


@require_POST
@needs(Permission.PORTAL_WORK)
def questionnaire_submit(request: TenantRequest, pk: int) -> HttpResponse:
    """Say that all is answered."""
    row = _sent(pk)
    try:
        actions.submit_questionnaire(questionnaire=row, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Submitted. You may correct it until the client closes it."))
    return redirect(address(request, "portal-questionnaire-detail", pk=pk))


@require_safe
@needs(Permission.PORTAL_VIEW)
def answer_download(request: TenantRequest, pk: int) -> HttpResponse:
    """The file to an answer."""
    row = get_object_or_404(Answer.objects.select_related("file"), pk=pk)
    return serve(request, row.file, back=address(request, "portal-questionnaire-detail", pk=row.questionnaire_id))


def _save(request: TenantRequest, row: Questionnaire, asked: Question, data: dict[str, Any]) -> Answer:
    return actions.save_answer(
        questionnaire=row,
        question=asked,
        value=data["value"],
        note=data["note"],
        upload=data["file"] or None,
        seen=data["seen"],
        by=request.user,
        now=timezone.now(),
        today=today_of(request),
    )


def _next(request: TenantRequest, row: Questionnaire, asked: Question, saved: Answer) -> HttpResponse:
    if saved.is_late:
        messages.warning(request, _("Your answer is kept. The deadline has passed, so it is marked as late."))
    else:
        messages.success(request, _("Your answer is kept."))
    following = queries.following(row, asked)
    if following is None:
        return redirect(address(request, "portal-questionnaire-detail", pk=row.pk))
    return redirect(address(request, "portal-questionnaire-answer", pk=row.pk, question=following.pk))


def address(request: TenantRequest, name: str, **kwargs: object) -> str:
    """The address of a page of the portal's questionnaires."""
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    return reverse(f"vendors:{name}", kwargs=place | kwargs)


def _sent(pk: int) -> Questionnaire:
    found: Questionnaire = get_object_or_404(Questionnaire.objects.select_related("question_set"), pk=pk)
    return found


def _both(pk: int, question: int) -> tuple[Questionnaire, Question]:
    row = _sent(pk)
    return row, get_object_or_404(Question, pk=question, question_set=row.question_set_id)

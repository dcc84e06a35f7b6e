"""A vendor's question about a brief, answered to all who were asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.views.pages import FormPage, crumb, show_form
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from sourcing.actions import clarifying as actions
from sourcing.forms.clarifications import AnswerForm
from sourcing.models import BriefInquiry
from sourcing.requests import address


@needs(Permission.EDIT_AGREEMENTS)
def briefinquiry_answer(request: TenantRequest, pk: int) -> HttpResponse:
    """Answer it."""
    row = get_object_or_404(BriefInquiry.objects.select_related("brief__selection", "vendor", "asked_by"), pk=pk)
    selection = row.brief.selection
    back = address(request, "selection-detail", pk=selection.pk) + "#inquiries-title"
    if row.clarification_id is not None:
        messages.info(request, _("This question is answered."))
        return redirect(back)
    form = AnswerForm(request.POST or None, initial={"question": row.text})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = take(
            form,
            lambda: actions.answer(
                inquiry=row, question=data["question"], text=data["answer"], by=request.user, now=timezone.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Answered: everybody who was asked reads it, and is told by mail."))
            return redirect(back)
    words = {"vendor": row.vendor, "who": row.asked_by}
    note = (
        _("%(who)s of %(vendor)s asks. Every vendor that was asked reads question and answer, without a name.") % words
    )
    crumbs = [
        crumb(_("Selections"), address(request, "selection-list")),
        crumb(selection, address(request, "selection-detail", pk=selection.pk)),
    ]
    title = _("Answer a question about the brief")
    return show_form(request, form, FormPage(title, back, crumbs, _("Answer to all"), note))

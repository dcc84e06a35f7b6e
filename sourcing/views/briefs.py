"""The brief, as the client's people write, publish and send it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.serving import as_download
from sourcing import pdf
from sourcing.actions import briefs as actions
from sourcing.content import Content, content_from
from sourcing.forms.briefs import BriefForm, prices_formset, questions_formset
from sourcing.forms.selections import DueForm, InviteForm
from sourcing.models import Brief, BriefInvitation
from sourcing.queries.clarifications import clarifications_of
from sourcing.queries.offers import lines_of, questions_of
from sourcing.requests import address, brief_of, refused
from vendors.requests import today_of


@needs(Permission.EDIT_AGREEMENTS)
def selection_brief(request: TenantRequest, pk: int) -> HttpResponse:
    """Write the brief: texts, questions, prices."""
    brief = brief_of(pk)
    if brief.published_at is not None or brief.selection.is_over:
        return redirect(address(request, "selection-preview", pk=pk))
    data = request.POST if request.method == "POST" else None
    form = BriefForm(
        data,
        instance=brief,
        path=brief.selection.path,
        organization=request.organization,
        initial={"seen": brief.revision},
    )
    questions = questions_formset(data, questions_of(brief))
    prices = prices_formset(data, lines_of(brief))
    if data is not None and all([form.is_valid(), questions.is_valid(), prices.is_valid()]):
        saved = take(
            form,
            lambda: actions.save_brief(
                brief=brief,
                values=form.result(),
                questions=questions.result(),
                prices=prices.result(),
                seen=form.cleaned_data["seen"],
                by=request.user,
            ),
        )
        if saved is not None:
            messages.success(request, _("The draft is saved. This is what vendors will read."))
            return redirect(address(request, "selection-preview", pk=pk))
    context = {
        "selection": brief.selection,
        "brief": brief,
        "form": form,
        "questions": questions,
        "prices": prices,
    }
    return render(request, "sourcing/selection_brief.html", context)


@needs(Permission.VIEW)
def selection_preview(request: TenantRequest, pk: int) -> HttpResponse:
    """The brief as vendors read it."""
    brief = brief_of(pk)
    context = {
        "selection": brief.selection,
        "brief": brief,
        "content": _content(request, brief),
        "questions": questions_of(brief),
        "lines": lines_of(brief),
        "clarifications": clarifications_of(brief),
        "zone": request.organization.time_zone,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS) and not brief.selection.is_over,
    }
    return render(request, "sourcing/selection_preview.html", context)


@require_safe
@needs(Permission.VIEW)
def selection_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    brief = brief_of(pk)
    made = pdf.render_brief(brief, _content(request, brief), client=request.organization)
    return as_download(bytes(made), name=pdf.filename(brief), media_type="application/pdf")


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_publish(request: TenantRequest, pk: int) -> HttpResponse:
    """Seal the brief; from then on vendors can be asked."""
    try:
        actions.publish_brief(brief=brief_of(pk), by=request.user, now=timezone.now(), today=today_of(request))
    except ValidationError as error:
        return refused(request, error, address(request, "selection-preview", pk=pk))
    messages.success(request, _("Published. Now say who is asked."))
    return redirect(address(request, "selection-detail", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_invite(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask vendors."""
    brief, back = brief_of(pk), address(request, "selection-detail", pk=pk)
    form = InviteForm(request.POST, brief=brief)
    if not form.is_valid():
        return refused(request, ValidationError(form.errors.as_data()), back)
    try:
        count = actions.invite_vendors(
            brief=brief,
            vendors=form.cleaned_data["vendors"],
            by=request.user,
            now=timezone.now(),
            today=today_of(request),
        )
    except ValidationError as error:
        return refused(request, error, back)
    said = ngettext("%(n)d vendor is asked, by mail.", "%(n)d vendors are asked, by one mail each.", count)
    messages.success(request, said % {"n": count})
    return redirect(back)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def briefinvitation_withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    row = get_object_or_404(BriefInvitation.objects.select_related("brief__selection", "vendor"), pk=pk)
    back = address(request, "selection-detail", pk=row.brief.selection_id)
    try:
        actions.withdraw_invitation(invitation=row, by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("%(vendor)s is asked no more, and told so.") % {"vendor": row.vendor})
    return redirect(back)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_due(request: TenantRequest, pk: int) -> HttpResponse:
    """Give more time."""
    brief, back = brief_of(pk), address(request, "selection-detail", pk=pk)
    form = DueForm(request.POST, zone=request.organization.time_zone)
    if not form.is_valid():
        return refused(request, ValidationError(form.errors.as_data()), back)
    try:
        actions.move_due(brief=brief, due_at=form.cleaned_data["due_at"], by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("There is more time; whoever has not submitted is told."))
    return redirect(back)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def selection_close(request: TenantRequest, pk: int) -> HttpResponse:
    """Open the offers before the due time, since nobody is missing."""
    brief, back = brief_of(pk), address(request, "selection-detail", pk=pk)
    try:
        actions.close_early(brief=brief, by=request.user, now=timezone.now())
    except ValidationError as error:
        return refused(request, error, back)
    messages.success(request, _("Closed: the proposals can be read."))
    return redirect(back)


def _content(request: TenantRequest, brief: Brief) -> Content:
    """What vendors read: the sealed words once they are published, before that those of today."""
    if brief.content is not None:
        return content_from(brief.content)
    return actions.content_of(brief, now=timezone.now(), today=today_of(request))

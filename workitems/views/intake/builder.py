"""Intake forms: the list, and the builder with its live preview."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Process
from engagements.queries.engagements import local_today
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.queries import waiting_messages
from workitems.actions import intake as actions
from workitems.forms.intake import NewForm, SettingsForm
from workitems.forms.intake_places import Places
from workitems.forms.intake_request import RequestForm
from workitems.models import IntakeField, IntakeForm
from workitems.queries.intake import FormParts, form_parts, forms_in_force

UNPROCESSABLE = 422


@needs(Permission.VIEW)
def intake_list(request: TenantRequest) -> HttpResponse:
    """The forms by which work can be asked for, and how many mails wait."""
    context = {
        "forms": list(forms_in_force()),
        "waiting": waiting_messages().count(),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
        "may_submit": request.membership.may(Permission.IMPORT_ITEMS),
    }
    return render(request, "workitems/intake_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def intake_create(request: TenantRequest) -> HttpResponse:
    """A form for a process; ``?process=`` proposes one."""
    form = NewForm(request.POST or None, organization=request.organization, initial=_proposed(request))
    if request.method == "POST" and form.is_valid():
        made = take(form, lambda: actions.create_form(form=form.instance, by=request.user, now=timezone.now()))
        if made is not None:
            messages.success(request, _("The form is there. Add the questions of this process, or use it as it is."))
            return to_form(request, made)
    return show_record(request, form, _("New intake form"), back=address(request, "intake-list"))


@needs(Permission.VIEW)
def intake_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A form: its questions in order, what it looks like, patterns, mail."""
    form = find_form(pk)
    parts = form_parts(form)
    context = {
        "form_row": form,
        "parts": parts,
        "preview": preview_form(request, parts),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS) and form.retired_at is None,
        "may_submit": request.membership.may(Permission.IMPORT_ITEMS) and form.retired_at is None,
        "may_open_mail": request.membership.may(Permission.MANAGE_TOKENS) and form.retired_at is None,
        "inbound_url": inbound_url(form),
        "crumbs": crumbs(request),
    }
    return render(request, "workitems/intake_detail.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def intake_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Its settings, and what each request begins with."""
    row = find_form(pk)
    form = SettingsForm(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        saved = take(form, lambda: actions.change_form(form=row, seen=seen, by=request.user, was=form.was))
        if saved is not None:
            return to_form(request, row)
    theirs = find_form(pk) if form.non_field_errors() else None
    back = address(request, "intake-detail", pk=pk)
    return show_record(request, form, _("Settings of the form"), back=back, form_row=row, theirs=theirs)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def intake_retire(request: TenantRequest, pk: int) -> HttpResponse:
    """Take it out of use."""
    actions.retire_form(form=find_form(pk), by=request.user, now=timezone.now())
    messages.success(request, _("The form is retired. What was asked through it stays."))
    return redirect(address(request, "intake-list"))


def preview_form(request: TenantRequest, parts: FormParts) -> RequestForm:
    """The form as people get it, with ids of its own so that it may stand beside another."""
    now = timezone.now()
    places = Places.of(parts, today=local_today(request.organization, now))
    return RequestForm(
        parts=parts, places=places, organization=request.organization, now=now, auto_id="preview_%s", prefix="preview"
    )


def find_form(pk: int) -> IntakeForm:
    """A form of the workspace, or 404."""
    found: IntakeForm = get_object_or_404(
        IntakeForm.objects.select_related("process", "engagement__vendor", "hook", "organization"), pk=pk
    )
    return found


def with_field(parts: FormParts, field: IntakeField) -> FormParts:
    """A form's parts with one question as it is being typed."""
    rows = [field if row.pk == field.pk else row for row in parts.fields]
    return FormParts(parts.form, rows if field.pk else [*rows, field], parts.templates)


def show_record(request: TenantRequest, form: Any, title: str, *, back: str, **more: Any) -> HttpResponse:
    """A page with one form."""
    context = {"form": form, "title": title, "back": back, "crumbs": crumbs(request, more.get("form_row")), **more}
    return render(request, "workitems/intake_record.html", context, status=UNPROCESSABLE if form.errors else 200)


def to_form(request: TenantRequest, form: IntakeForm) -> HttpResponse:
    """Back to a form's page."""
    return redirect(address(request, "intake-detail", pk=form.pk))


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"workitems:{name}", kwargs={"org": request.organization.slug, **kwargs})


def inbound_url(form: IntakeForm) -> str:
    """Where mails of a form are posted, empty without an address that is open."""
    if form.hook is None or form.hook.revoked_at is not None:
        return ""
    return f"{settings.SITE_URL}{reverse('inbound:message-receive', args=[form.hook.public_id])}"


def crumbs(request: TenantRequest, form: IntakeForm | None = None) -> list[dict[str, str]]:
    """The way up."""
    way = [{"label": _("Intake"), "url": address(request, "intake-list")}]
    if form is not None:
        way.append({"label": form.name, "url": address(request, "intake-detail", pk=form.pk)})
    return way


def _proposed(request: TenantRequest) -> dict[str, Any]:
    wanted = request.GET.get("process", "")
    process = Process.objects.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None  # noqa: PLR2004  # digits of a bigint
    if process is None:
        return {}
    criteria = [line.strip() for line in process.acceptance_criteria.splitlines() if line.strip()]
    return {"process": process.pk, "name": process.name, "criteria": criteria}

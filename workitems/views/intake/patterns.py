"""Patterns of requests that come again: what stays the same is written once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.queries.engagements import local_today
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions import intake as actions
from workitems.forms.intake import TemplateNameForm
from workitems.forms.intake_places import Places
from workitems.forms.intake_request import RequestForm
from workitems.models import RequestTemplate
from workitems.queries.intake import form_parts
from workitems.views.intake.builder import UNPROCESSABLE, address, crumbs, find_form, to_form


@needs(Permission.EDIT_AGREEMENTS)
def template_create(request: TenantRequest, intake: int) -> HttpResponse:
    """Write one."""
    return _write(request, RequestTemplate(form=find_form(intake)))


@needs(Permission.EDIT_AGREEMENTS)
def template_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change its name and what it fills in."""
    return _write(request, _find(pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def template_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Offer it no more."""
    template = _find(pk)
    actions.archive_template(template=template, by=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” is offered no more.") % {"name": template.name})
    return to_form(request, template.form)


def _write(request: TenantRequest, template: RequestTemplate) -> HttpResponse:
    form_row, posted = find_form(template.form_id), request.POST or None
    name = TemplateNameForm(posted, instance=template, organization=request.organization)
    now, parts = timezone.now(), form_parts(form_row)
    preset = RequestForm(
        posted,
        parts=parts,
        places=Places.of(parts, today=local_today(request.organization, now)),
        organization=request.organization,
        now=now,
        strict=False,
        initial=dict(template.preset) if template.pk else {},
    )
    if request.method == "POST" and name.is_valid() and preset.is_valid():
        template.preset = preset.preset()
        if take(name, lambda: _save(request, template, name.cleaned_data["seen"] or 0)) is not None:
            messages.success(request, _("The pattern is saved: a request can begin with it."))
            return to_form(request, form_row)
    context: dict[str, Any] = {
        "name": name,
        "form": preset,
        "template": template,
        "form_row": form_row,
        "theirs": _find(template.pk) if template.pk and name.non_field_errors() else None,
        "back": address(request, "intake-detail", pk=form_row.pk),
        "crumbs": crumbs(request, form_row),
    }
    status = UNPROCESSABLE if name.errors or preset.errors else 200
    return render(request, "workitems/requesttemplate_form.html", context, status=status)


def _save(request: TenantRequest, template: RequestTemplate, seen: int) -> RequestTemplate:
    if template.pk:
        return actions.change_template(template=template, seen=seen, by=request.user)
    return actions.save_template(template=template, by=request.user, now=timezone.now())


def _find(pk: int) -> RequestTemplate:
    found: RequestTemplate = get_object_or_404(
        RequestTemplate.objects.select_related("form").filter(archived_at=None, form__retired_at=None), pk=pk
    )
    return found

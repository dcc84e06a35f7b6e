"""The questions of a form: added, changed, moved by buttons, removed; the preview follows while they are typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions import intake as actions
from workitems.forms.intake import FieldForm
from workitems.models import IntakeField, IntakeForm
from workitems.queries.intake import form_parts
from workitems.views.intake.builder import address, find_form, preview_form, show_record, to_form, with_field


@needs(Permission.EDIT_AGREEMENTS)
def field_create(request: TenantRequest, intake: int) -> HttpResponse:
    """Ask one more question."""
    row = find_form(intake)
    form = FieldForm(request.POST or None, instance=IntakeField(form=row), organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_field(field=form.instance, by=request.user))
        if added is not None:
            return to_form(request, row)
    return _show(request, row, form, _("New question"))


@needs(Permission.EDIT_AGREEMENTS)
def field_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a question."""
    field = _find(pk)
    row = find_form(field.form_id)
    form = FieldForm(request.POST or None, instance=field, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = dict.fromkeys(form.changed_data)
        changed = take(form, lambda: actions.change_field(field=form.instance, by=request.user, was=was))
        if changed is not None:
            return to_form(request, row)
    return _show(request, row, form, _("Question %(number)d") % {"number": field.position})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def field_preview(request: TenantRequest, intake: int) -> HttpResponse:
    """The form with a question as it stands in the builder, not saved; ``field`` says which one is being changed."""
    row = find_form(intake)
    parts = form_parts(row)
    number = request.POST.get("field", "")
    field = next((each for each in parts.fields if str(each.pk) == number), None) or IntakeField(form=row)
    form = FieldForm(request.POST, instance=field, organization=request.organization)
    form.is_valid()
    form.instance.label = form.instance.label or _("New question")
    form.instance.key = form.instance.key or "new"
    context = {"preview": preview_form(request, with_field(parts, form.instance)), "form_row": row}
    return render(request, "workitems/intake_preview.html", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def field_move(request: TenantRequest, pk: int) -> HttpResponse:
    """One place up or down (``way``)."""
    field = _find(pk)
    actions.move_field(field=field, up=request.POST.get("way") == "up", by=request.user)
    response = to_form(request, field.form)
    response["Location"] += f"#field-{field.pk}"
    return response


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def field_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask it no more."""
    field = _find(pk)
    actions.remove_field(field=field, by=request.user)
    messages.success(request, _("“%(label)s” is asked no more; answers given stay.") % {"label": field.label})
    return to_form(request, field.form)


def _find(pk: int) -> IntakeField:
    found: IntakeField = get_object_or_404(
        IntakeField.objects.select_related("form").filter(form__retired_at=None), pk=pk
    )
    return found


def _show(request: TenantRequest, row: IntakeForm, form: FieldForm, title: str) -> HttpResponse:
    shown = {
        "form_row": row,
        "preview": preview_form(request, form_parts(row)),
        "preview_url": address(request, "intakefield-preview", intake=row.pk),
        "field_pk": form.instance.pk or "",
    }
    return show_record(request, form, title, back=address(request, "intake-detail", pk=row.pk), **shown)

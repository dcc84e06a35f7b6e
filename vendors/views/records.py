"""The record of a vendor: who it is, how far the relationship is, whom to call, who stands behind it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from foundation.accounts.countries import country_name
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors.actions import records as actions
from vendors.forms.records import ContactForm, DossierForm, InterfaceForm, RateForm, StatusForm, SubProcessorForm
from vendors.models import Status, SubProcessor, VendorContact, VendorInterface, VendorRate
from vendors.queries.records import dossier_of, status_history, tiers_of
from vendors.requests import today_of
from vendors.views.pages import VendorForm, address, show_form, show_tab, vendor_of


class Kind(NamedTuple):
    """A list of a vendor's record: its rows, their form, what a new one is called."""

    model: type[VendorContact | SubProcessor | VendorInterface | VendorRate]
    form: type[TenantModelForm]
    new: str | Promise


KINDS = {
    "contact": Kind(VendorContact, ContactForm, gettext_lazy("New contact")),
    "subprocessor": Kind(SubProcessor, SubProcessorForm, gettext_lazy("New sub-processor")),
    "interface": Kind(VendorInterface, InterfaceForm, gettext_lazy("New interface")),
    "rate": Kind(VendorRate, RateForm, gettext_lazy("New rate")),
}


@needs(Permission.VIEW)
def vendor_record(request: TenantRequest, pk: int) -> HttpResponse:
    """Everything kept about a vendor's identity and relationship."""
    vendor = vendor_of(pk)
    context = {
        "dossier": dossier_of(vendor),
        "history": status_history(vendor),
        "country": country_name(vendor.country) if vendor.country else "",
        "countries": [country_name(code) for code in vendor.countries],
        "contacts": list(VendorContact.objects.filter(vendor=vendor)),
        "interfaces": list(VendorInterface.objects.filter(vendor=vendor)),
        "rates": list(VendorRate.objects.filter(vendor=vendor)),
        "tiers": [(tier, country_name(tier.row.country)) for tier in tiers_of(vendor, today=today_of(request))],
    }
    return show_tab(request, "vendor_record", vendor, "record", context)


@needs(Permission.EDIT_AGREEMENTS)
def dossier_edit(request: TenantRequest, partner: int) -> HttpResponse:
    """The internal side of the record."""
    vendor = vendor_of(partner)
    dossier = dossier_of(vendor)
    form = DossierForm(request.POST or None, instance=dossier, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form) if dossier.pk else dict.fromkeys(form.changed_data, "")
        if take(form, lambda: actions.save_dossier(dossier=form.instance, by=request.user, was=was)):
            messages.success(request, _("Saved. The vendor does not see this."))
            return redirect(address(request, "vendor-record", pk=partner))
    note = _("Only your own people see this, never the vendor's.")
    back = address(request, "vendor-record", pk=partner)
    return show_form(request, form, VendorForm(_("Internal side"), vendor, "record", back, note))


@needs(Permission.EDIT_AGREEMENTS)
def status_create(request: TenantRequest, partner: int) -> HttpResponse:
    """Move the relationship on."""
    vendor = vendor_of(partner)
    opened = {"status": dossier_of(vendor).status, "since": today_of(request)}
    form = StatusForm(request.POST or None, initial=opened)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = take(
            form,
            lambda: actions.set_status(
                vendor=vendor,
                status=Status(data["status"]),
                since=data["since"],
                reason=data["reason"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if done is not None:
            words = {"vendor": vendor, "status": done.get_to_status_display()}
            messages.success(request, _("%(vendor)s is now: %(status)s.") % words)
            return redirect(address(request, "vendor-record", pk=partner))
    back = address(request, "vendor-record", pk=partner)
    return show_form(request, form, VendorForm(_("Change the status"), vendor, "record", back))


@needs(Permission.EDIT_AGREEMENTS)
def line_create(request: TenantRequest, noun: str, partner: int) -> HttpResponse:
    """Another contact, sub-processor, interface or rate."""
    vendor, kind = vendor_of(partner), KINDS[noun]
    row = kind.model(vendor=vendor)
    form = kind.form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added: Any = take(form, lambda: actions.add_line(row=form.instance, by=request.user))
        if added is not None:
            messages.success(request, _("%(name)s is kept.") % {"name": added})
            return redirect(_place(request, noun, partner))
    page = VendorForm(str(kind.new), vendor, "record", _place(request, noun, partner))
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def line_edit(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Change a line."""
    row: Any = get_object_or_404(KINDS[noun].model.objects.select_related("vendor"), pk=pk)
    title = str(row)
    form = KINDS[noun].form(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_line(row=row, by=request.user, was=was)):
            messages.success(request, _("%(name)s is saved.") % {"name": row})
            return redirect(_place(request, noun, row.vendor_id))
    remove = address(request, f"{noun}-remove", pk=pk)
    page = VendorForm(title, row.vendor, "record", _place(request, noun, row.vendor_id), remove_url=remove)
    return show_form(request, form, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def line_remove(request: TenantRequest, noun: str, pk: int) -> HttpResponse:
    """Take a line away."""
    row: Any = get_object_or_404(KINDS[noun].model, pk=pk)
    name, vendor = str(row), row.vendor_id
    try:
        actions.remove_line(row=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(address(request, f"{noun}-edit", pk=pk))
    messages.success(request, _("%(name)s is taken away.") % {"name": name})
    return redirect(_place(request, noun, vendor))


def _place(request: TenantRequest, noun: str, vendor: int) -> str:
    return f"{address(request, 'vendor-record', pk=vendor)}#{noun}"

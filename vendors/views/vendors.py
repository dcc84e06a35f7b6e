"""The list of vendors and their master data; the vendor's own page is made of several rooms, above."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors import actions, queries
from vendors.forms.vendors import VendorForm
from vendors.models import Vendor


@needs(Permission.VIEW)
def vendor_list(request: TenantRequest) -> HttpResponse:
    """Who delivers: the own team first; ``?state=archived`` shows the others."""
    archived = request.GET.get("state") == "archived"
    today = timezone.now().astimezone(ZoneInfo(request.organization.time_zone)).date()
    context = {
        "rows": queries.listed_vendors(today=today, archived=archived),
        "archived": archived,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "vendors/vendor_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def vendor_create(request: TenantRequest) -> HttpResponse:
    """Put a partner on the list."""
    form = VendorForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        vendor = take(form, lambda: actions.add_vendor(vendor=form.instance, by=request.user))
        if vendor is not None:
            messages.success(request, _("%(vendor)s is on the list.") % {"vendor": vendor})
            return redirect("vendors:vendor-list", org=request.organization.slug)
    return render(request, "vendors/vendor_form.html", {"form": form, "vendor": None})


@needs(Permission.EDIT_AGREEMENTS)
def vendor_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a vendor's master data."""
    vendor = get_object_or_404(Vendor, pk=pk)
    name = vendor.name
    form = VendorForm(request.POST or None, instance=vendor, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_vendor(vendor=form.instance, by=request.user, was=was)):
            messages.success(request, _("%(vendor)s is saved.") % {"vendor": vendor})
            return redirect("vendors:vendor-list", org=request.organization.slug)
    return render(request, "vendors/vendor_form.html", {"form": form, "vendor": vendor, "name": name})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def vendor_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a vendor off the list."""
    vendor = get_object_or_404(Vendor, pk=pk)
    try:
        actions.archive_vendor(vendor=vendor, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("vendors:vendor-edit", org=request.organization.slug, pk=pk)
    messages.success(request, _("%(vendor)s is archived; its figures stay.") % {"vendor": vendor})
    return redirect("vendors:vendor-list", org=request.organization.slug)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def vendor_restore(request: TenantRequest, pk: int) -> HttpResponse:
    """Put a vendor back on the list."""
    vendor = actions.restore_vendor(vendor=get_object_or_404(Vendor, pk=pk), by=request.user)
    messages.success(request, _("%(vendor)s is on the list again.") % {"vendor": vendor})
    return redirect("vendors:vendor-list", org=request.organization.slug)

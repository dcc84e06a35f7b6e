"""What the pages of one vendor have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from foundation.accounts.requests import TenantRequest
from foundation.accounts.roles import Permission
from vendors.models import Vendor
from vendors.requests import today_of


@dataclass(frozen=True, slots=True)
class VendorForm:
    """The words around a form about a vendor: ``current`` is its tab, ``back`` where Cancel leads."""

    title: str
    vendor: Vendor
    current: str
    back: str
    note: str = ""
    submit_label: str = ""
    remove_url: str = ""


def show_form(request: TenantRequest, form: forms.BaseForm, page: VendorForm) -> HttpResponse:
    """A page with one form below the vendor's tabs."""
    return render(request, "vendors/record_form.html", {"form": form, "page": page, "vendor": page.vendor})


def show_tab(
    request: TenantRequest, template: str, vendor: Vendor, current: str, context: dict[str, Any]
) -> HttpResponse:
    """A tab of a vendor."""
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS)
    shown = {"vendor": vendor, "current": current, "may_edit": may_edit, "today": today_of(request)}
    return render(request, f"vendors/{template}.html", shown | context)


def vendor_of(pk: int) -> Vendor:
    """A vendor with its owner and deputy, or "not found"."""
    found: Vendor = get_object_or_404(Vendor.objects.select_related("owner", "deputy"), pk=pk)
    return found


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"vendors:{name}", kwargs={"org": request.organization.slug, **kwargs})

"""The access register of a vendor, and of all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors.actions import access as actions
from vendors.forms.access import (
    AccessGrantForm,
    AccessReviewForm,
    CredentialForm,
    DeviationForm,
    OffboardForm,
    ResolutionForm,
    RotationForm,
)
from vendors.models import AccessGrant, AccessReview, Credential, Deviation
from vendors.queries import access as queries
from vendors.requests import today_of
from vendors.views.pages import VendorForm, address, show_form, show_tab, vendor_of

USUAL_LENGTH = timedelta(days=180)


@needs(Permission.VIEW)
def access_list(request: TenantRequest) -> HttpResponse:
    """Every open grant, credential and deviation of all vendors, what needs a look first."""
    today = today_of(request)
    context = {
        "lines": queries.grants(None, today=today),
        "credentials": queries.credentials(None, today=today),
        "deviations": [row for row in queries.deviations() if row.resolved_on is None],
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "vendors/access_list.html", context)


@needs(Permission.VIEW)
def vendor_access(request: TenantRequest, pk: int) -> HttpResponse:
    """One vendor's register."""
    vendor, today = vendor_of(pk), today_of(request)
    context = {
        "lines": queries.grants(vendor, today=today),
        "revoked": queries.revoked(vendor),
        "credentials": queries.credentials(vendor, today=today),
        "deviations": queries.deviations(vendor),
    }
    return show_tab(request, "vendor_access", vendor, "access", context)


@needs(Permission.EDIT_AGREEMENTS)
def accessgrant_create(request: TenantRequest, partner: int) -> HttpResponse:
    """Give somebody access; you approve it."""
    vendor, today = vendor_of(partner), today_of(request)
    opened = {"granted_on": today, "expires_on": today + USUAL_LENGTH}
    form = AccessGrantForm(
        request.POST or None,
        instance=AccessGrant(vendor=vendor),
        organization=request.organization,
        initial=opened,
    )
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.grant_access(grant=form.instance, by=request.user))
        if added is not None:
            messages.success(request, _("%(grant)s is in the register.") % {"grant": added})
            return redirect(_back(request, partner))
    note = _("The register records it; give the access itself in the system.")
    return show_form(request, form, VendorForm(_("New grant"), vendor, "access", _back(request, partner), note))


@needs(Permission.EDIT_AGREEMENTS)
def accessgrant_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a grant; you approve the change."""
    row = get_object_or_404(AccessGrant.objects.select_related("vendor").filter(revoked_on=None), pk=pk)
    title = str(row)
    form = AccessGrantForm(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_access(grant=row, by=request.user, was=was)):
            messages.success(request, _("%(grant)s is saved.") % {"grant": row})
            return redirect(_back(request, row.vendor_id))
    return show_form(request, form, VendorForm(title, row.vendor, "access", _back(request, row.vendor_id)))


@needs(Permission.EDIT_AGREEMENTS)
def accessgrant_review(request: TenantRequest, pk: int) -> HttpResponse:
    """Say whether a grant is still needed."""
    row = get_object_or_404(AccessGrant.objects.select_related("vendor").filter(revoked_on=None), pk=pk)
    form = AccessReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done: AccessReview | None = take(
            form,
            lambda: actions.review_access(
                grant=row,
                stays=data["answer"] == "keep",
                note=data["note"],
                by=request.user,
                today=today_of(request),
            ),
        )
        if done is not None:
            text = (
                _("%(grant)s stays.") if done.stays else _("%(grant)s is taken back. Switch it off in the system too.")
            )
            messages.success(request, text % {"grant": row})
            return redirect(_back(request, row.vendor_id))
    note = _("%(level)s · %(scope)s · %(reason)s") % {
        "level": row.get_level_display(),
        "scope": row.scope,
        "reason": row.reason,
    }
    return show_form(request, form, VendorForm(str(row), row.vendor, "access", _back(request, row.vendor_id), note))


@needs(Permission.EDIT_AGREEMENTS)
def credential_create(request: TenantRequest, partner: int) -> HttpResponse:
    """A secret that they hold."""
    vendor = vendor_of(partner)
    form = CredentialForm(request.POST or None, instance=Credential(vendor=vendor), organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added = take(
            form,
            lambda: actions.add_credential(credential=form.instance, by=request.user, today=today_of(request)),
        )
        if added is not None:
            messages.success(request, _("%(name)s is in the register.") % {"name": added})
            return redirect(_back(request, partner))
    return show_form(request, form, VendorForm(_("New credential"), vendor, "access", _back(request, partner)))


@needs(Permission.EDIT_AGREEMENTS)
def credential_rotate(request: TenantRequest, pk: int) -> HttpResponse:
    """It was changed; the changes so far stand beside."""
    row = get_object_or_404(Credential.objects.select_related("vendor"), pk=pk)
    form = RotationForm(request.POST or None, initial={"rotated_on": today_of(request)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = take(
            form,
            lambda: actions.rotate_credential(
                credential=row,
                rotated_on=data["rotated_on"],
                proof=data["proof"],
                by=request.user,
                now=timezone.now(),
                today=today_of(request),
            ),
        )
        if done is not None:
            messages.success(request, _("%(name)s is changed; the proof is kept.") % {"name": row})
            return redirect(_back(request, row.vendor_id))
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "rotations": list(row.rotations.select_related("recorded_by").order_by("-rotated_on", "-pk")),
        "back": _back(request, row.vendor_id),
    }
    return show_tab(request, "credential_rotate", row.vendor, "access", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def credential_retire(request: TenantRequest, pk: int) -> HttpResponse:
    """In use no longer."""
    row = get_object_or_404(Credential, pk=pk)
    actions.retire_credential(credential=row, by=request.user, today=today_of(request))
    messages.success(request, _("%(name)s is in use no longer.") % {"name": row})
    return redirect(_back(request, row.vendor_id))


@needs(Permission.WRITE_ACTIONS)
def deviation_create(request: TenantRequest, partner: int) -> HttpResponse:
    """Report that data was in a place that nobody approved."""
    vendor = vendor_of(partner)
    form = DeviationForm(
        request.POST or None,
        instance=Deviation(vendor=vendor),
        organization=request.organization,
        initial={"found_on": today_of(request)},
    )
    if request.method == "POST" and form.is_valid():
        done = take(
            form,
            lambda: actions.report_deviation(deviation=form.instance, by=request.user, now=timezone.now()),
        )
        if done is not None:
            messages.success(request, _("Reported. The vendor sees it in its portal."))
            return redirect(_back(request, partner))
    note = _("The vendor's people see this report.")
    page = VendorForm(_("Report a deviation"), vendor, "access", _back(request, partner), note)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def deviation_resolve(request: TenantRequest, pk: int) -> HttpResponse:
    """Write down what was done about it."""
    row = get_object_or_404(Deviation.objects.select_related("vendor"), pk=pk)
    form = ResolutionForm(request.POST or None)

    def resolve() -> bool:
        resolution = form.cleaned_data["resolution"]
        actions.resolve_deviation(deviation=row, resolution=resolution, by=request.user, today=today_of(request))
        return True

    if request.method == "POST" and form.is_valid() and take(form, resolve):
        messages.success(request, _("%(place)s: resolved.") % {"place": row})
        return redirect(_back(request, row.vendor_id))
    page = VendorForm(str(row), row.vendor, "access", _back(request, row.vendor_id), row.what)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def person_offboard(request: TenantRequest, partner: int) -> HttpResponse:
    """Somebody of the vendor leaves: everything at once. ``?person=`` says who."""
    vendor = vendor_of(partner)
    form = OffboardForm(request.POST or None, initial={"person": request.GET.get("person", "")[:254]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = take(
            form,
            lambda: actions.offboard(
                vendor=vendor,
                person=data["person"],
                reason=data["reason"],
                by=request.user,
                now=timezone.now(),
                today=today_of(request),
            ),
        )
        if done is not None and not any(done):
            form.add_error("person", _("The register and the portal know nobody of this name or address."))
        elif done is not None:
            text = _(
                "%(person)s: %(grants)d grants revoked, %(places)d places in the portal ended,"
                " %(credentials)d credentials due for a change."
            )
            words = {"person": data["person"], "grants": done.grants, "places": done.memberships}
            messages.success(request, text % {**words, "credentials": done.credentials})
            return redirect(_back(request, partner))
    note = _("Revokes every grant, ends their place in the portal and makes due what they held. Nothing is deleted.")
    page = VendorForm(_("Somebody leaves"), vendor, "access", _back(request, partner), note, _("Take everything back"))
    return show_form(request, form, page)


def _back(request: TenantRequest, vendor: int) -> str:
    return address(request, "vendor-access", pk=vendor)

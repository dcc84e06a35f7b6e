"""The partner's own people in the portal: seen, invited and removed by its managers."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions.colleagues import invite_colleague, remove_colleague
from engagements.forms.partner_work import ColleagueForm
from engagements.queries.partner_work import colleagues, open_offers
from foundation.accounts.actions.invitations import revoke_invitation
from foundation.accounts.models import Invitation
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.PORTAL_MANAGE)
def colleague_list(request: TenantRequest) -> HttpResponse:
    """Who of the partner is in, and who is invited; a POST invites."""
    vendor: int = request.membership.vendor_id  # type: ignore[assignment]  # the portal has one
    form = ColleagueForm(request.POST if request.method == "POST" else None, vendor_id=vendor)
    if request.method == "POST" and form.is_valid() and _invite(request, form, vendor):
        return _back(request)
    context = {
        "people": colleagues(),
        "offers": open_offers(now=timezone.now()),
        "form": form,
        "own": request.membership.pk,
    }
    return render(request, "engagements/portal_colleagues.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.PORTAL_MANAGE)
def colleague_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a colleague's place away."""
    membership = get_object_or_404(colleagues(), pk=pk)
    try:
        remove_colleague(membership=membership, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(person)s can no longer enter.") % {"person": membership.user})
    return _back(request)


@require_POST
@needs(Permission.PORTAL_MANAGE)
def offer_revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """Take an open invitation back."""
    invitation = get_object_or_404(Invitation.objects.defer("token_hash"), pk=pk)
    try:
        revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
    return _back(request)


def _invite(request: TenantRequest, form: ColleagueForm, vendor: int) -> bool:
    try:
        invite_colleague(
            organization=request.organization,
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
            engagements=list(form.cleaned_data["engagements"]),
            vendor_id=vendor,
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    except OSError:
        form.add_error(None, _("The mail server did not take the invitation, so nothing was saved. Try again."))
        return False
    messages.success(request, _("The invitation to %(email)s is sent.") % {"email": form.cleaned_data["email"]})
    return True


def _back(request: TenantRequest) -> HttpResponse:
    return redirect(
        "engagements:colleague-portal-list", org=request.organization.slug, vendor=request.membership.vendor_id
    )

"""Who may enter the workspace, and as what."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts import actions, queries
from foundation.accounts.forms.people import RoleForm, StaffInvitationForm, VendorInvitationForm
from foundation.accounts.models import Invitation, Membership
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


class Row:
    """A member or an open invitation, with the partner's name (empty for staff)."""

    def __init__(self, of: Membership | Invitation, vendors: dict[int, str]) -> None:
        self.of = of
        self.vendor_name = "" if of.vendor_id is None else vendors.get(of.vendor_id, _("Archived partner"))


@needs(Permission.VIEW)
def membership_list(request: TenantRequest) -> HttpResponse:
    """Members, the partners' people, and for owners the open invitations."""
    vendors = dict(queries.vendor_choices()())
    may_manage = request.membership.may(Permission.MANAGE_PEOPLE)
    rows = [Row(member, vendors) for member in queries.members()]
    invitations = queries.open_invitations() if may_manage else []
    context = {
        "staff": [row for row in rows if not row.vendor_name],
        "partners": [row for row in rows if row.vendor_name],
        "invitations": [Row(invitation, vendors) for invitation in invitations],
        "now": timezone.now(),
        "may_manage": may_manage,
        "has_vendors": bool(vendors),
    }
    return render(request, "accounts/membership_list.html", context)


@needs(Permission.MANAGE_PEOPLE)
def membership_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Another role for a member."""
    membership = get_object_or_404(queries.members(), pk=pk)
    form = RoleForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
        except ValidationError as error:
            form.add_error("role", error)
        else:
            messages.success(request, _("The role of %(person)s is changed.") % {"person": membership.user})
            return redirect("accounts:person-list", org=request.organization.slug)
    vendor = dict(queries.vendor_choices()()).get(membership.vendor_id or 0, "")
    context = {"form": form, "member": membership, "vendor_name": vendor}
    return render(request, "accounts/membership_edit.html", context)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def membership_end(request: TenantRequest, pk: int) -> HttpResponse:
    """Take somebody's place away."""
    membership = get_object_or_404(queries.members(), pk=pk)
    try:
        actions.end_membership(membership=membership, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:person-edit", org=request.organization.slug, pk=pk)
    messages.success(request, _("%(person)s may no longer enter this workspace.") % {"person": membership.user})
    if membership.pk == request.membership.pk:
        return redirect("workspaces")
    return redirect("accounts:person-list", org=request.organization.slug)


@needs(Permission.MANAGE_PEOPLE)
def invitation_create(request: TenantRequest) -> HttpResponse:
    """Invite a colleague."""
    return _invite(request, StaffInvitationForm(request.POST or None), template="accounts/invitation_create.html")


@needs(Permission.MANAGE_PEOPLE)
def invitation_create_partner(request: TenantRequest) -> HttpResponse:
    """Invite a partner's person."""
    form = VendorInvitationForm(request.POST or None)
    return _invite(request, form, template="accounts/invitation_create_partner.html")


def _invite(request: TenantRequest, form: StaffInvitationForm, *, template: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(
                organization=request.organization,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                vendor_id=form.vendor_id,
                by=request.user,
                now=timezone.now(),
            )
        except OSError:
            form.add_error(None, _("The mail server did not take the invitation, so nothing was saved. Try again."))
        else:
            messages.success(request, _("The invitation to %(email)s is sent.") % {"email": invitation.email})
            return redirect("accounts:person-list", org=request.organization.slug)
    return render(request, template, {"form": form, "has_vendors": bool(queries.vendor_choices()())})


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def invitation_renew(request: TenantRequest, pk: int) -> HttpResponse:
    """Mail a new link; the old one dies."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        actions.renew_invitation(
            invitation=invitation, organization=request.organization, by=request.user, now=timezone.now()
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    except OSError:
        messages.error(request, _("The mail server did not take the invitation. The old link still works."))
    else:
        messages.success(request, _("A new link is sent to %(email)s.") % {"email": invitation.email})
    return redirect("accounts:person-list", org=request.organization.slug)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def invitation_revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        actions.revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
    return redirect("accounts:person-list", org=request.organization.slug)

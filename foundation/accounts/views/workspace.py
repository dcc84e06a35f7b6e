"""The workspace's settings, its API tokens and its audit log."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from foundation.accounts import actions, queries
from foundation.accounts.forms.people import TokenForm
from foundation.accounts.forms.workspaces import WorkspaceForm
from foundation.accounts.models import ApiToken, Organization
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

# Longer numbers do not fit an id.
DIGITS = 18


@needs(Permission.MANAGE_WORKSPACE)
def organization_edit(request: TenantRequest) -> HttpResponse:
    """Name, zone, currency, paper, name in mails, cut-off."""
    organization = Organization.objects.get(pk=request.organization.pk)
    form = WorkspaceForm(request.POST or None, instance=organization)
    if request.method == "POST" and form.is_valid():
        was = {name: getattr(request.organization, name) for name in form.changed_data}
        if was:
            actions.change_organization(organization=form.instance, by=request.user, was=was)
        messages.success(request, _("The settings are saved."))
        return redirect("accounts:settings", org=request.organization.slug)
    return render(request, "accounts/organization_edit.html", {"form": form})


@needs(Permission.MANAGE_TOKENS)
def apitoken_list(request: TenantRequest) -> HttpResponse:
    """The workspace's API tokens, living and dead."""
    context = {"tokens": queries.tokens(), "now": timezone.now()}
    return render(request, "accounts/apitoken_list.html", context)


@never_cache
@needs(Permission.MANAGE_TOKENS)
def apitoken_create(request: TenantRequest) -> HttpResponse:
    """Make a token; the answer to the form is the only page that ever shows it."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, secret = actions.create_token(
            name=form.cleaned_data["name"],
            can_write=form.cleaned_data["can_write"],
            lifetime=timedelta(days=form.cleaned_data["days"]),
            membership=request.membership,
            now=timezone.now(),
        )
        return render(request, "accounts/apitoken_created.html", {"token": token, "secret": secret})
    return render(request, "accounts/apitoken_create.html", {"form": form})


@require_POST
@needs(Permission.MANAGE_TOKENS)
def apitoken_revoke(request: TenantRequest, pk: int) -> HttpResponse:
    """Stop a token."""
    token = get_object_or_404(ApiToken, pk=pk)
    actions.revoke_token(token=token, by=request.user, now=timezone.now())
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("accounts:token-list", org=request.organization.slug)


@needs(Permission.VIEW_AUDIT)
def auditevent_list(request: TenantRequest) -> HttpResponse:
    """Who did what, newest first; verb and person stand in the address."""
    verb = request.GET.get("verb", "").strip()[:60]
    person = _number(request.GET.get("person"))
    page = queries.audit_page(
        verb=verb, person=person, before=_number(request.GET.get("before")), after=_number(request.GET.get("after"))
    )
    kept = {name: value for name, value in (("verb", verb), ("person", person)) if value}
    context = {
        "page": page,
        "newer_url": f"?{urlencode(kept | {'after': page.newer})}" if page.newer else "",
        "older_url": f"?{urlencode(kept | {'before': page.older})}" if page.older else "",
        "verb": verb,
        "person": person,
        "verbs": queries.recent_verbs(),
        "people": {member.user_id: member.user for member in queries.members()}.values(),
        "seal": queries.last_seal(),
    }
    return render(request, "accounts/auditevent_list.html", context)


def _number(text: str | None) -> int | None:
    """A row id out of an address, or None; larger than any id means none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= DIGITS else None

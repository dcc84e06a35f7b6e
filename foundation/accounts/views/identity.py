"""Pages outside any workspace: the list of workspaces, one's profile, an invitation."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from foundation.accounts import actions
from foundation.accounts.forms.persons import JoinForm, ProfileForm
from foundation.accounts.forms.workspaces import NewWorkspaceForm
from foundation.accounts.invited import find_invitation, owns_address
from foundation.accounts.models import Invitation, User
from foundation.accounts.places import home_url, may_open_workspace, places_of
from foundation.accounts.queries import role_label, state_of
from foundation.accounts.requests import outside_tenants

BACKEND = "foundation.accounts.authentication.EmailBackend"


@outside_tenants("one's own workspaces, whichever they are")
@login_required
def workspaces(request: HttpRequest) -> HttpResponse:
    """Where somebody may go; who has one place alone is taken there, unless they ask for the list (``?all=1``)."""
    person: User = request.user  # type: ignore[assignment]  # login_required
    places = places_of(person)
    may_open = may_open_workspace(person, places)
    form = NewWorkspaceForm(request.POST or None, initial={"time_zone": person.time_zone or "UTC"})
    if request.method == "POST" and may_open and form.is_valid():
        return redirect(home_url(actions.create_organization(by=person, **form.cleaned_data)))
    if request.method == "GET" and len(places) == 1 and "all" not in request.GET:
        return redirect(places[0].url)
    return render(request, "accounts/workspaces.html", {"places": places, "form": form if may_open else None})


@outside_tenants("one's own account")
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, shortcuts."""
    person: User = request.user  # type: ignore[assignment]  # login_required
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(request, "accounts/profile.html", {"form": form})


@outside_tenants("whoever holds the link may look; only the invited address may accept")
@never_cache
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Follow an invitation: join with one's account, or make one."""
    now = timezone.now()
    invitation = find_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_closed.html", {"reason": "unknown"}, status=404)
    state = state_of(invitation, now=now)
    context = {"invitation": invitation, "role": role_label(invitation.role), "reason": state.reason}
    if not state.is_open:
        return render(request, "accounts/invitation_closed.html", context, status=410)
    if not request.user.is_authenticated:
        return _meet(request, invitation, context)
    if not owns_address(request.user, invitation.email):
        return render(request, "accounts/invitation_other_address.html", context, status=403)
    return _join(request, invitation, context)


def _meet(request: HttpRequest, invitation: Invitation, context: dict[str, object]) -> HttpResponse:
    """Somebody who is not signed in: to the login, or a new account for the invited address."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        return render(request, "accounts/invitation_sign_in.html", context)
    form = JoinForm(request.POST or None, email=invitation.email)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/invitation_sign_up.html", context | {"form": form})
    person = actions.make_person(
        email=invitation.email,
        name=form.cleaned_data["name"],
        password=form.cleaned_data["password1"],
        language=get_language() or settings.LANGUAGE_CODE,
    )
    login(request, person, backend=BACKEND)
    return _join(request, invitation, context)


def _join(request: HttpRequest, invitation: Invitation, context: dict[str, object]) -> HttpResponse:
    """Somebody who owns the invited address."""
    person: User = request.user  # type: ignore[assignment]  # signed in
    if request.method != "POST":
        return render(request, "accounts/invitation_join.html", context)
    try:
        membership = actions.accept_invitation(invitation=invitation, by=person, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("workspaces")
    messages.success(request, _("Welcome to %(organization)s.") % {"organization": invitation.organization})
    return redirect(home_url(membership))

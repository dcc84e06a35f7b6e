"""Where the pages of this room stand: addresses, the way up, rows or 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from engagements.views.pages import FormPage, crumb
from foundation.accounts.requests import TenantRequest
from foundation.accounts.roles import Permission
from pilots.models import Pilot
from pilots.queries.plans import with_names

TAB = "pilot"
View = Callable[..., HttpResponse]


def here(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"pilots:{name}", kwargs={"org": request.organization.slug, **kwargs})


def pilot_or_404(pk: int) -> Pilot:
    """A pilot with what its pages show."""
    found: Pilot = get_object_or_404(with_names(), pk=pk)
    return found


def crumbs(request: TenantRequest, pilot: Pilot | None = None) -> list[dict[str, str]]:
    """The way up to the list, or to a pilot."""
    above = [crumb(_("Pilots"), here(request, "pilot-list"))]
    return [*above, crumb(pilot, here(request, "pilot-detail", pk=pilot.pk))] if pilot else above


def pilot_page(request: TenantRequest, pilot: Pilot, title: str, submit_label: str = "", note: str = "") -> FormPage:
    """The words around a form about a pilot."""
    back = here(request, "pilot-detail", pk=pilot.pk)
    return FormPage(title, back, crumbs(request, pilot), submit_label or _("Save"), note)


def may_edit(request: TenantRequest) -> bool:
    """Whether the reader plans pilots."""
    return request.membership.may(Permission.EDIT_AGREEMENTS)


def plan_only(view: View) -> View:
    """A page of the plan: once the pilot has started it leads to the pilot, with the reason."""

    @wraps(view)
    def guarded(request: TenantRequest, pk: int, **kwargs: Any) -> HttpResponse:
        pilot = pilot_or_404(pk)
        if pilot.locked_at is not None:
            messages.error(
                request, _("The pilot has started: what changes now needs an amendment that both sides sign.")
            )
            return redirect(here(request, "pilot-detail", pk=pk))
        return view(request, pilot, **kwargs)

    return guarded


def attempt(request: TenantRequest, pilot: Pilot, act: Callable[[], Any], done: str) -> HttpResponse:
    """Do what a button asks; what was refused is said on the pilot's page."""
    try:
        with transaction.atomic():
            act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect(here(request, "pilot-detail", pk=pilot.pk))

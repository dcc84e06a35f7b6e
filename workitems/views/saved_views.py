"""Keeping and forgetting views of the item list."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from workitems.actions.views import forget_view, save_view
from workitems.forms.views import ViewForm
from workitems.models import SavedView
from workitems.queries.filters import FilterError, ItemFilter
from workitems.views.item_lists import show_list


@require_POST
@needs(Permission.VIEW)
def view_create(request: TenantRequest) -> HttpResponse:
    """Keep the filter of the address under a name."""
    form = ViewForm(request.POST)
    try:
        wanted = ItemFilter.from_query(request.GET, zone=request.organization.time_zone)
    except FilterError:
        return redirect(f"{_list(request)}?{request.GET.urlencode()}")
    if form.is_valid():
        try:
            save_view(query=wanted.address, by=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Kept as the view “%(name)s”.") % form.cleaned_data)
            return redirect(f"{_list(request)}?{wanted.address}")
    return show_list(request, form)


@require_POST
@needs(Permission.VIEW)
def view_forget(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget one of one's own views."""
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    forget_view(view=view, by=request.user)
    messages.success(request, _("The view “%(name)s” is forgotten.") % {"name": view.name})
    return redirect(_list(request))


def _list(request: TenantRequest) -> str:
    return reverse("workitems:item-list", args=[request.organization.slug])

"""The work-item list: its filter is the address, and its CSV is what it shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import csv_lines
from workitems.forms.filters import ItemFilterForm
from workitems.forms.views import ViewForm
from workitems.queries.filters import FilterError, ItemFilter
from workitems.queries.item_lists import MOST_COUNTED, MOST_EXPORTED, Cursor, count_up_to, exported_items, item_page
from workitems.queries.views import views_of
from workitems.views.filter_words import in_words
from workitems.views.item_cells import COLUMNS, cells


@needs(Permission.VIEW)
def item_list(request: TenantRequest) -> HttpResponse:
    """Work items by filter, newest first."""
    return show_list(request)


def show_list(request: TenantRequest, view_form: ViewForm | None = None) -> HttpResponse:
    """The list, with a view that could not be kept when there is one."""
    zone = request.organization.time_zone
    problems: dict[str, str] = {}
    try:
        wanted = ItemFilter.from_query(request.GET, zone=zone)
    except FilterError as error:
        wanted, problems = ItemFilter(), error.problems
    if "csv" in request.GET and not problems:
        return _csv(request, wanted)
    page = None if problems else item_page(wanted, Cursor.read(request.GET.get("page", "")))
    form = ItemFilterForm(wanted, zone=zone)
    context: dict[str, Any] = {
        "form": form,
        "problems": problems,
        "page": page,
        "wanted": wanted,
        "kept": in_words(wanted, form.kept, zone=zone),
        "is_filtered": bool(problems) or not wanted.is_empty,
        "csv_url": f"?{_address(wanted, csv='1')}",
        "newer_url": f"?{_address(wanted, page=page.newer.text)}" if page and page.newer else "",
        "older_url": f"?{_address(wanted, page=page.older.text)}" if page and page.older else "",
        "unassigned": _count(count_up_to(ItemFilter(unassigned=True))),
        "found": "" if problems or wanted.is_empty else _count(count_up_to(wanted)),
    }
    status = 422 if view_form else 200
    return render(request, "workitems/item_list.html", context | _views(request, wanted, view_form), status=status)


def _views(request: TenantRequest, wanted: ItemFilter, form: ViewForm | None) -> dict[str, Any]:
    """Views as pills, the one that is shown, and a form to keep what is shown."""
    views, here = views_of(request.user), reverse("workitems:item-list", args=[request.organization.slug])
    shown = [view for view in views if view.query == wanted.address]
    pills = [{"label": view.name, "url": f"{here}?{view.query}", "current": view in shown} for view in views]
    everything = {"label": _("All"), "url": here, "current": wanted.is_empty}
    return {
        "views": [everything, *pills] if pills else [],
        "own_view": next((view for view in shown if view.owner_id == request.user.pk), None),
        "view_form": form or ViewForm(),
        "view_query": wanted.address,
    }


def _csv(request: TenantRequest, wanted: ItemFilter) -> HttpResponse:
    """Every item of the filter; a list too long for one file is refused, never cut."""
    if count_up_to(wanted, MOST_EXPORTED) > MOST_EXPORTED:
        text = _("A file holds %(most)s items at most. Narrow the filter, for instance to a month.")
        messages.error(request, text % {"most": f"{MOST_EXPORTED:,}"})
        return redirect(f"{request.path}?{wanted.address}")
    rows = (cells(item) for item in exported_items(wanted))
    # joined here, inside the transaction: a stream would read after it
    content = "".join(csv_lines([str(label) for _name, label in COLUMNS], rows))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="work-items-{request.organization.slug}.csv"'
    return response


def _address(wanted: ItemFilter, **more: str) -> str:
    return urlencode({**wanted.to_query(), **more}, doseq=True)


def _count(number: int) -> dict[str, Any]:
    """A count that may stop at its bound."""
    return {"number": min(number, MOST_COUNTED), "is_more": number > MOST_COUNTED}

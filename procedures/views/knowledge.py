"""The knowledge base: every guide of the workspace, searched and filtered; the address is the filter."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from engagements.views.pages import today_of
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.forms.guides import GuideFilterForm
from procedures.queries.guides import GuideFilter, find_guides
from procedures.queries.readers import people, rows_of
from procedures.views.places import may_edit


@needs(Permission.VIEW)
def knowledge_list(request: TenantRequest) -> HttpResponse:
    """SOPs, checklists and articles with version, owner, adoption and lag."""
    form = GuideFilterForm(request.GET)
    form.is_valid()
    data, today = form.cleaned_data, today_of(request)
    wanted = GuideFilter(
        kind=data.get("kind") or "",
        text=data.get("q") or "",
        process_id=data["process"].pk if data.get("process") else None,
        is_due=data.get("show") == "due",
        is_archived=data.get("show") == "archived",
    )
    context = {
        "form": form,
        "rows": rows_of(find_guides(wanted, today=today), people(today), today=today, now=timezone.now()),
        "is_filtered": wanted != GuideFilter(),
        "today": today,
        "may_edit": may_edit(request),
    }
    return render(request, "procedures/knowledge_list.html", context)

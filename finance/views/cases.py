"""Business cases: the list, a case with its versions, making and renaming one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.models import Engagement, Process
from engagements.views.pages import FormPage, show_form, today_of
from engagements.views.tabs import engagement_of
from finance.actions import cases as actions
from finance.case import find
from finance.difference import difference
from finance.forms.cases import CaseChangeForm, CaseFilterForm, CaseForm
from finance.forms.decisions import DecisionForm
from finance.models import BusinessCase, CaseState, CaseVersion
from finance.models.cases import APPROVED_STATES
from finance.queries import cases as queries
from finance.queries.sending import rounds_of
from finance.queries.sources import gone
from finance.sealing import fault_of
from finance.showing import lines_of, shown
from finance.views.places import TAB, case_or_404, case_page, crumbs, here, may_edit, version_or_404
from foundation.accounts.forms.submitting import old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

VIEWS = {
    "": gettext_lazy("All"),
    "waiting": gettext_lazy("Waiting"),
    "draft": gettext_lazy("Drafts"),
    "approved": gettext_lazy("Approved"),
    "declined": gettext_lazy("Deferred or rejected"),
    "archived": gettext_lazy("Archived"),
}
MARKS = {
    CaseState.DRAFT: "none",
    CaseState.SUBMITTED: "run",
    CaseState.APPROVED: "ok",
    CaseState.CONDITIONS: "ok",
    CaseState.DEFERRED: "warn",
    CaseState.REJECTED: "bad",
    CaseState.SUPERSEDED: "none",
}
LONGEST_ID = 18


@needs(Permission.VIEW)
def case_list(request: TenantRequest) -> HttpResponse:
    """All cases, those that wait for a decision first; the filter stands in the address."""
    state = request.GET.get("state", "")
    state = state if state in VIEWS else ""
    form = CaseFilterForm(request.GET)
    rows = queries.listed_cases(form.wanted(state=state))
    text = form.cleaned_data.get("q", "")
    kept = {"q": text} if text else {}
    context = {
        "form": form,
        "rows": [(row, MARKS[CaseState(row.state)]) for row in rows],
        "views": [
            {"label": label, "url": f"?{urlencode(kept | ({'state': key} if key else {}))}", "current": key == state}
            for key, label in VIEWS.items()
        ],
        "keep": {"state": state} if state else {},
        "state": state,
        "is_filtered": bool(kept),
        "reset_url": f"?{urlencode({'state': state})}" if kept else "",
        "may_edit": may_edit(request),
        "may_manage": request.membership.may(Permission.MANAGE_WORKSPACE),
    }
    return render(request, "finance/case_list.html", context)


@needs(Permission.VIEW)
def engagement_case(request: TenantRequest, pk: int) -> HttpResponse:
    """The tab of an engagement: its cases."""
    engagement = engagement_of(pk)
    rows = queries.cases_of(engagement)
    context = {
        "engagement": engagement,
        "current": TAB,
        "rows": [(row, MARKS[CaseState(row.state)]) for row in rows],
        "may_edit": may_edit(request),
    }
    return render(request, "finance/engagement_case.html", context)


@needs(Permission.EDIT_CASES)
def case_create(request: TenantRequest) -> HttpResponse:
    """A new case from a starter; ``?engagement=`` or ``?process=`` say what it is about."""
    case = BusinessCase(engagement=_wanted(request, Engagement), process=_wanted(request, Process))
    initial = {"currency": request.organization.currency}
    if case.process and case.engagement is None:
        initial["title"] = _("Have a partner do: %(process)s") % {"process": case.process.name}
    form = CaseForm(request.POST or None, instance=case, organization=request.organization, initial=initial)
    if request.method == "POST" and form.is_valid():
        starter = form.cleaned_data["starter"]
        made = take(
            form,
            lambda: actions.create_case(
                case=form.instance, starter=starter, by=request.user, now=timezone.now(), today=today_of(request)
            ),
        )
        if made is not None:
            messages.success(
                request, _("The first draft is made: put your own numbers in place of the rules of thumb.")
            )
            return redirect(here(request, "case-edit", pk=made.case_id))
    page = FormPage(_("New business case"), here(request, "case-list"), crumbs(request), _("Make the first draft"))
    return show_form(request, form, page)


@needs(Permission.VIEW)
def case_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A case by its newest version."""
    case = case_or_404(pk)
    return show_version(request, version_or_404(case))


@needs(Permission.VIEW)
def case_version(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """A case by one of its versions."""
    return show_version(request, version_or_404(case_or_404(pk), number))


@needs(Permission.VIEW)
def case_difference(request: TenantRequest, pk: int, number: int) -> HttpResponse:
    """What is different from the version before."""
    case = case_or_404(pk)
    version = version_or_404(case, number)
    before = queries.version_before(version)
    context = {
        "case": case,
        "version": version,
        "before": before,
        "changes": difference(before.read(), version.read()) if before else [],
        "crumbs": crumbs(request, case),
    }
    return render(request, "finance/case_difference.html", context)


@needs(Permission.EDIT_CASES)
def case_change(request: TenantRequest, pk: int) -> HttpResponse:
    """Rename a case, or say what it is about and who prepares it."""
    case = case_or_404(pk)
    title = str(case)
    form = CaseChangeForm(request.POST or None, instance=case, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.rename(case=case, by=request.user, was=was)):
            messages.success(request, _("%(case)s is saved.") % {"case": case})
            return redirect(here(request, "case-detail", pk=pk))
    return show_form(request, form, case_page(request, BusinessCase(pk=pk, title=title), _("Title and place")))


@require_POST
@needs(Permission.EDIT_CASES)
def case_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Put it away; what was decided stays."""
    actions.archive(case=case_or_404(pk), by=request.user, now=timezone.now())
    messages.success(request, _("The case is archived."))
    return redirect(here(request, "case-list"))


@require_POST
@needs(Permission.EDIT_CASES)
def case_restore(request: TenantRequest, pk: int) -> HttpResponse:
    """Take it out again."""
    actions.archive(case=case_or_404(pk), by=request.user, now=None)
    messages.success(request, _("The case is back on the list."))
    return redirect(here(request, "case-detail", pk=pk))


def show_version(request: TenantRequest, version: CaseVersion, form: DecisionForm | None = None) -> HttpResponse:
    """The page of a version: what it asks, what follows, what it rests on, and what may be done with it."""
    document = version.read()
    findings = find(document)
    reason = queries.reason_not_to_decide(version, request.user) if version.state == CaseState.SUBMITTED else ""
    versions = queries.versions_of(version.case)
    context: dict[str, Any] = {
        "case": version.case,
        "version": version,
        "mark": MARKS[CaseState(version.state)],
        "is_newest": versions[0].pk == version.pk,
        "in_force": next((each for each in versions if each.state in APPROVED_STATES), None),
        "shown": shown(document, findings, gone=gone(document)),
        "options": [(option, lines_of(document.case, findings, option)) for option in document.case.options],
        "rounds": rounds_of(version.case),
        "versions": [(each, MARKS[CaseState(each.state)]) for each in versions],
        "crumbs": crumbs(request),
        "may_edit": may_edit(request),
        "may_approve": request.membership.may(Permission.APPROVE_CASES),
        "reason": reason,
        "fault": fault_of(version, findings),
        "form": form or DecisionForm(),
    }
    return render(request, "finance/case_detail.html", context)


def _wanted(request: TenantRequest, model: type[Any]) -> Any:
    """The row that the address names, None when it names none of this workspace."""
    pk = request.GET.get(model._meta.model_name, "")
    return get_object_or_404(model, pk=pk) if pk.isdecimal() and len(pk) <= LONGEST_ID else None

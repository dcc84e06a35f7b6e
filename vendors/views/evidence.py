"""Evidence, as the client's people see it: all vendors, one vendor, one piece; the policy."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from vendors.actions import evidence as actions
from vendors.forms.evidence import (
    EvidenceDecisionForm,
    EvidenceForm,
    EvidencePolicyForm,
    EvidenceRequestForm,
    WithdrawForm,
)
from vendors.models import Decided, Evidence, EvidenceKind, EvidenceRequest
from vendors.queries import evidence as queries
from vendors.requests import kind_of, serve, today_of
from vendors.views.pages import VendorForm, address, show_form, show_tab, vendor_of

USUAL_DAYS = timedelta(days=14)


@needs(Permission.VIEW)
def evidence_list(request: TenantRequest) -> HttpResponse:
    """Every partner and how it stands with each kind of evidence."""
    vendors, today = queries.partners(), today_of(request)
    found = queries.matrix(vendors, today=today)
    context = {
        "kinds": queries.JUDGED,
        "rows": [(vendor, found[vendor.pk]) for vendor in vendors],
        "waiting": list(Evidence.objects.filter(decision=Decided.WAITING).select_related("vendor").order_by("pk")),
        "policy": queries.policy(),
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "vendors/evidence_list.html", context)


@needs(Permission.VIEW)
def vendor_evidence(request: TenantRequest, pk: int) -> HttpResponse:
    """How one vendor stands, and everything that was put there for it."""
    vendor = vendor_of(pk)
    context = {
        "standings": queries.standings(vendor, today=today_of(request)),
        "rows": queries.evidence_of(vendor),
        "kinds": EvidenceKind.choices,
    }
    return show_tab(request, "vendor_evidence", vendor, "evidence", context)


@needs(Permission.VIEW)
def evidence_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """One piece as it reads; decided here while it waits, taken back later."""
    row = _row(pk)
    context = {
        "row": row,
        "decision_form": EvidenceDecisionForm(),
        "withdraw_form": WithdrawForm(),
    }
    return show_tab(request, "evidence_detail", row.vendor, "evidence", context)


@needs(Permission.EDIT_AGREEMENTS)
def evidence_create(request: TenantRequest, partner: int, evidence_kind: str) -> HttpResponse:
    """Put evidence to a vendor ourselves; it counts at once."""
    vendor, kind = vendor_of(partner), kind_of(evidence_kind)
    row = Evidence(vendor=vendor, kind=kind)
    opened = {"received_on": today_of(request)}
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        instance=row,
        organization=request.organization,
        needs_received=True,
        initial=opened,
    )
    if request.method == "POST" and form.is_valid():
        added = take(
            form,
            lambda: actions.submit_evidence(
                evidence=form.instance,
                upload=form.cleaned_data["file"],
                by=request.user,
                now=timezone.now(),
                is_ours=True,
            ),
        )
        if added is not None:
            messages.success(request, _("%(evidence)s is kept.") % {"evidence": added})
            return redirect(address(request, "vendor-evidence", pk=partner))
    page = VendorForm(str(kind.label), vendor, "evidence", address(request, "vendor-evidence", pk=partner))
    return show_form(request, form, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def evidence_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Accept what the vendor put there, or refuse it."""
    row = _row(pk)
    form = EvidenceDecisionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        done = take(
            form,
            lambda: actions.decide_evidence(
                evidence=row, accept=data["answer"] == "accept", note=data["note"], by=request.user, now=timezone.now()
            ),
        )
        if done is not None:
            messages.success(
                request, _("%(evidence)s: %(answer)s.") % {"evidence": row, "answer": done.get_decision_display()}
            )
            return redirect(address(request, "vendor-evidence", pk=row.vendor_id))
    context = {"row": row, "decision_form": form, "withdraw_form": WithdrawForm()}
    return show_tab(request, "evidence_detail", row.vendor, "evidence", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def evidence_withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a piece back."""
    row = _row(pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        actions.withdraw_evidence(evidence=row, note=note, by=request.user, now=timezone.now())
        messages.success(request, _("%(evidence)s counts no longer.") % {"evidence": row})
        return redirect(address(request, "vendor-evidence", pk=row.vendor_id))
    context = {"row": row, "decision_form": EvidenceDecisionForm(), "withdraw_form": form}
    return show_tab(request, "evidence_detail", row.vendor, "evidence", context)


@require_safe
@needs(Permission.VIEW)
def evidence_download(request: TenantRequest, pk: int) -> HttpResponse:
    """The file, to be saved; one that the scanner has not answered for is not served."""
    row = get_object_or_404(Evidence.objects.select_related("file").exclude(file=None), pk=pk)
    return serve(request, row.file, back=address(request, "evidence-detail", pk=pk))


@needs(Permission.EDIT_AGREEMENTS)
def evidencerequest_create(request: TenantRequest, partner: int) -> HttpResponse:
    """Ask a vendor for evidence; ``?kind=`` chooses what."""
    vendor = vendor_of(partner)
    opened = {"kind": request.GET.get("kind", ""), "due_date": today_of(request) + USUAL_DAYS}
    form = EvidenceRequestForm(request.POST or None, initial=opened)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = take(
            form,
            lambda: actions.ask_for_evidence(
                vendor=vendor,
                kind=EvidenceKind(data["kind"]),
                due_date=data["due_date"],
                note=data["note"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if asked is not None:
            words = {"vendor": vendor, "kind": asked.get_kind_display()}
            messages.success(request, _("%(vendor)s is asked for: %(kind)s. It stands in its portal.") % words)
            return redirect(address(request, "vendor-evidence", pk=partner))
    back = address(request, "vendor-evidence", pk=partner)
    return show_form(request, form, VendorForm(_("Ask for evidence"), vendor, "evidence", back))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def evidencerequest_call_off(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask no longer."""
    row = get_object_or_404(EvidenceRequest.objects.select_related("vendor"), pk=pk)
    actions.call_off_request(request=row, by=request.user, now=timezone.now())
    messages.success(request, _("It is asked for no longer."))
    return redirect(address(request, "vendor-evidence", pk=row.vendor_id))


@needs(Permission.EDIT_AGREEMENTS)
def evidencepolicy_edit(request: TenantRequest) -> HttpResponse:
    """What the workspace demands of evidence."""
    rules = queries.policy()
    form = EvidencePolicyForm(request.POST or None, instance=rules, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        stored = queries.policy()
        was = {name: getattr(stored, name) for name in form.changed_data}
        changed = take(form, lambda: actions.set_policy(rules=form.instance, by=request.user, was=was))
        if changed is not None:
            text = ngettext(
                "Saved. %(n)d piece of evidence counts otherwise now.",
                "Saved. %(n)d pieces of evidence count otherwise now.",
                changed,
            )
            messages.success(request, text % {"n": changed})
            return redirect(address(request, "evidence-list"))
    return render(request, "vendors/evidencepolicy_form.html", {"form": form})


def _row(pk: int) -> Evidence:
    rows = Evidence.objects.select_related("vendor", "file", "submitted_by", "decided_by").defer("file__content")
    found: Evidence = get_object_or_404(rows, pk=pk)
    return found

"""Evidence of maturity, and the criteria of the provider path."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from engagements.actions import maturity as actions
from engagements.forms.baselines import CriterionForm, EvidenceForm, ProofForm
from engagements.models import GraduationCriterion, MaturityProof, Process
from engagements.models.processes import Aspect
from engagements.views.pages import FormPage, address, crumb, show_form
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

ASKED: dict[str, Any] = {
    Aspect.STABLE: gettext_lazy("For instance: done in the same way for six months, last change on 2 May."),
    Aspect.DOCUMENTED: gettext_lazy("For instance: procedure of 3 pages, tried by a newcomer on 4 November."),
    Aspect.MEASURABLE: gettext_lazy("For instance: 200 tickets timed, error rate from the weekly sample."),
}


@needs(Permission.EDIT_AGREEMENTS)
def proof_create(request: TenantRequest, process: int, aspect: str) -> HttpResponse:
    """Confirm an aspect with evidence; evidence that is there is replaced, and kept."""
    row = get_object_or_404(Process, pk=process)
    if aspect not in Aspect.values:
        raise Http404
    form = ProofForm(request.POST or None)
    form.fields["evidence"].help_text = ASKED[Aspect(aspect)]
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if take(form, lambda: actions.prove(process=row, aspect=aspect, by=request.user, now=now, **data)):
            messages.success(request, _("The evidence is kept."))
            return redirect(_back(request, process, "maturity"))
    title = f"{row}: {Aspect(aspect).label}"
    return show_form(request, form, _page(request, row, title, "maturity"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def proof_withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """The evidence does not hold any more."""
    proof = get_object_or_404(MaturityProof, pk=pk)
    actions.withdraw_proof(proof=proof, by=request.user, now=timezone.now())
    messages.success(request, _("The evidence is withdrawn."))
    return redirect(_back(request, proof.process_id, "maturity"))


@needs(Permission.EDIT_AGREEMENTS)
def criterion_create(request: TenantRequest, process: int) -> HttpResponse:
    """A criterion of one's own."""
    row = get_object_or_404(Process, pk=process)
    blank = GraduationCriterion(process=row)
    form = CriterionForm(request.POST or None, instance=blank, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_criterion(criterion=form.instance, by=request.user))
        if added is not None:
            return redirect(_back(request, process, "path"))
    return show_form(request, form, _page(request, row, _("New criterion"), "path"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def criterion_propose(request: TenantRequest, process: int) -> HttpResponse:
    """Add the usual criteria that are not there yet."""
    row = get_object_or_404(Process, pk=process)
    added = actions.propose_criteria(process=row, by=request.user)
    text = ngettext("%(count)d criterion is added.", "%(count)d criteria are added.", added)
    messages.success(request, text % {"count": added})
    return redirect(_back(request, process, "path"))


@needs(Permission.EDIT_AGREEMENTS)
def criterion_meet(request: TenantRequest, pk: int) -> HttpResponse:
    """Confirm that a criterion is met, with evidence."""
    criterion = get_object_or_404(GraduationCriterion.objects.select_related("process"), pk=pk)
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        evidence, now = form.cleaned_data["evidence"], timezone.now()
        done = take(
            form,
            lambda: [actions.meet_criterion(criterion=criterion, evidence=evidence, by=request.user, now=now)],
        )
        if done is not None:
            return redirect(_back(request, criterion.process_id, "path"))
    page = _page(request, criterion.process, _("It is met"), "path", note=criterion.text)
    return show_form(request, form, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def criterion_reopen(request: TenantRequest, pk: int) -> HttpResponse:
    """It is not met, after all."""
    criterion = get_object_or_404(GraduationCriterion, pk=pk)
    actions.reopen_criterion(criterion=criterion, by=request.user)
    return redirect(_back(request, criterion.process_id, "path"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def criterion_remove(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a criterion off the list."""
    criterion = get_object_or_404(GraduationCriterion, pk=pk)
    actions.remove_criterion(criterion=criterion, by=request.user)
    return redirect(_back(request, criterion.process_id, "path"))


def _back(request: TenantRequest, process: int, part: str) -> str:
    return f"{address(request, 'process-detail', pk=process)}#{part}"


def _page(request: TenantRequest, process: Process, title: str, part: str, note: str = "") -> FormPage:
    home = address(request, "process-list")
    above = [crumb(_("Processes"), home), crumb(process, address(request, "process-detail", pk=process.pk))]
    return FormPage(title, _back(request, process.pk, part), above, note=note)

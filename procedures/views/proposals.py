"""Proposals: made by the team or by whoever watches over it, decided by the owner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Engagement
from engagements.views.pages import FormPage, show_form
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.actions import proposals as actions
from procedures.forms.proposals import DecisionForm, ProposalForm
from procedures.models import Decision, Proposal
from procedures.views.places import (
    TAB,
    engagement_crumbs,
    engagement_page,
    guide_crumbs,
    guide_or_404,
    guide_page,
    here,
    may_edit,
)


@needs(Permission.WRITE_ACTIONS)
def guide_propose(request: TenantRequest, pk: int) -> HttpResponse:
    """Propose a change to a guide."""
    guide = guide_or_404(pk)
    note = _("%(owner)s decides.") % {"owner": guide.owner} if guide.owner else ""
    page = guide_page(request, guide, _("Propose a change to %(guide)s") % {"guide": guide}, note=note)
    return _propose(request, Proposal(guide=guide), page)


@needs(Permission.WRITE_ACTIONS)
def proposal_bring(request: TenantRequest, engagement: int) -> HttpResponse:
    """The partner brings a checklist or SOP of its own."""
    found = get_object_or_404(Engagement, pk=engagement)
    note = _("Accepted, it becomes a draft that you go over and publish.")
    page = engagement_page(request, found, _("A checklist or SOP that the partner brings"), note=note)
    return _propose(request, Proposal(engagement=found), page)


@needs(Permission.VIEW)
def proposal_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """One proposal; its owner decides."""
    proposal = get_object_or_404(
        Proposal.objects.select_related("guide__engagement", "guide__owner", "engagement", "decided_by"), pk=pk
    )
    may_decide = may_edit(request) and actions.may_decide(proposal, request.user)
    is_open = proposal.decision == Decision.OPEN
    form = DecisionForm(request.POST if may_decide and is_open and request.method == "POST" else None)
    back = _back(request, proposal)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        decided = take(
            form,
            lambda: actions.decide(
                proposal=proposal, decision=data["decision"], note=data["note"], by=request.user, now=timezone.now()
            ),
        )
        if decided is not None:
            messages.success(request, _("The proposal is %(word)s.") % {"word": decided.get_decision_display()})
            is_change = decided.guide_id is not None and decided.decision == Decision.ACCEPTED
            return redirect(here(request, "guide-edit", pk=decided.guide_id) if is_change else back)
    place = proposal.guide.engagement if proposal.guide else proposal.engagement
    above = guide_crumbs(request, proposal.guide) if proposal.guide else engagement_crumbs(request, proposal.engagement)
    context = {"proposal": proposal, "form": form, "may_decide": may_decide and is_open, "engagement": place}
    return render(request, "procedures/proposal_decide.html", context | {"crumbs": above, "current": TAB, "back": back})


def _propose(request: TenantRequest, proposal: Proposal, page: FormPage) -> HttpResponse:
    form = ProposalForm(
        request.POST or None,
        instance=proposal,
        organization=request.organization,
        initial={"proposed_by_name": str(request.user)},
    )
    if request.method == "POST" and form.is_valid():
        kept = take(form, lambda: actions.propose(proposal=form.instance, by=request.user, now=timezone.now()))
        if kept is not None:
            messages.success(request, _("The proposal is kept; the owner decides."))
            return redirect(page.back)
    return show_form(request, form, page)


def _back(request: TenantRequest, proposal: Proposal) -> str:
    if proposal.guide_id:
        return here(request, "guide-detail", pk=proposal.guide_id)
    return here(request, "engagement-procedures", pk=proposal.engagement_id)

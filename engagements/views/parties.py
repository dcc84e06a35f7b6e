"""Who takes part in an engagement, its named contacts, and who decides what."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from engagements.actions import parties as actions
from engagements.forms.parties import (
    ContactForm,
    DepartureForm,
    ParticipantChangeForm,
    ParticipantForm,
    TeamLeadForm,
)
from engagements.models import Contact, Engagement, Participant, Side
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def participant_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a role, with or without a person."""
    engagement = get_object_or_404(Engagement.objects.select_related("vendor"), pk=pk)
    side = Side.VENDOR if request.GET.get("side") == Side.VENDOR else Side.CLIENT
    row = Participant(engagement=engagement, side=side)
    form = ParticipantForm(request.POST or None, instance=row, organization=request.organization)
    act = partial(actions.add_participant, participant=form.instance, by=request.user)
    if request.method == "POST" and form.is_valid() and take(form, act) is not None:
        return redirect(address(request, "engagement-raci", pk=pk))
    return show_form(request, form, page_of(request, engagement, _("New role")))


@needs(Permission.EDIT_AGREEMENTS)
def participant_edit(request: TenantRequest, pk: int, participant: int) -> HttpResponse:
    """Another title, person or address."""
    found = _participant(pk, participant)
    title, side = found.title, found.get_side_display()
    form = ParticipantChangeForm(request.POST or None, instance=found, organization=request.organization)
    act = partial(actions.change_participant, participant=form.instance, by=request.user)
    if request.method == "POST" and form.is_valid() and take(form, act) is not None:
        return redirect(address(request, "engagement-raci", pk=pk))
    return show_form(request, form, page_of(request, found.engagement, f"{side}: {title}"))


@needs(Permission.EDIT_AGREEMENTS)
def participant_depart(request: TenantRequest, pk: int, participant: int) -> HttpResponse:
    """Somebody leaves; whoever takes over keeps the role's letters."""
    found = _participant(pk, participant)
    form = DepartureForm(request.POST or None, participant=found, initial={"left_on": today_of(request)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with transaction.atomic():
            actions.depart_participant(participant=found, left_on=data["left_on"], by=request.user)
            if form.has_successor:
                found.user, found.name, found.email = data["user"], data["name"], ""
                actions.change_participant(participant=found, by=request.user)
        return redirect(address(request, "engagement-raci", pk=pk))
    title = _("%(name)s leaves") % {"name": found.name or found.title}
    note = _("The letters stay with the role. Without a successor the RACI shows what has to be taken over.")
    return show_form(request, form, page_of(request, found.engagement, title, note=note))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def participant_remove(request: TenantRequest, pk: int, participant: int) -> HttpResponse:
    """Forget a role that nothing names."""
    found = _participant(pk, participant)
    try:
        with transaction.atomic():
            actions.remove_participant(participant=found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s is removed.") % {"name": found.title})
    return redirect(address(request, "engagement-raci", pk=pk))


@needs(Permission.EDIT_AGREEMENTS)
def contact_edit(request: TenantRequest, pk: int, contact: str) -> HttpResponse:
    """Say who the owner, the deputy, the partner's single contact or the team lead is."""
    engagement = get_object_or_404(Engagement, pk=pk)
    if contact not in Contact.values:
        raise Http404
    which = Contact(contact)
    kind = TeamLeadForm if which == Contact.TEAM_LEAD else ContactForm
    form = kind(request.POST or None, engagement=engagement, contact=which)
    if request.method == "POST" and form.is_valid():

        def act() -> bool:
            chosen = form.cleaned_data["participant"]
            actions.name_contact(
                engagement=engagement, contact=which, participant=chosen, by=request.user, promotion=form.promotion
            )
            return True

        if take(form, act):
            return redirect(address(request, "engagement-raci", pk=pk))
    return show_form(request, form, page_of(request, engagement, str(which.label), note=str(MEANINGS[which])))


MEANINGS = {
    Contact.OWNER: gettext_lazy("Answers for the engagement on your side."),
    Contact.DEPUTY: gettext_lazy("Stands in while the owner is away."),
    Contact.VENDOR_CONTACT: gettext_lazy("The one person at the partner to turn to with anything."),
    Contact.TEAM_LEAD: gettext_lazy("Leads the people who do the work."),
}


def page_of(request: TenantRequest, engagement: Engagement, title: str, *, note: str = "") -> FormPage:
    """The words around a form of this tab."""
    back = address(request, "engagement-raci", pk=engagement.pk)
    crumbs = [crumb(_("Engagements"), address(request, "engagement-list")), crumb(engagement, back)]
    return FormPage(title, back, crumbs, note=note, engagement=engagement, current="roles")


def _participant(engagement: int, participant: int) -> Participant:
    rows = Participant.objects.select_related("engagement__vendor", "user")
    found: Participant = get_object_or_404(rows, pk=participant, engagement=engagement)
    return found

"""The client's answer to what a partner disputes."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from scorecards.actions.answers import reject_dispute, uphold_dispute
from scorecards.forms.answers import VerdictForm
from scorecards.models import Dispute
from scorecards.views.cards import find_card, show_card


@needs(Permission.ISSUE_SCORECARD)
@require_POST
def dispute_decide(request: TenantRequest, pk: int) -> HttpResponse:
    """Uphold it, which opens a revision, or reject it with a reason."""
    dispute: Dispute = get_object_or_404(Dispute.objects.select_related("scorecard", "metric"), pk=pk)
    form = VerdictForm(request.POST)
    card = dispute.scorecard_id
    if not form.is_valid():
        return show_card(request, find_card(card), forms={"verdict_form": form, "refused_dispute": pk}, status=422)
    note, now = form.cleaned_data["note"], timezone.now()
    try:
        with transaction.atomic():
            if form.cleaned_data["decision"] == "uphold":
                card = uphold_dispute(dispute=dispute, note=note, by=request.user, now=now).pk
                words = _("Upheld. This is the next revision, with today's figures. Review it, then issue it.")
            else:
                reject_dispute(dispute=dispute, note=note, by=request.user, now=now)
                words = _("Rejected. The figures stand, and the partner reads why.")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, words)
    return redirect("scorecards:scorecard-detail", org=request.organization.slug, pk=card)

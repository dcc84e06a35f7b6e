"""The rubric to begin with."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions.triage import apply_example
from engagements.models import Engagement
from engagements.versions import begins, next_monday
from engagements.views.pages import address, today_of
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def triage_example(request: TenantRequest, pk: int) -> HttpResponse:
    """Add the example's rules and its times; a level that is there gets them from next Monday on."""
    engagement = get_object_or_404(Engagement.objects.select_related("calendar"), pk=pk)
    monday = begins(next_monday(today_of(request)), request.organization.time_zone)
    try:
        with transaction.atomic():
            changed = apply_example(engagement=engagement, by=request.user, now=timezone.now(), valid_from=monday)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        said = _("The example rubric and its times are there; adapt them.") if changed else _("It is there already.")
        messages.success(request, said)
    return redirect(f"{address(request, 'engagement-guardrails', pk=pk)}#triage")

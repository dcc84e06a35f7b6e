"""Segments of an engagement."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import engagements as actions
from engagements.forms.engagements import SegmentForm
from engagements.models import Engagement, Segment
from engagements.views.pages import FormPage, address, crumb, show_form
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def segment_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Look at a part of the work on its own."""
    engagement = get_object_or_404(Engagement, pk=pk)
    form = SegmentForm(request.POST or None, instance=Segment(engagement=engagement), organization=request.organization)
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_segment(segment=form.instance, by=request.user))
        if added is not None:
            return redirect(address(request, "engagement-scope", pk=pk))
    return show_form(request, form, _page(request, engagement, _("New segment")))


@needs(Permission.EDIT_AGREEMENTS)
def segment_edit(request: TenantRequest, pk: int, segment: int) -> HttpResponse:
    """Give a segment another name."""
    found = _segment(pk, segment)
    was = found.name
    form = SegmentForm(request.POST or None, instance=found, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        renamed = take(form, lambda: actions.rename_segment(segment=found, was=was, by=request.user))
        if renamed is not None:
            return redirect(address(request, "engagement-scope", pk=pk))
    return show_form(request, form, _page(request, found.engagement, _("Segment %(name)s") % {"name": was}))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def segment_remove(request: TenantRequest, pk: int, segment: int) -> HttpResponse:
    """Forget a segment that was never used."""
    found = _segment(pk, segment)
    try:
        with transaction.atomic():
            actions.remove_segment(segment=found, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("%(name)s is removed.") % {"name": found})
    return redirect(address(request, "engagement-scope", pk=pk))


def _segment(engagement: int, segment: int) -> Segment:
    found: Segment = get_object_or_404(Segment.objects.select_related("engagement"), pk=segment, engagement=engagement)
    return found


def _page(request: TenantRequest, engagement: Engagement, title: str) -> FormPage:
    back = address(request, "engagement-scope", pk=engagement.pk)
    crumbs = [crumb(_("Engagements"), address(request, "engagement-list")), crumb(engagement, back)]
    return FormPage(title, back, crumbs, engagement=engagement, current="scope")

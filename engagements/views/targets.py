"""Targets of an engagement."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.actions import targets as actions
from engagements.forms.targets import EndTargetForm, TargetForm
from engagements.forms.todays_figures import BaselinesForm
from engagements.models import Engagement, Metric, MetricTarget
from engagements.queries.metrics import newest_target
from engagements.queries.stages import agreed_targets
from engagements.versions import next_monday
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

# What a changed target begins with: all that the one before it says.
KEPT = [name for name in TargetForm.Meta.fields if name not in ("metric", "outcome", "valid_from")]


@needs(Permission.EDIT_AGREEMENTS)
def target_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Judge an engagement by one more metric."""
    engagement = get_object_or_404(Engagement, pk=pk)
    outcome = request.GET.get("outcome", "")
    initial = {"valid_from": engagement.started_on, "position": engagement.targets.count() + 1, "outcome": outcome}
    blank = MetricTarget(engagement=engagement)
    form = TargetForm(request.POST or None, instance=blank, organization=request.organization, initial=initial)
    title = _("New metric for %(name)s") % {"name": engagement}
    return _set(request, engagement, form, title, {"has_metrics": Metric.objects.filter(archived_at=None).exists()})


@needs(Permission.EDIT_AGREEMENTS)
def target_edit(request: TenantRequest, pk: int, metric: int) -> HttpResponse:
    """Agree another target from a day on."""
    engagement = get_object_or_404(Engagement, pk=pk)
    known = get_object_or_404(Metric, pk=metric)
    last = get_object_or_404(MetricTarget, pk=getattr(newest_target(pk, metric), "pk", None))
    initial = {name: _short(getattr(last, name)) for name in KEPT}
    initial |= {"valid_from": max(next_monday(today_of(request)), last.valid_from), "seen": last.pk}
    blank = MetricTarget(engagement=engagement, metric=known)
    form = TargetForm(request.POST or None, instance=blank, organization=request.organization, initial=initial)
    return _set(request, engagement, form, _("Target of %(name)s") % {"name": known}, {"metric": known, "last": last})


@needs(Permission.EDIT_AGREEMENTS)
def target_end(request: TenantRequest, pk: int, metric: int) -> HttpResponse:
    """Stop judging an engagement by a metric."""
    engagement = get_object_or_404(Engagement, pk=pk)
    target = get_object_or_404(MetricTarget, pk=getattr(newest_target(pk, metric), "pk", None))
    back = address(request, "engagement-detail", pk=pk)
    last_sunday = next_monday(today_of(request)) - timedelta(days=1)
    form = EndTargetForm(request.POST or None, initial={"ended_on": last_sunday})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["ended_on"]
        if take(form, lambda: actions.end_target(target=target, last_day=day, by=request.user)):
            messages.success(request, _("%(name)s is no longer judged after that day.") % {"name": target.metric})
            return redirect(back)
    title = _("Stop judging by %(name)s") % {"name": target.metric}
    page = FormPage(title, back, _way_up(request, engagement), _("Set the last day"), "", engagement, "outcomes")
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def target_baseline(request: TenantRequest, pk: int) -> HttpResponse:
    """Say how good it is today, for every metric of which nobody said it yet."""
    engagement = get_object_or_404(Engagement, pk=pk)
    bare = [each.metric for each in agreed_targets(engagement, today_of(request)) if each.baseline_value is None]
    back = address(request, "engagement-detail", pk=pk)
    if not bare:
        messages.info(request, _("Every metric says how good it was before."))
        return redirect(back)
    metrics = [(metric.pk, metric.name, metric.get_unit_display()) for metric in bare]
    form = BaselinesForm(request.POST if request.method == "POST" else None, metrics=metrics)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        taken = actions.say_baselines(
            engagement=engagement,
            figures=form.baselines(),
            period=said["baseline_period"],
            source=said["baseline_source"],
            by=request.user,
        )
        text = ngettext("%(count)d baseline is written down.", "%(count)d baselines are written down.", len(taken))
        messages.success(request, text % {"count": len(taken)})
        return redirect(back)
    note = _("A target means little without the figure it starts from. Targets and their days stay as they are.")
    title = _("How good is it today?")
    page = FormPage(title, back, _way_up(request, engagement), "", note, engagement, "outcomes")
    return show_form(request, form, page)


def _set(
    request: TenantRequest, engagement: Engagement, form: TargetForm, title: str, more: dict[str, Any]
) -> HttpResponse:
    back = address(request, "engagement-detail", pk=engagement.pk)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen") or 0
        today = today_of(request)
        target = take(form, lambda: actions.set_target(target=form.instance, seen=seen, today=today, by=request.user))
        if target is not None:
            messages.success(request, _("The target of %(name)s is agreed.") % {"name": target.metric})
            return redirect(back)
        if is_conflict(form) and (last := newest_target(engagement.pk, form.instance.metric_id)):
            more |= {"last": last, "theirs": last}
            has_seen(form, last.pk)
    page = FormPage(title, back, _way_up(request, engagement), engagement=engagement, current="outcomes")
    context = {"form": form, "page": page, "engagement": engagement, **more}
    return render(request, "engagements/target_form.html", context)


def _short(value: Any) -> Any:
    """A number without the zeros that its column adds."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _way_up(request: TenantRequest, engagement: Engagement) -> list[dict[str, str]]:
    return [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]

"""The organization's metrics, and the starter library."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import metrics as actions
from engagements.actions.catalogue import archive_row, change_row, restore_row
from engagements.actions.metrics import Definition
from engagements.forms.metrics import DefinitionForm, MetricForm, MetricNameForm
from engagements.library import STARTER_METRICS, starter_metric
from engagements.models import Metric
from engagements.queries import metrics as queries
from engagements.versions import next_monday
from engagements.views.pages import address, today_of
from foundation.accounts.forms.submitting import has_seen, is_conflict, old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def metric_list(request: TenantRequest) -> HttpResponse:
    """What is counted, the same way for everybody; ``?state=archived`` shows the others."""
    archived = request.GET.get("state") == "archived"
    context = {
        "rows": queries.library(today=today_of(request), archived=archived),
        "archived": archived,
        "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS),
    }
    return render(request, "engagements/metric_list.html", context)


@needs(Permission.VIEW)
def metric_library(request: TenantRequest) -> HttpResponse:
    """The starter library, each added with one click."""
    taken = {name.casefold() for name in Metric.objects.values_list("name", flat=True)}
    starters = [
        {
            "metric": each,
            "name": _(each.name),
            "definition": _(each.definition),
            "source": _(each.source),
            "is_there": _(each.name).casefold() in taken,
        }
        for each in STARTER_METRICS
    ]
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS)
    return render(request, "engagements/metric_library.html", {"starters": starters, "may_edit": may_edit})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def metric_adopt(request: TenantRequest, key: str) -> HttpResponse:
    """Add a metric of the starter library."""
    starter = starter_metric(key)
    if starter is None:
        raise Http404
    name = _(starter.name)
    back = redirect(address(request, "metric-library"))
    if Metric.objects.filter(name__iexact=name).exists():
        messages.info(request, _("A metric called %(name)s is there already.") % {"name": name})
        return back
    metric = Metric(
        name=name,
        measure=starter.measure,
        unit=starter.unit,
        direction=starter.direction,
        is_internal=starter.is_internal,
    )
    definition = Definition(_(starter.definition), _(starter.source), starter.cadence, starter.parameters)
    actions.create_metric(metric=metric, definition=definition, by=request.user, now=timezone.now())
    messages.success(
        request, _("%(name)s is in your metrics. Agree a target on an engagement's page.") % {"name": name}
    )
    return back


@needs(Permission.EDIT_AGREEMENTS)
def metric_create(request: TenantRequest) -> HttpResponse:
    """A metric of one's own."""
    posted = request.POST or None
    form = MetricForm(posted, organization=request.organization)
    definition = DefinitionForm(posted, prefix="definition", measure=request.POST.get("measure", ""))
    if request.method == "POST" and all([form.is_valid(), definition.is_valid()]):
        metric = take(
            form,
            lambda: actions.create_metric(
                metric=form.instance, definition=definition.result(), by=request.user, now=timezone.now()
            ),
        )
        if metric is not None:
            messages.success(request, _("%(name)s is in your metrics.") % {"name": metric})
            return redirect(address(request, "metric-list"))
    return render(request, "engagements/metric_form.html", {"form": form, "definition": definition})


@needs(Permission.VIEW)
def metric_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """A metric's definitions; who may, agrees another from a day on."""
    metric = get_object_or_404(Metric, pk=pk)
    history = queries.version_history(metric)
    may_edit = request.membership.may(Permission.EDIT_AGREEMENTS)
    posted = request.POST if request.method == "POST" and may_edit else None
    last = history[0] if history else None
    initial = {"valid_from": next_monday(today_of(request))} if last else {}
    form = DefinitionForm(posted, version=last, measure=metric.measure, initial=initial)
    if posted is not None and form.is_valid():
        now, seen = timezone.now(), form.cleaned_data.get("seen") or 0
        if take(
            form,
            lambda: actions.add_metric_version(
                metric=metric, definition=form.result(), seen=seen, by=request.user, now=now
            ),
        ):
            messages.success(request, _("The new definition is agreed."))
            return redirect(address(request, "metric-edit", pk=pk))
    theirs = None
    if posted is not None and is_conflict(form):
        history = queries.version_history(metric)
        theirs = history[0]
        has_seen(form, theirs.number)
    context = {
        "metric": metric,
        "history": history,
        "theirs": theirs,
        "form": form,
        "may_edit": may_edit,
        "today": today_of(request),
    }
    return render(request, "engagements/metric_edit.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def metric_rename(request: TenantRequest, pk: int) -> HttpResponse:
    """Another name, or other eyes."""
    metric = get_object_or_404(Metric, pk=pk)
    name = metric.name
    form = MetricNameForm(request.POST or None, instance=metric, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: change_row(row=metric, by=request.user, was=was)):
            return redirect(address(request, "metric-edit", pk=pk))
    return render(request, "engagements/metric_rename.html", {"form": form, "metric": metric, "name": name})


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def metric_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a metric off the list."""
    metric = get_object_or_404(Metric, pk=pk)
    try:
        with transaction.atomic():
            archive_row(row=metric, by=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(address(request, "metric-edit", pk=pk))
    messages.success(request, _("%(name)s is archived; its figures stay.") % {"name": metric})
    return redirect(address(request, "metric-list"))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def metric_restore(request: TenantRequest, pk: int) -> HttpResponse:
    """Put a metric back on the list."""
    metric = restore_row(row=get_object_or_404(Metric, pk=pk), by=request.user)
    messages.success(request, _("%(name)s is on the list again.") % {"name": metric})
    return redirect(address(request, "metric-list"))

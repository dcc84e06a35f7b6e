"""Service levels of an engagement."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import service_levels as actions
from engagements.forms.service_levels import (
    BaseTimes,
    LevelChangeForm,
    LevelForm,
    LevelTermsForm,
    PromiseForm,
    QualityTermsForm,
    times_formset,
)
from engagements.models import Engagement, LevelKind, ServiceLevel, ServiceLevelVersion
from engagements.queries.calendars import default_calendar
from engagements.versions import next_monday
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.forms.submitting import has_seen, is_conflict, old_values, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def level_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Promise a time."""
    engagement = get_object_or_404(Engagement, pk=pk)
    posted, now = request.POST or None, timezone.now()
    form = LevelForm(posted, instance=ServiceLevel(engagement=engagement), organization=request.organization)
    calendar = engagement.calendar_id or getattr(default_calendar(), "pk", None)
    terms = LevelTermsForm(posted, prefix="terms", initial={"calendar": calendar})
    times = times_formset(posted)
    if request.method == "POST" and all([form.is_valid(), terms.is_valid(), times.is_valid()]):
        level = take(
            form,
            lambda: actions.create_service_level(
                engagement=engagement,
                name=form.cleaned_data["name"],
                kind=form.cleaned_data["kind"],
                outcome=form.cleaned_data["outcome"],
                terms=terms.result(times.result(), zone=request.organization.time_zone),
                by=request.user,
                now=now,
            ),
        )
        if level is not None:
            messages.success(request, _("%(name)s is agreed; its clocks are being computed.") % {"name": level})
            return redirect(_back(request, pk))
    return _show(request, engagement, _("New service level"), form=form, terms=terms, times=times)


@needs(Permission.EDIT_AGREEMENTS)
def quality_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Promise quality: a metric counts it."""
    engagement = get_object_or_404(Engagement, pk=pk)
    posted, now = request.POST or None, timezone.now()
    row = ServiceLevel(engagement=engagement, kind=LevelKind.QUALITY)
    form = LevelChangeForm(posted, instance=row, organization=request.organization)
    terms = QualityTermsForm(posted, prefix="terms")
    if request.method == "POST" and all([form.is_valid(), terms.is_valid()]):
        level = take(
            form,
            lambda: actions.create_service_level(
                engagement=engagement,
                name=form.cleaned_data["name"],
                kind=LevelKind.QUALITY,
                outcome=form.cleaned_data["outcome"],
                terms=terms.result(zone=request.organization.time_zone),
                by=request.user,
                now=now,
            ),
        )
        if level is not None:
            messages.success(request, _("%(name)s is agreed.") % {"name": level})
            return redirect(_back(request, pk))
    return _show(request, engagement, _("New level of quality"), form=form, terms=terms)


@needs(Permission.EDIT_AGREEMENTS)
def level_edit(request: TenantRequest, pk: int, level: int) -> HttpResponse:
    """Agree other terms from a day on."""
    found, last = _newest(pk, level)
    if found.kind == LevelKind.QUALITY:
        return _quality_edit(request, found, last)
    posted, now = request.POST or None, timezone.now()
    terms = LevelTermsForm(posted, prefix="terms", initial=_initial(last, request), needs_day=True)
    rows = [{"priority": t.priority, "amount": t.amount, "unit": t.unit} for t in last.targets.order_by("pk")]
    times = times_formset(posted, rows)
    if request.method == "POST" and all([terms.is_valid(), times.is_valid()]):
        version = take(
            terms,
            lambda: actions.add_level_version(
                service_level=found,
                terms=terms.result(times.result(), zone=request.organization.time_zone),
                seen=terms.cleaned_data["seen"] or 0,
                by=request.user,
                now=now,
            ),
        )
        if version is not None:
            messages.success(request, _("The new terms are agreed; clocks are being recomputed."))
            return redirect(_back(request, pk))
    return _show_terms(request, found, terms, times)


@needs(Permission.EDIT_AGREEMENTS)
def level_rename(request: TenantRequest, pk: int, level: int) -> HttpResponse:
    """Give a level another name, or tie it to another outcome."""
    found = get_object_or_404(ServiceLevel.objects.select_related("engagement"), pk=level, engagement=pk)
    title = _("Change %(name)s") % {"name": found}
    form: TenantModelForm = LevelChangeForm(request.POST or None, instance=found, organization=request.organization)
    back = _back(request, pk)
    if request.method == "POST" and form.is_valid():
        was = old_values(form)
        if take(form, lambda: actions.change_service_level(service_level=found, by=request.user, was=was)):
            return redirect(back)
    page = FormPage(title, back, _way_up(request, found.engagement), engagement=found.engagement, current="guardrails")
    return show_form(request, form, page)


def _quality_edit(request: TenantRequest, found: ServiceLevel, last: ServiceLevelVersion) -> HttpResponse:
    terms = QualityTermsForm(request.POST or None, prefix="terms", initial=_initial(last, request), needs_day=True)
    if request.method == "POST" and terms.is_valid():
        version = take(
            terms,
            lambda: actions.add_level_version(
                service_level=found,
                terms=terms.result(zone=request.organization.time_zone),
                seen=terms.cleaned_data["seen"] or 0,
                by=request.user,
                now=timezone.now(),
            ),
        )
        if version is not None:
            messages.success(request, _("The new terms are agreed."))
            return redirect(_back(request, found.engagement_id))
    return _show_terms(request, found, terms)


def _show_terms(
    request: TenantRequest, found: ServiceLevel, terms: PromiseForm, times: BaseTimes | None = None
) -> HttpResponse:
    """The form of new terms; after a conflict with theirs beside it, ready to be saved over them."""
    theirs = _newest(found.engagement_id, found.pk)[1] if is_conflict(terms) else None
    if theirs is not None:
        has_seen(terms, theirs.number)
    title = _("New terms of %(name)s") % {"name": found}
    return _show(request, found.engagement, title, terms=terms, times=times, theirs=theirs)


def _newest(engagement: int, level: int) -> tuple[ServiceLevel, ServiceLevelVersion]:
    found = get_object_or_404(ServiceLevel.objects.select_related("engagement"), pk=level, engagement=engagement)
    newest = found.versions.order_by("-number").values("pk")[:1]
    return found, get_object_or_404(ServiceLevelVersion, pk__in=newest)


def _initial(last: ServiceLevelVersion, request: TenantRequest) -> dict[str, Any]:
    return {
        "seen": last.number,
        "calendar": last.calendar_id,
        "reopen_rule": last.reopen_rule,
        "ignored_pauses": last.ignored_pauses,
        "metric": last.metric_id,
        "pass_rule": last.pass_rule,
        "expected_level": _plain(last.expected_level),
        "minimum_level": _plain(last.minimum_level),
        "weight": _plain(last.weight),
        "valid_from": next_monday(today_of(request)),
    }


def _show(
    request: TenantRequest,
    engagement: Engagement,
    title: str,
    *,
    terms: PromiseForm,
    times: BaseTimes | None = None,
    form: LevelChangeForm | None = None,
    theirs: ServiceLevelVersion | None = None,
) -> HttpResponse:
    back = _back(request, engagement.pk)
    page = FormPage(title, back, _way_up(request, engagement), engagement=engagement, current="guardrails")
    context = {"form": form, "terms": terms, "times": times, "page": page, "engagement": engagement}
    return render(request, "engagements/level_form.html", context | {"theirs": theirs})


def _back(request: TenantRequest, pk: int) -> str:
    return f"{address(request, 'engagement-guardrails', pk=pk)}#level"


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds: 95 rather than 95.0000."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def _way_up(request: TenantRequest, engagement: Engagement) -> list[dict[str, str]]:
    return [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]

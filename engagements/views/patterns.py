"""A new engagement from a template, and templates of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions import patterns as actions
from engagements.forms.patterns import SpecificsForm, TemplateForm
from engagements.library import starter_metric
from engagements.models import EngagementTemplate
from engagements.models.metrics import Unit
from engagements.patterns.beginning import Specifics, begin_from_template, metrics_of
from engagements.patterns.builtin import STARTERS, starter_of
from engagements.patterns.registry import parts
from engagements.patterns.saving import content_of
from engagements.patterns.variants import language_of, variant
from engagements.patterns.wording import worded
from engagements.queries.patterns import templates_in_use
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from engagements.views.tabs import engagement_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission

LEAD_TIME = timedelta(days=42)
BLANK = "blank"


@needs(Permission.EDIT_AGREEMENTS)
def engagement_start(request: TenantRequest) -> HttpResponse:
    """Choose what a new engagement starts from."""
    context = {"starters": STARTERS, "own": templates_in_use()}
    return render(request, "engagements/template_choose.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def engagement_begin(request: TenantRequest, starter: str) -> HttpResponse:
    """From a starter template, or from nothing: only the specifics."""
    if starter == BLANK:
        return _begin(request, {}, _("Blank"), BLANK)
    found = starter_of(starter)
    if found is None:
        raise Http404
    return _begin(request, worded(found.content, _), _(found.name), found.key)


@needs(Permission.EDIT_AGREEMENTS)
def engagement_begin_own(request: TenantRequest, template: int) -> HttpResponse:
    """From a template of one's own."""
    row = get_object_or_404(EngagementTemplate, pk=template, archived_at=None)
    return _begin(request, row.content, str(row), f"own {row.pk}")


@needs(Permission.EDIT_AGREEMENTS)
def template_list(request: TenantRequest) -> HttpResponse:
    """The templates of one's own, and the starters."""
    return render(request, "engagements/template_list.html", {"starters": STARTERS, "own": templates_in_use()})


@needs(Permission.EDIT_AGREEMENTS)
def engagement_save_template(request: TenantRequest, pk: int) -> HttpResponse:
    """Keep an engagement as a template."""
    engagement = engagement_of(pk)
    form = TemplateForm(request.POST or None, initial={"name": engagement.name})
    back = address(request, "engagement-board", pk=pk)
    page = FormPage(
        _("Save as a template"),
        back,
        [crumb(_("Engagements"), address(request, "engagement-list")), crumb(engagement, back)],
        _("Save"),
        _("Everything agreed is kept but people, volumes of clients, baselines and money."),
        engagement=engagement,
        current="board",
    )
    return _keep(request, form, page, content_of(engagement))


@needs(Permission.EDIT_AGREEMENTS)
def template_variant(request: TenantRequest, pk: int) -> HttpResponse:
    """A copy for another country."""
    row = get_object_or_404(EngagementTemplate, pk=pk, archived_at=None)
    initial = {"name": row.name, "description": row.description, "language": language_of(row.content)}
    form = TemplateForm(request.POST or None, initial=initial)
    note = _("The same agreement with the public holidays of another country, and perhaps another language.")
    title = _("Variant of %(name)s") % {"name": row}
    return _keep(request, form, _template_page(request, title, note), row.content)


@needs(Permission.EDIT_AGREEMENTS)
def template_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change name, country, language or description."""
    row = get_object_or_404(EngagementTemplate, pk=pk, archived_at=None)
    initial = {
        "name": row.name,
        "country": row.country,
        "description": row.description,
        "language": language_of(row.content),
        "revision": row.revision,
    }
    form = TemplateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = take(
            form,
            lambda: actions.change_template(
                template=row,
                name=data["name"],
                country=data["country"],
                description=data["description"],
                content=variant(row.content, country=data["country"], language=data["language"]),
                seen=data["revision"] or 0,
                by=request.user,
            ),
        )
        if changed is not None:
            messages.success(request, _("%(name)s is saved.") % {"name": changed})
            return redirect(address(request, "template-list"))
    archive_url = address(request, "template-archive", pk=pk)
    return show_form(request, form, _template_page(request, str(row), ""), archive_url=archive_url)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def template_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a template off the list."""
    row = get_object_or_404(EngagementTemplate, pk=pk)
    actions.archive_template(template=row, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is no longer offered. Engagements begun from it stay.") % {"name": row})
    return redirect(address(request, "template-list"))


def _keep(request: TenantRequest, form: TemplateForm, page: FormPage, content: Mapping[str, Any]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = take(
            form,
            lambda: actions.save_template(
                name=data["name"],
                country=data["country"],
                description=data["description"],
                content=variant(content, country=data["country"], language=data["language"]),
                by=request.user,
                now=timezone.now(),
            ),
        )
        if saved is not None:
            messages.success(request, _("%(name)s is a template now.") % {"name": saved})
            return redirect(address(request, "template-list"))
    return show_form(request, form, page)


def _template_page(request: TenantRequest, title: str, note: str) -> FormPage:
    back = address(request, "template-list")
    return FormPage(title, back, [crumb(_("Templates"), back)], note=note)


def _begin(request: TenantRequest, content: Mapping[str, Any], title: str, key: str) -> HttpResponse:
    organization, today = request.organization, today_of(request)
    places, coverage = content.get("places") or [], content.get("coverage") or {}
    initial = {
        "name": "" if key == BLANK else title,
        "owner": request.user.pk,
        "started_on": today + LEAD_TIME,
        "zone": organization.time_zone,
        "country": coverage.get("country", ""),
        "place": places[0]["name"] if places else "",
    }
    form = SpecificsForm(
        request.POST or None,
        organization=organization,
        metrics=_metrics(content),
        has_place=bool(places),
        has_coverage=bool(coverage) and not coverage.get("always_open"),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        begun = take(
            form,
            lambda: begin_from_template(
                content=content, specifics=_specifics(form, content), template=key, by=request.user, now=timezone.now()
            ),
        )
        if begun is not None:
            messages.success(request, _("%(name)s is begun. The board shows what is still missing.") % {"name": begun})
            return redirect(address(request, "engagement-board", pk=begun.pk))
    context = {"form": form, "title": title, "brings": _brings(content), "is_blank": key == BLANK}
    return render(request, "engagements/template_begin.html", context)


def _specifics(form: SpecificsForm, content: Mapping[str, Any]) -> Specifics:
    data = form.cleaned_data
    same = {name: data[name] for name in ("name", "owner", "process", "client", "monthly_volume", "zone", "deputy")}
    return Specifics(
        **same,
        started_on=form.first_day,
        process_name=(content.get("process") or {}).get("name", ""),
        country=data.get("country", ""),
        place=data.get("place", ""),
        quality_lead=data["quality_lead"],
        baselines=form.baselines(),
        baseline_period=data.get("baseline_period", ""),
        baseline_source=data.get("baseline_source", ""),
    )


def _metrics(content: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Place, name and unit of each metric, as the form shows them."""
    found = []
    for place, metric in enumerate(metrics_of(content)):
        starter = starter_metric(metric.get("library", ""))
        name, unit = (_(starter.name), starter.unit) if starter else (metric["name"], metric["unit"])
        found.append((place, name, str(Unit(unit).label)))
    return found


def _brings(content: Mapping[str, Any]) -> list[tuple[str, int]]:
    """What a template carries: each part's label, with how many lines it has (0 where there is nothing to count)."""
    carried = [(part, content[part.key]) for part in parts() if content.get(part.key)]
    return [(str(part.label), len(value) if isinstance(value, list) else 0) for part, value in carried]

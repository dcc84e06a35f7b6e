"""Training programmes, their scenarios and results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Engagement
from engagements.views.pages import FormPage, show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.forms.tenant import TenantModelForm
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.actions import training as actions
from procedures.forms.seen import saved, with_seen
from procedures.forms.training import ProgrammeForm, ResultForm, ScenarioForm
from procedures.models import Scenario, TrainingProgramme, TrainingResult
from procedures.queries.readers import delivers, people
from procedures.queries.readiness import has_passed, newest_results, scenarios_of
from procedures.views.places import engagement_page, here, programme_page, tab_context


@needs(Permission.VIEW)
def programme_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """The scenarios, and how each person of the delivering side did in them."""
    programme = _programme(pk)
    context = tab_context(request, programme.engagement)
    scenarios = scenarios_of([programme])
    results = newest_results(scenarios)
    trained = [each for each in people(context["today"], engagement=programme.engagement) if delivers(each)]
    context |= {
        "programme": programme,
        "scenarios": scenarios,
        "rows": [
            (person, [results.get((each.pk, person.pk)) for each in scenarios], has_passed(person, scenarios, results))
            for person in trained
        ],
        "crumbs": programme_page(request, programme, "").crumbs[:-1],
    }
    return render(request, "procedures/programme_detail.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def programme_create(request: TenantRequest, engagement: int) -> HttpResponse:
    """Begin a programme."""
    found = get_object_or_404(Engagement, pk=engagement)
    row = TrainingProgramme(engagement=found)
    form = ProgrammeForm(request.POST or None, instance=row, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        made = take(form, lambda: actions.create_programme(programme=row, by=request.user, now=timezone.now()))
        if made is not None:
            return redirect(here(request, "programme-detail", pk=made.pk))
    return show_form(request, form, engagement_page(request, found, _("New training programme")))


@needs(Permission.EDIT_AGREEMENTS)
def programme_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a programme."""
    programme = _programme(pk)
    form = with_seen(ProgrammeForm(request.POST or None, instance=programme, organization=request.organization))
    page = programme_page(request, programme, _("Edit %(name)s") % {"name": programme})
    return _edit(request, form, page, archive_url=here(request, "programme-archive", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def programme_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a programme out."""
    programme = _programme(pk)
    actions.archive_training(row=programme, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is archived; its results stay.") % {"name": programme})
    return redirect(here(request, "engagement-procedures", pk=programme.engagement_id))


@needs(Permission.EDIT_AGREEMENTS)
def programme_scenario(request: TenantRequest, pk: int) -> HttpResponse:
    """Add a case."""
    programme = _programme(pk)
    row = Scenario(programme=programme)
    form = ScenarioForm(request.POST or None, instance=row, organization=request.organization)
    page = programme_page(request, programme, _("New scenario"))
    if request.method == "POST" and form.is_valid():
        added = take(form, lambda: actions.add_scenario(scenario=row, by=request.user))
        if added is not None:
            return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def scenario_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """Change a case."""
    scenario = _scenario(pk)
    form = with_seen(ScenarioForm(request.POST or None, instance=scenario, organization=request.organization))
    page = programme_page(request, scenario.programme, _("Edit %(name)s") % {"name": scenario})
    return _edit(request, form, page, archive_url=here(request, "scenario-archive", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def scenario_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a case out of its programme."""
    scenario = _scenario(pk)
    actions.archive_training(row=scenario, by=request.user, now=timezone.now())
    return redirect(here(request, "programme-detail", pk=scenario.programme_id))


@needs(Permission.EDIT_AGREEMENTS)
def scenario_result(request: TenantRequest, pk: int) -> HttpResponse:
    """How somebody did in a case."""
    scenario, today = _scenario(pk), today_of(request)
    programme = scenario.programme
    trained = [each for each in people(today, engagement=programme.engagement) if delivers(each)]
    form = ResultForm(
        request.POST or None,
        instance=TrainingResult(scenario=scenario),
        organization=request.organization,
        people=trained,
        initial={"taken_on": today, "participant": request.GET.get("person", "")},
    )
    title = _("Result in %(scenario)s") % {"scenario": scenario}
    note = _("Passed from %(score)s %%.") % {"score": programme.pass_score}
    page = programme_page(request, programme, title, note=note)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values: dict[str, Any] = {name: data[name] for name in ("score", "taken_on", "note")}
        kept = take(
            form,
            lambda: actions.record_result(
                scenario=scenario,
                participant=form.chosen(),
                today=today,
                by=request.user,
                now=timezone.now(),
                **values,
            ),
        )
        if kept is not None:
            return redirect(page.back)
    return show_form(request, form, page)


def _programme(pk: int) -> TrainingProgramme:
    rows = TrainingProgramme.objects.select_related(
        "engagement__vendor", "engagement__process", "engagement__client", "engagement__owner"
    )
    found: TrainingProgramme = get_object_or_404(rows, pk=pk)
    return found


def _scenario(pk: int) -> Scenario:
    found: Scenario = get_object_or_404(Scenario.objects.select_related("programme__engagement__vendor"), pk=pk)
    return found


def _edit(request: TenantRequest, form: TenantModelForm, page: FormPage, *, archive_url: str) -> HttpResponse:
    if request.method == "POST" and saved(
        form, lambda was, seen: actions.change_training(row=form.instance, by=request.user, was=was, seen=seen)
    ):
        return redirect(page.back)
    return show_form(request, form, page, archive_url=archive_url)

"""The fit wizard: ten questions, the rules that fire in words, and the model they recommend."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions.fit import assess
from engagements.fit.recommendation import recommend
from engagements.forms.fit import ChoiceForm, QuestionsForm, first_answers
from engagements.models import Process
from engagements.models.processes import SourcingModel
from engagements.queries.processes import answers_of, assessments
from engagements.views.pages import address, crumb
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def fit_create(request: TenantRequest, process: int) -> HttpResponse:
    """Walk through the questions. With ``look`` a post only shows what the rules say, and keeps nothing."""
    row = get_object_or_404(Process, pk=process)
    initial = first_answers(row, answers_of(assessments(row).first()))
    form = QuestionsForm(request.POST or None, initial=initial)
    choice = ChoiceForm(request.POST or None)
    is_look = "look" in request.POST
    if request.method == "POST" and not is_look and all([form.is_valid(), choice.is_valid()]):
        data, now = choice.cleaned_data, timezone.now()
        kept = take(
            choice,
            lambda: assess(process=row, answers=form.answers(), by=request.user, now=now, **data),
        )
        if kept is not None:
            words = {"name": row, "model": kept.get_chosen_display()}
            messages.success(request, _("%(name)s: %(model)s. The answers are kept.") % words)
            return redirect(f"{address(request, 'process-detail', pk=row.pk)}#fit")
    context: dict[str, Any] = {"process": row, "form": form, "choice": choice, **_result(form, initial)}
    if is_look and request.headers.get("HX-Request"):
        return render(request, "engagements/fit_result.html", context)
    home = address(request, "process-list")
    above = [crumb(_("Processes"), home), crumb(row, address(request, "process-detail", pk=row.pk))]
    return render(request, "engagements/fit_wizard.html", {**context, "crumbs": above})


def _result(form: QuestionsForm, initial: dict[str, str]) -> dict[str, Any]:
    """What the rules say to the answers so far: ``open`` counts the questions without an answer."""
    given = {each.name: each.value() or "" for each in form.questions()} if form.is_bound else initial
    asked = QuestionsForm(given)
    if not asked.is_valid():
        return {"open": len([name for name in asked.errors if name in asked.fields]), "found": None}
    found = recommend(asked.answers())
    return {
        "open": 0,
        "found": found,
        "model": SourcingModel(found.model).label,
        "rules": [
            {
                "words": _(rule.words),
                "models": _speaks_for(rule.points),
                "is_for_it": found.model in rule.points,
                "is_warning": rule.is_warning,
            }
            for rule in found.fired
        ],
        "steps": [_(step) for step in found.steps],
        "others": [SourcingModel(model).label for model, points in found.points[1:3] if points],
    }


def _speaks_for(points: Any) -> str:
    ranked = sorted(points, key=lambda model: -points[model])
    return ", ".join(str(SourcingModel(model).label) for model in ranked)

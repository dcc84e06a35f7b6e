"""Outcomes of an engagement, the two looks at a young one, and packs of metrics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from engagements.actions import outcomes as actions
from engagements.actions.checkpoints import answer_checkpoint
from engagements.actions.packs import apply_pack, steps_of
from engagements.forms.outcomes import CheckpointForm, OutcomeForm, PackForm
from engagements.models import Checkpoint, Engagement, Outcome
from engagements.models.metrics import Unit
from engagements.packs import PACKS, pack
from engagements.queries import outcomes as queries
from engagements.queries.action_items import counts_by_engagement
from engagements.queries.engagements import terms_on
from engagements.queries.metrics import AgreedMetric, target_history
from engagements.versions import next_monday
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from engagements.views.tabs import engagement_of, show_tab
from foundation.accounts.forms.submitting import has_seen, is_conflict, take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def engagement_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Outcomes: what is wanted, the metrics that show it with target and baseline, and what was agreed before."""
    engagement, today = engagement_of(pk), today_of(request)
    groups = queries.shown_outcomes(pk, today)
    agreed = [each for group in groups for each in group.agreed]
    in_force = {each.target.pk for each in agreed}
    others = [target for target in target_history(pk) if target.pk not in in_force]
    context = {
        "groups": groups,
        "agreed": agreed,
        "today": today,
        "currency": _currency(pk, agreed, today),
        "warnings": list(_warnings(groups)),
        "lacks_baseline": any(each.target.baseline_value is None for each in agreed),
        "coming": [target for target in others if target.valid_from > today],
        "past": [
            (metric, list(targets))
            for metric, targets in groupby((t for t in others if t.valid_from <= today), key=lambda t: t.metric)
        ],
        "actions": counts_by_engagement(today=today, engagement_ids=[pk]).get(pk),
        "checkpoints": queries.checkpoints_of(engagement),
        "may_answer": request.membership.may(Permission.WRITE_ACTIONS),
        "packs": [
            {
                "name": _(each.name),
                "text": _(each.text),
                "url": address(request, "pack-apply", pk=pk, pack_key=each.key),
            }
            for each in PACKS
        ],
    }
    return show_tab(request, engagement, "outcomes", context)


def _currency(pk: int, agreed: list[AgreedMetric], today: date) -> str:
    """What its money is counted in, asked only where a metric is money."""
    if all(each.target.metric.unit != Unit.MONEY for each in agreed):
        return ""
    terms = terms_on(pk, today)
    return terms.currency if terms else ""


def _warnings(groups: list[queries.Shown]) -> Iterator[str]:
    """What may be overlooked: too few or too many metrics, and those without a baseline."""
    agreed = [each for group in groups for each in group.agreed]
    words = {"count": len(agreed), "fewest": queries.FEWEST, "most": queries.MOST}
    if agreed and len(agreed) < queries.FEWEST:
        text = ngettext(
            "%(count)d metric: fewer than %(fewest)d hide what nobody looks at.",
            "%(count)d metrics: fewer than %(fewest)d hide what nobody looks at.",
            len(agreed),
        )
        yield text % words
    if len(agreed) > queries.MOST:
        yield _("%(count)d metrics: more than %(most)d, and nobody looks at all of them.") % words
    bare = [each.target.metric.name for each in agreed if each.target.baseline_value is None]
    if bare:
        yield _("No baseline yet, so nobody can tell what improved: %(names)s.") % {"names": ", ".join(bare)}


@needs(Permission.EDIT_AGREEMENTS)
def outcome_create(request: TenantRequest, pk: int) -> HttpResponse:
    """Write down what is wanted."""
    engagement = get_object_or_404(Engagement, pk=pk)
    agreed = queries.standing(pk, today_of(request))
    blank = Outcome(engagement=engagement, created_at=timezone.now())
    form = OutcomeForm(request.POST or None, instance=blank, organization=request.organization, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        added = take(
            form,
            lambda: actions.add_outcome(
                engagement=engagement,
                statement=said["statement"],
                why=said["why"],
                metrics=said.get("metrics", []),
                by=request.user,
                now=timezone.now(),
            ),
        )
        if added is not None:
            messages.success(request, _("The outcome is written down."))
            return redirect(address(request, "engagement-detail", pk=pk))
    return show_form(request, form, _page(request, engagement, _("New outcome")))


@needs(Permission.EDIT_AGREEMENTS)
def outcome_edit(request: TenantRequest, pk: int, outcome: int) -> HttpResponse:
    """Say it better, or tie other metrics to it."""
    row = get_object_or_404(Outcome.objects.select_related("engagement"), pk=outcome, engagement=pk, dropped_at=None)
    agreed = queries.standing(pk, today_of(request))
    theirs = row.statement
    form = OutcomeForm(request.POST or None, instance=row, organization=request.organization, agreed=agreed)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        metrics = said.get("metrics", [])
        if take(form, lambda: actions.change_outcome(outcome=row, seen=said["seen"], metrics=metrics, by=request.user)):
            messages.success(request, _("The outcome is saved."))
            return redirect(address(request, "engagement-detail", pk=pk))
    if is_conflict(form):
        current = Outcome.objects.get(pk=row.pk)
        has_seen(form, current.revision)
        note = _("As it is saved now: “%(text)s”") % {"text": current.statement}
        return show_form(request, form, _page(request, row.engagement, theirs, note))
    return show_form(request, form, _page(request, row.engagement, theirs))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def outcome_drop(request: TenantRequest, pk: int, outcome: int) -> HttpResponse:
    """It is no longer wanted."""
    row = get_object_or_404(Outcome, pk=outcome, engagement=pk)
    actions.drop_outcome(outcome=row, by=request.user, now=timezone.now())
    messages.success(request, _("The outcome is dropped; its metrics stay."))
    return redirect(address(request, "engagement-detail", pk=pk))


@needs(Permission.WRITE_ACTIONS)
def checkpoint_answer(request: TenantRequest, pk: int, checkpoint: int) -> HttpResponse:
    """Two or four weeks after the start: has anything improved?"""
    row = get_object_or_404(Checkpoint.objects.select_related("engagement"), pk=checkpoint, engagement=pk)
    if row.answered_at is not None:
        return redirect(address(request, "engagement-detail", pk=pk))
    form = CheckpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        answered = take(form, lambda: answer_checkpoint(checkpoint=row, by=request.user, now=timezone.now(), **said))
        if answered is not None:
            if not answered.improved:
                messages.info(request, _("Noted. Write down who does what about it, and until when."))
                return redirect(f"{address(request, 'action-create')}?engagement={pk}")
            messages.success(request, _("Noted."))
            return redirect(address(request, "engagement-detail", pk=pk))
    title = _("Week %(week)d: has anything improved?") % {"week": row.week}
    return show_form(request, form, _page(request, row.engagement, title))


@needs(Permission.EDIT_AGREEMENTS)
def pack_apply(request: TenantRequest, pk: int, pack_key: str) -> HttpResponse:
    """What a pack would agree, and then agree it."""
    engagement, found = get_object_or_404(Engagement, pk=pk), pack(pack_key)
    if found is None:
        raise Http404
    steps = steps_of(found, engagement)
    first = max(engagement.started_on, next_monday(today_of(request)))
    form = PackForm(request.POST or None, steps=steps, initial={"valid_from": first})
    if request.method == "POST" and form.is_valid():
        made = take(
            form,
            lambda: apply_pack(
                pack=found,
                engagement=engagement,
                numbers=form.numbers,
                valid_from=form.cleaned_data["valid_from"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if made is not None:
            text = ngettext("%(count)d target is agreed.", "%(count)d targets are agreed.", made)
            messages.success(request, text % {"count": made})
            return redirect(address(request, "engagement-detail", pk=pk))
    page = _page(request, engagement, _(found.name), _(found.text))
    context = {"form": form, "page": page, "engagement": engagement, "steps": steps}
    return render(request, "engagements/pack_apply.html", context)


def _page(request: TenantRequest, engagement: Engagement, title: str, note: str = "") -> FormPage:
    crumbs = [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]
    back = address(request, "engagement-detail", pk=engagement.pk)
    return FormPage(title, back, crumbs, note=note, engagement=engagement, current="outcomes")

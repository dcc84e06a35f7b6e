"""One guide: its page, its versions and what differs between them, and what is said about it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Engagement
from engagements.views.pages import FormPage, crumb, show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.actions import guides as actions
from procedures.actions.proposals import may_decide
from procedures.adoption import adoption
from procedures.content import Content, content_from
from procedures.difference import difference
from procedures.forms.guides import GuideForm
from procedures.forms.seen import saved, with_seen
from procedures.models import Guide, GuideVersion
from procedures.queries import guides as queries
from procedures.queries.proposals import proposals_of
from procedures.queries.readers import acknowledgements_of, due_at, is_asked, lags, people
from procedures.views.places import TAB, engagement_page, guide_crumbs, guide_or_404, guide_page, here, may_edit


@needs(Permission.VIEW)
def guide_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """The newest version, who has acknowledged it, and what came before; the draft where nothing is published."""
    guide = guide_or_404(pk)
    newest = queries.newest_with_words(guide)
    content = queries.draft_of(guide) if newest is None else queries.content_of(newest)
    return _show(request, guide, newest, content)


@needs(Permission.VIEW)
def guide_version(request: TenantRequest, pk: int, version: int) -> HttpResponse:
    """A version as it was published."""
    guide = guide_or_404(pk)
    found = get_object_or_404(GuideVersion.objects.select_related("published_by"), pk=version, guide=guide)
    context = _frame(request, guide) | {"version": found, "content": queries.content_of(found)}
    return render(request, "procedures/guide_version.html", context)


@needs(Permission.VIEW)
def guide_difference(request: TenantRequest, pk: int, version: int) -> HttpResponse:
    """What changed in a version, word by word, against the one before it."""
    guide = guide_or_404(pk)
    found = get_object_or_404(GuideVersion.objects.select_related("published_by"), pk=version, guide=guide)
    before = guide.versions.filter(number=found.number - 1).first()
    sections = difference(queries.content_of(before), queries.content_of(found))
    context = _frame(request, guide) | {"version": found, "before": before, "sections": sections}
    return render(request, "procedures/guide_difference.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def guide_create(request: TenantRequest, engagement: int) -> HttpResponse:
    """Begin an SOP, a checklist or an article for an engagement."""
    found = get_object_or_404(Engagement, pk=engagement)
    guide = Guide(engagement=found, owner=request.user)
    title = _("New SOP, checklist or article")
    return _create(request, GuideForm(**_asked(request, guide)), engagement_page(request, found, title))


@needs(Permission.EDIT_AGREEMENTS)
def knowledge_create(request: TenantRequest) -> HttpResponse:
    """Begin one for a process, or for all."""
    initial = {name: request.GET[name] for name in ("kind", "process") if name in request.GET}
    form = GuideForm(**_asked(request, Guide(owner=request.user)), with_place=True, initial=initial)
    front = here(request, "knowledge-list")
    return _create(request, form, FormPage(_("New in the knowledge base"), front, [crumb(_("Knowledge base"), front)]))


@needs(Permission.EDIT_AGREEMENTS)
def guide_change(request: TenantRequest, pk: int) -> HttpResponse:
    """Title, owner, audience, metrics."""
    guide = guide_or_404(pk)
    initial = {"metrics": queries.metrics_of(guide)}
    form = with_seen(GuideForm(**_asked(request, guide), with_place=guide.engagement_id is None, initial=initial))
    page = guide_page(request, guide, _("Details of %(guide)s") % {"guide": guide})
    if request.method == "POST" and saved(
        form,
        lambda was, seen: actions.change_guide(
            guide=form.instance, by=request.user, was=was, metrics=list(form.cleaned_data["metrics"]), seen=seen
        ),
    ):
        return redirect(page.back)
    return show_form(request, form, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def guide_archive(request: TenantRequest, pk: int) -> HttpResponse:
    """Take it out of use."""
    guide = guide_or_404(pk)
    actions.archive_guide(guide=guide, by=request.user, now=timezone.now())
    messages.success(request, _("%(guide)s is archived; nobody is asked about it any more.") % {"guide": guide})
    return redirect(here(request, "guide-detail", pk=pk))


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def guide_restore(request: TenantRequest, pk: int) -> HttpResponse:
    """Bring it back."""
    guide = guide_or_404(pk)
    try:
        actions.restore_guide(guide=guide, by=request.user)
    except ValidationError:
        messages.error(request, _("Another one has this title by now: rename that first."))
    return redirect(here(request, "guide-detail", pk=pk))


def _asked(request: TenantRequest, guide: Guide) -> dict[str, Any]:
    return {"data": request.POST or None, "instance": guide, "organization": request.organization}


def _create(request: TenantRequest, form: GuideForm, page: FormPage) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        made = take(
            form,
            lambda: actions.create_guide(
                guide=form.instance, by=request.user, now=timezone.now(), metrics=list(form.cleaned_data["metrics"])
            ),
        )
        if made is not None:
            return redirect(here(request, "guide-edit", pk=made.pk))
    return show_form(request, form, page)


def _frame(request: TenantRequest, guide: Guide) -> dict[str, Any]:
    return {
        "guide": guide,
        "engagement": guide.engagement,
        "current": TAB,
        "crumbs": guide_crumbs(request, guide),
        "may_edit": may_edit(request),
        "zone": request.organization.time_zone,
    }


def _show(request: TenantRequest, guide: Guide, newest: GuideVersion | None, content: Content) -> HttpResponse:
    today, now = today_of(request), timezone.now()
    asked = [person for person in people(today) if is_asked(guide, person)]
    given = acknowledgements_of([newest] if newest else [])
    kept = [(person, newest and given.get((newest.pk, person.pk))) for person in asked]
    context = _frame(request, guide) | {
        "crumbs": guide_crumbs(request, guide, below=False),
        "newest": newest,
        "content": content,
        "has_draft": guide.draft is not None and content_from(guide.draft) != content,
        "in_force": queries.versions_in_force([guide.pk], today).get(guide.pk),
        "versions": queries.versions_of(guide),
        "readers": kept,
        "adoption": adoption(lags(newest, asked, given)) if newest else None,
        "due_at": due_at(guide, newest) if newest else None,
        "is_late": newest is not None and due_at(guide, newest) < now,
        "is_mine": newest is not None
        and any(person.user_id == request.user.pk and given is None for person, given in kept),
        "metrics": queries.metrics_of(guide),
        "proposals": [(proposal, may_decide(proposal, request.user)) for proposal in proposals_of(guide)],
        "may_propose": request.membership.may(Permission.WRITE_ACTIONS),
        "today": today,
    }
    return render(request, "procedures/guide_detail.html", context)

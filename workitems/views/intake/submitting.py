"""Asking for work on a page: the form, what will become of it, and the split when several tasks are listed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from engagements.queries.engagements import local_today
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.models import InboundMessage
from workitems.actions.requests import Asked, submit_requests
from workitems.forms.intake_places import Places
from workitems.forms.intake_request import RequestForm
from workitems.intake.drafts import Draft, Upload
from workitems.models import IntakeForm, IntakeRequest, RequestTemplate
from workitems.models.requests import Via
from workitems.queries.intake import FormParts, form_parts
from workitems.views.intake.builder import UNPROCESSABLE, address, crumbs, find_form
from workitems.views.intake.plans import Plan, plan_of

SUBMIT, SPLIT, ONE, LOOK = "submit", "split", "one", "look"


@dataclass
class Desk:
    """Where a request is being written: its form, what it begins with, the mail that it completes."""

    form: IntakeForm
    parts: FormParts
    now: datetime
    template: RequestTemplate | None = None
    message: InboundMessage | None = None
    requester: str = ""
    initial: dict[str, Any] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)


@needs(Permission.IMPORT_ITEMS)
def request_create(request: TenantRequest, intake: int) -> HttpResponse:
    """Ask for work; ``?pattern=`` begins with one."""
    desk = _desk(request, intake)
    return work_at(request, desk)


@require_POST
@needs(Permission.IMPORT_ITEMS)
def request_look(request: TenantRequest, intake: int) -> HttpResponse:
    """What would become of it: the panel beside the form, while somebody types."""
    desk = _desk(request, intake)
    form = bound_form(request, desk)
    return render(request, "workitems/request_plan.html", {"plan": plan_of(request, form, now=desk.now), "form": form})


def work_at(request: TenantRequest, desk: Desk) -> HttpResponse:
    """Show a request's form, or take what was typed: submit it, split it, or say what would become of it."""
    if request.method != "POST":
        return show_desk(request, desk, bound_form(request, desk))
    form, step = bound_form(request, desk), request.POST.get("step", SUBMIT)
    if not form.is_valid() or step == LOOK:
        return show_desk(request, desk, form, plan_of(request, form, now=desk.now))
    if step == SUBMIT and form.split() is not None:
        refused = _("It lists several tasks. A request is one task, with one outcome: split it, or say that it is one.")
        return show_desk(request, desk, form, plan_of(request, form, now=desk.now, refused=refused))
    made = _submit(request, desk, form, titles=request.POST.getlist("part") if step == SPLIT else [])
    if made is None:
        return show_desk(request, desk, form, plan_of(request, form, now=desk.now))
    return _told(request, made)


def bound_form(request: TenantRequest, desk: Desk) -> RequestForm:
    """The form with what was typed, if anything was."""
    places = Places.of(desk.parts, today=local_today(request.organization, desk.now))
    return RequestForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        parts=desk.parts,
        places=places,
        organization=request.organization,
        now=desk.now,
        initial=desk.initial,
    )


def show_desk(request: TenantRequest, desk: Desk, form: RequestForm, plan: Plan | None = None) -> HttpResponse:
    """The page with the form as it stands."""
    template = f"?pattern={desk.template.pk}" if desk.template else ""
    context = {
        "form": form,
        "groups": form.groups(),
        "plan": plan,
        "form_row": desk.form,
        "parts": desk.parts,
        "template": desk.template,
        "look_url": address(request, "request-look", intake=desk.form.pk),
        "crumbs": crumbs(request, desk.form),
        "query": template,
        **desk.more,
    }
    status = UNPROCESSABLE if form.errors or (plan and plan.refused) else 200
    return render(request, "workitems/request_create.html", context, status=status)


def _submit(request: TenantRequest, desk: Desk, form: RequestForm, *, titles: list[str]) -> list[IntakeRequest] | None:
    def act() -> list[IntakeRequest]:
        titled = [" ".join(title.split()) for title in titles if title.strip()]
        drafts = form.drafts(titled, requester=desk.requester or str(request.user))
        asked = Asked(
            form=desk.form,
            engagement=form.asked_engagement,
            segment=form.cleaned_data.get("segment"),
            template=desk.template,
            via=Via.MAIL if desk.message else Via.PAGE,
            message=desk.message,
        )
        whole = [with_uploads(draft, desk.uploads) for draft in drafts]
        return submit_requests(asked=asked, drafts=whole, by=request.user, now=desk.now)

    return take(form, act)


def with_uploads(draft: Draft, uploads: tuple[Upload, ...]) -> Draft:
    """A draft with more files, each once."""
    known = {upload.content for upload in draft.uploads}
    return replace(draft, uploads=(*draft.uploads, *(each for each in uploads if each.content not in known)))


def _told(request: TenantRequest, made: list[IntakeRequest]) -> HttpResponse:
    names = ", ".join(str(each) for each in made)
    text = ngettext("%(names)s is a work item now.", "%(names)s are work items now.", len(made))
    messages.success(request, text % {"names": names})
    if len(made) == 1:
        return redirect(address(request, "item-detail", pk=made[0].item_id))
    return redirect(f"{address(request, 'item-list')}?source=intake")


def _desk(request: TenantRequest, intake: int) -> Desk:
    form = find_form(intake)
    if form.retired_at is not None:
        raise Http404
    parts = form_parts(form)
    wanted = request.GET.get("pattern", "")
    template = next((each for each in parts.templates if str(each.pk) == wanted), None)
    initial = dict(template.preset) if template else {}
    return Desk(form, parts, timezone.now(), template, initial=initial)

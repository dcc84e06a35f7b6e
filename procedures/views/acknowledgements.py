"""Acknowledging: by oneself, on somebody's behalf, and the list of what waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.models import Participant
from engagements.views.pages import show_form, today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from procedures.actions import acknowledgements as actions
from procedures.forms.acknowledgements import BehalfForm, QuizForm
from procedures.models import Guide, GuideVersion
from procedures.queries.guides import content_of, newest_with_words
from procedures.queries.readers import acknowledgements_of, is_asked, people, waiting
from procedures.views.places import guide_or_404, guide_page, here, may_edit


@needs(Permission.VIEW)
def acknowledgement_list(request: TenantRequest) -> HttpResponse:
    """What waits for an acknowledgement: one's own, and everybody's."""
    found = waiting(today=today_of(request), now=timezone.now())
    # Somebody who holds several roles reads it once.
    mine = {each.version.pk: each for each in found if each.participant.user_id == request.user.pk}
    context = {
        "mine": list(mine.values()),
        "others": [each for each in found if each.participant.user_id != request.user.pk],
        "may_edit": may_edit(request),
        "zone": request.organization.time_zone,
    }
    return render(request, "procedures/acknowledgement_list.html", context)


@needs(Permission.VIEW)
def guide_acknowledge(request: TenantRequest, pk: int) -> HttpResponse:
    """The reader has read the newest version; with a quiz, answers it first."""
    guide = guide_or_404(pk)
    version = newest_with_words(guide)
    mine = [person for person in _missing(request, guide, version) if person.user_id == request.user.pk]
    if version is None or not mine:
        return redirect(here(request, "guide-detail", pk=pk))
    form = QuizForm(request.POST if request.method == "POST" else None, content=content_of(version))
    title = _("Acknowledge %(guide)s, version %(number)s") % {"guide": guide, "number": version.number}
    note = _("By this you say that you have read it and work by it from now on.")
    page = guide_page(request, guide, title, submit_label=_("I have read it"), note=note)
    if request.method == "POST" and form.is_valid():
        kept = take(
            form,
            lambda: actions.acknowledge(
                version=version, participants=mine, answers=form.answers(), by=request.user, now=timezone.now()
            ),
        )
        if kept is not None:
            messages.success(request, _("Thank you: it is noted that you have read %(guide)s.") % {"guide": guide})
            return redirect(page.back)
    return show_form(request, form, page)


@needs(Permission.EDIT_AGREEMENTS)
def guide_behalf(request: TenantRequest, pk: int) -> HttpResponse:
    """Record that somebody without a login here has read it, with evidence."""
    guide = guide_or_404(pk)
    version = newest_with_words(guide)
    missing = _missing(request, guide, version)
    note = _("For people who cannot sign in here, such as the partner's. It is marked as recorded on their behalf.")
    page = guide_page(request, guide, _("Record an acknowledgement"), note=note)
    if version is None or not missing:
        messages.info(request, _("Nobody is left who has not acknowledged it."))
        return redirect(page.back)
    form = BehalfForm(
        request.POST or None,
        waiting=missing,
        has_quiz=bool(content_of(version).quiz),
        initial={"day": today_of(request), "participant": request.GET.get("person", "")},
    )
    if request.method == "POST" and form.is_valid() and _record(request, form, version) is not None:
        return redirect(page.back)
    return show_form(request, form, page)


def _record(request: TenantRequest, form: BehalfForm, version: GuideVersion) -> object:
    data = form.cleaned_data
    return take(
        form,
        lambda: actions.record_acknowledgement(
            version=version,
            participant=form.chosen(),
            day=data["day"],
            zone=request.organization.time_zone,
            evidence=data["evidence"],
            score=data.get("score"),
            by=request.user,
            now=timezone.now(),
        ),
    )


def _missing(request: TenantRequest, guide: Guide, version: GuideVersion | None) -> list[Participant]:
    if version is None or guide.archived_at is not None:
        return []
    given = acknowledgements_of([version])
    asked = [person for person in people(today_of(request)) if is_asked(guide, person)]
    return [person for person in asked if (version.pk, person.pk) not in given]

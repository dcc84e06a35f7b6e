"""Writing the next version of a guide, and publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.views.pages import today_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.revisions import ConflictError
from foundation.accounts.roles import Permission
from procedures.actions import guides as actions
from procedures.content import Content
from procedures.difference import Section, difference
from procedures.forms.content import Editor, editor_of, posted_editor, rearranged_editor
from procedures.forms.guides import PublishForm
from procedures.models import Decision, Guide, GuideKind
from procedures.queries import guides as queries
from procedures.queries.proposals import proposals_of
from procedures.views.places import TAB, guide_crumbs, guide_or_404, guide_page, here


@needs(Permission.EDIT_AGREEMENTS)
def guide_edit(request: TenantRequest, pk: int) -> HttpResponse:
    """The editor; a button beside a row moves it without saving anything."""
    guide = guide_or_404(pk)
    kind = GuideKind(guide.kind)
    if request.method != "POST":
        return _show(request, guide, editor_of(kind, queries.draft_of(guide), seen=guide.revision))
    if wish := request.POST.get("rearrange"):
        return _show(request, guide, rearranged_editor(kind, request.POST, wish))
    editor = posted_editor(kind, request.POST)
    if not editor.is_valid():
        return _show(request, guide, editor)
    content, seen = editor.result(), editor.texts.cleaned_data["seen"]
    try:
        actions.save_draft(guide=guide, content=content, seen=seen, by=request.user)
    except ConflictError as conflict:
        return _conflict(request, guide, content, conflict)
    if "publish" in request.POST:
        return redirect(here(request, "guide-publish", pk=pk))
    messages.success(request, _("The draft is saved. Publish it when it is ready."))
    return redirect(here(request, "guide-edit" if "stay" in request.POST else "guide-detail", pk=pk))


@needs(Permission.EDIT_AGREEMENTS)
def guide_publish(request: TenantRequest, pk: int) -> HttpResponse:
    """Look at what changes once more, then publish."""
    guide = guide_or_404(pk)
    last, draft = queries.newest_with_words(guide), queries.draft_of(guide)
    initial = {"effective_from": today_of(request), "seen": guide.revision}
    form = PublishForm(request.POST or None, initial=initial, is_first=last is None)
    page = guide_page(request, guide, _("Publish %(guide)s") % {"guide": guide})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        version = take(
            form,
            lambda: actions.publish(
                guide=guide,
                effective_from=data["effective_from"],
                note=data.get("note", ""),
                seen=data["seen"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if version is not None:
            messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
            return redirect(page.back)
    context = {
        "form": form,
        "page": page,
        "guide": guide,
        "last": last,
        "draft": draft,
        "sections": difference(queries.content_of(last), draft),
        "missing": actions.missing(GuideKind(guide.kind), draft),
    }
    return render(request, "procedures/guide_publish.html", context)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def guide_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Forget the draft."""
    guide = guide_or_404(pk)
    seen = request.POST.get("seen", "")
    try:
        actions.discard_draft(guide=guide, seen=int(seen) if seen.isdigit() else 0, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The draft is discarded; what is published stays."))
    return redirect(here(request, "guide-detail", pk=pk))


def _conflict(request: TenantRequest, guide: Guide, typed: Content, conflict: ConflictError) -> HttpResponse:
    """What was typed, the message, and how it differs from what the other person saved; saving again takes this one."""
    theirs = guide_or_404(guide.pk)
    data = request.POST.copy()
    data["seen"] = str(theirs.revision)
    editor = posted_editor(GuideKind(guide.kind), data)
    if editor.is_valid():
        editor.texts.add_error(None, conflict)
    return _show(request, theirs, editor, difference(queries.draft_of(theirs), typed))


def _show(request: TenantRequest, guide: Guide, editor: Editor, conflict: list[Section] | None = None) -> HttpResponse:
    accepted = [each for each in proposals_of(guide) if each.decision == Decision.ACCEPTED]
    last = queries.newest_with_words(guide)
    context = {
        "guide": guide,
        "engagement": guide.engagement,
        "current": TAB,
        "crumbs": guide_crumbs(request, guide),
        "editor": editor,
        "conflict": conflict,
        "accepted": [
            each for each in accepted if last is None or (each.decided_at and each.decided_at >= last.published_at)
        ],
    }
    return render(request, "procedures/guide_edit.html", context)

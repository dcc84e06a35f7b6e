"""A scorecard's page, and its PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.periods import cutoff
from foundation.accounts.models.organizations import PaperSize
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.outbox.models import Message
from scorecards import pdf
from scorecards.budget_lines import closed_line
from scorecards.decisions import decisions
from scorecards.downloads import pdf_response
from scorecards.forms.answers import VerdictForm
from scorecards.forms.notes import CorrectionForm, ReasonForm, RootCauseForm
from scorecards.forms.values import ValueForm, enterable
from scorecards.models import ReportSchedule, Scorecard
from scorecards.models.cards import Audience, CardState
from scorecards.queries import pages
from scorecards.queries.answers import acknowledgement_of, dispute_files, disputes_of
from scorecards.queries.differences import difference_since_issue
from scorecards.queries.returns import note_of
from scorecards.sheet_charts import charted
from scorecards.sheets import Sheet

Forms = dict[str, Any]


@needs(Permission.VIEW)
@require_safe
def scorecard_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Target against actual, the worst metric's chart, causes, actions, and what can be done now."""
    return show_card(request, find_card(pk))


@needs(Permission.VIEW)
@require_safe
def scorecard_pdf(request: TenantRequest, pk: int) -> HttpResponse:
    """The one-page PDF; ``?paper=`` A4 or Letter. Before it is issued a draft is made, and not kept."""
    card, now = find_card(pk), timezone.now()
    paper = request.GET.get("paper", "")
    paper = paper if paper in PaperSize.values else request.organization.paper_size
    if card.state == CardState.ISSUED:
        snapshot = card.snapshots.get(audience=Audience.CLIENT)
        document = pdf.scorecard_document(snapshot, paper=paper, now=now)
        return pdf_response(bytes(document.content), document.filename)
    data = pages.document_of(card, now=now)
    return pdf_response(pdf.render_scorecard(data, paper, draft=True), pdf.filename(data, draft=True))


def find_card(pk: int) -> Scorecard:
    """A card of this workspace with its names, or 404."""
    card: Scorecard = get_object_or_404(pages.with_names(), pk=pk)
    return card


def show_card(
    request: TenantRequest, card: Scorecard, *, forms: Forms | None = None, status: int = 200
) -> HttpResponse:
    """The page; ``forms`` holds refused ones, by name, which open again with what was typed."""
    now = timezone.now()
    sheet = Sheet.read(pages.document_of(card, now=now))
    before, after = pages.neighbours(card)
    revisions = pages.revisions(card)
    worst = sheet.worst
    context = {
        "card": card,
        "sheet": sheet,
        "status": sheet.status,
        "chart": charted(worst) if worst else None,
        "decisions": decisions(sheet),
        "budgets": [budget for budget in map(closed_line, sheet.lines) if budget],
        "life": life(card, now),
        "crumbs": _crumbs(request, card),
        "previous_url": _address(request, before),
        "next_url": _address(request, after),
        "revisions": revisions if len(revisions) > 1 else [],
        "newest": revisions[0],
        "moved": difference_since_issue(card) if card.is_sealed and revisions[0].pk == card.pk else [],
        "schedule_url": _schedule_url(request, card),
        "mails": Message.objects.filter(subject_key=f"scorecard/{card.pk}").count(),
        **_partner(request, card),
        **_forms(request, card, forms or {}),
    }
    return render(request, "scorecards/scorecard_detail.html", context, status=status)


def _forms(request: TenantRequest, card: Scorecard, refused: Forms) -> Forms:
    """The forms that this person may use on this card now."""
    may = request.membership.may
    found: Forms = {}
    is_over = card.state in (CardState.ISSUED, CardState.EXCUSED)
    if not is_over and may(Permission.WRITE_ACTIONS) and card.lines.exists():
        found["cause_form"] = RootCauseForm(scorecard=card)
        found["action_form"] = CorrectionForm(scorecard=card)
        found["stored"] = list(card.root_causes.select_related("metric").prefetch_related("written_by"))
    if not is_over and may(Permission.ENTER_FIGURES) and enterable(card).exists():
        found["value_form"] = ValueForm(scorecard=card)
    if may(Permission.ISSUE_SCORECARD):
        found["can_issue"] = card.state == CardState.FROZEN
        for name, state in (("excuse", CardState.BLOCKED), ("refresh", CardState.FROZEN), ("revise", CardState.ISSUED)):
            if card.state == state:
                found[f"{name}_form"] = ReasonForm(prefix=name)
    return found | refused


def _partner(request: TenantRequest, card: Scorecard) -> dict[str, Any]:
    """What the partner said: its notes on the week, its acknowledgement, its disputes."""
    is_issued = card.state == CardState.ISSUED
    disputes = list(disputes_of(card.pk)) if is_issued else []
    return {
        "acknowledgement": acknowledgement_of(card.pk) if is_issued else None,
        "disputes": disputes,
        "files": dispute_files(disputes),
        "partner_note": note_of(card.engagement_id, card.period_key),
        "can_decide": request.membership.may(Permission.ISSUE_SCORECARD),
        "verdict_form": VerdictForm(),
    }


def life(card: Scorecard, now: datetime) -> list[dict[str, str]]:
    """The week's life as steps: ended, cut off, frozen, issued and sealed; or blocked, excused, history."""
    organization = card.organization
    cut = cutoff(card.period, weekday=organization.cutoff_weekday, at=organization.cutoff_time)
    steps = [
        _step(_("Week ended %(at)s"), card.period_end, done=card.period_end <= now),
        _step(_("Data cut-off %(at)s"), cut, done=cut <= now),
    ]
    if card.state == CardState.HISTORY:
        return [*steps[:1], {"label": _("Computed; older than the schedule, so not issued"), "state": "done"}]
    if card.state == CardState.BLOCKED:
        steps.append({"label": _("Waits: %(why)s") % {"why": card.get_blocked_by_display()}, "state": "current"})
    if card.state == CardState.EXCUSED:
        words = {"person": card.excused_by, "reason": card.excused_reason}
        return [*steps, {"label": _("Excused by %(person)s: %(reason)s") % words, "state": "done"}]
    if card.frozen_at:
        label = _("Figures frozen %(at)s from %(count)d items") % {"at": _at(card.frozen_at), "count": card.item_count}
        steps.append({"label": label, "state": "done"})
    else:
        steps.append({"label": _("Figures frozen"), "state": "todo"})
    if not card.issued_at:
        state = "current" if card.state == CardState.FROZEN else "todo"
        return [*steps, {"label": _("Review and issue"), "state": state}]
    words = {"at": _at(card.issued_at), "person": card.issued_by or _("its schedule")}
    steps.append({"label": _("Issued %(at)s by %(person)s") % words, "state": "done"})
    return [*steps, {"label": _("Sealed %(seal)s…") % {"seal": card.seal[:12]}, "state": "done"}]


def _step(words: str, at: datetime, *, done: bool) -> dict[str, str]:
    return {"label": words % {"at": _at(at)}, "state": "done" if done else "todo"}


def _at(at: datetime) -> str:
    return date_format(localtime(at), "D j M H:i")


def _crumbs(request: TenantRequest, card: Scorecard) -> list[dict[str, str]]:
    slug, engagement = request.organization.slug, card.engagement
    links = (
        (_("Scorecards"), reverse("scorecards:scorecard-list", args=[slug])),
        (engagement.vendor.name, reverse("outsourcing:vendor-detail", args=[slug, engagement.vendor_id])),
        (engagement.name, reverse("engagements:engagement-detail", args=[slug, engagement.pk])),
    )
    return [{"label": label, "url": url} for label, url in links]


def _schedule_url(request: TenantRequest, card: Scorecard) -> str:
    """Where the engagement's schedule is changed, or made; empty for who may not."""
    if not request.membership.may(Permission.MANAGE_SCHEDULES):
        return ""
    slug = request.organization.slug
    running = ReportSchedule.objects.filter(engagement=card.engagement_id, ended_at=None).first()
    if running:
        return reverse("scorecards:schedule-edit", args=[slug, running.pk])
    return reverse("scorecards:schedule-create", args=[slug]) + f"?engagement={card.engagement_id}"


def _address(request: TenantRequest, card: Scorecard | None) -> str:
    return "" if card is None else reverse("scorecards:scorecard-detail", args=[request.organization.slug, card.pk])

"""The list of scorecards: a week's, with what can be issued at once, and twelve weeks side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from engagements.models import Engagement
from engagements.periods import Period, PeriodKind, last_closed
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from scorecards import tasks
from scorecards.actions.issuing import issue_scorecard
from scorecards.forms.filters import CardFilterForm, read_week
from scorecards.models import Scorecard
from scorecards.models.cards import CardState
from scorecards.queries import pages, portfolio

WEEKS = 12


class Cell(NamedTuple):
    """A week of an engagement in the overview."""

    pk: int
    state: str
    status: str
    label: str


@needs(Permission.VIEW)
@require_safe
def scorecard_list(request: TenantRequest) -> HttpResponse:
    """Filter by week, state, vendor, client in the address; ``engagement`` shows all weeks of one."""
    last = last_closed(PeriodKind.WEEK, timezone.now(), request.organization.time_zone)
    form = CardFilterForm(request.GET, last=last)
    wanted = form.wanted()
    cards = pages.find_cards(wanted)
    shown = portfolio.portfolio_cards(cards)
    may_issue = request.membership.may(Permission.ISSUE_SCORECARD)
    week = read_week(wanted.week, last)
    context = {
        "form": form,
        "reset_url": request.path if request.GET else "",
        "rows": [shown[card.pk] for card in cards],
        "week": week if wanted.week else None,
        "week_links": _week_links(request, week, last) if wanted.week else {},
        "can_issue": may_issue and any(card.state == CardState.FROZEN for card in cards),
        "is_cut": len(cards) == pages.LONGEST,
        "weeks": (weeks := [week.shift(-back) for back in range(WEEKS - 1, -1, -1)]),
        "overview": _overview(weeks, cards if wanted.engagement_id else None),
        "engagement": Engagement.objects.filter(pk=wanted.engagement_id).first() if wanted.engagement_id else None,
    }
    return render(request, "scorecards/scorecard_list.html", context)


@needs(Permission.ISSUE_SCORECARD)
@require_POST
def scorecard_issue_many(request: TenantRequest) -> HttpResponse:
    """Issue the scorecards that were ticked; those that cannot be issued are named."""
    ids = [int(pk) for pk in request.POST.getlist("scorecard") if pk.isdecimal() and len(pk) < 19]  # noqa: PLR2004  # bigint
    now, done = timezone.now(), 0
    for card in pages.with_names().filter(pk__in=ids).order_by("pk"):
        try:
            issue_scorecard(scorecard=card, by=request.user, now=now)
        except ValidationError as error:
            messages.error(request, f"{card}: {error.messages[0]}")
            continue
        send_runs(card)
        done += 1
    if done:
        words = ngettext(
            "%(count)d scorecard is issued and sealed.", "%(count)d scorecards are issued and sealed.", done
        )
        words = words % {"count": done} + " " + _("The mails leave within a minute.")
        messages.success(request, with_way_back(request, words))
    elif not ids:
        messages.warning(request, _("Nothing was ticked."))
    return redirect(_back(request))


@needs(Permission.VIEW)
@require_safe
def engagement_scorecard(request: TenantRequest, engagement: int) -> HttpResponse:
    """The newest scorecard of an engagement; its list while there is none."""
    found = get_object_or_404(Engagement, pk=engagement)
    card = pages.latest_card(found.pk)
    slug = request.organization.slug
    if card is None:
        return redirect(f"{reverse('scorecards:scorecard-list', args=[slug])}?engagement={found.pk}")
    return redirect("scorecards:scorecard-detail", org=slug, pk=card.pk)


def send_runs(card: Scorecard) -> None:
    """Have the runs of an issued card rendered and mailed."""
    for run in card.runs.all():
        tasks.send(run)


def with_way_back(request: TenantRequest, words: str, engagement_id: int | None = None) -> str:
    """Words on mails that are to leave, with the way to where they can still be called back."""
    if not request.membership.may(Permission.MANAGE_DELIVERIES):
        return words
    place = f"&engagement={engagement_id}" if engagement_id else ""
    url = reverse("outbox:delivery-list", kwargs={"org": request.organization.slug}) + f"?state=pending{place}"
    return format_html('{} <a href="{}">{}</a>', words, url, _("Look at them, or call them back"))


def _overview(weeks: list[Period], cards: Iterable[Scorecard] | None) -> list[dict[str, Any]]:
    """Engagements by weeks, by name."""
    keys = [week.key for week in weeks]
    wanted = pages.newest().filter(period_key__in=keys).order_by("engagement__name", "pk")
    if cards is not None:
        wanted = wanted.filter(engagement_id__in={card.engagement_id for card in cards})
    rows: dict[int, dict[str, Any]] = {}
    for card in wanted:
        row = rows.setdefault(card.engagement_id, {"engagement": card.engagement, "cells": dict.fromkeys(keys)})
        label = f"{card.engagement.name} {card.period_key}: {card.get_status_display()}, {card.get_state_display()}"
        row["cells"][card.period_key] = Cell(card.pk, card.state, card.status, label)
    return [{"engagement": row["engagement"], "cells": list(row["cells"].values())} for row in rows.values()]


def _week_links(request: TenantRequest, week: Period, last: Period) -> dict[str, str]:
    def link(to: Period) -> str:
        query = request.GET.copy()
        query["week"] = to.key
        return f"?{query.urlencode()}"

    found = {"previous_url": link(week.previous()), "label": week.key}
    return found | ({"next_url": link(week.next())} if week.end < last.end else {})


def _back(request: TenantRequest) -> str:
    """The list as it was filtered; nothing but our own list is trusted as a way back."""
    query = request.POST.get("back", "")
    address = reverse("scorecards:scorecard-list", args=[request.organization.slug])
    return f"{address}?{query}" if query else address

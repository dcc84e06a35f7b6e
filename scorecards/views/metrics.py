"""Explain this number: from a figure to its definition, its parts, its history and the very items behind it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.periods import PeriodKind, period_from_key
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from scorecards.budget_lines import BudgetLine, closed_line, running_line
from scorecards.models import ManualValue, MetricValue, Scorecard
from scorecards.queries import pages
from scorecards.queries.budgets import running_budget
from scorecards.queries.explanations import GAPS, items_behind
from scorecards.sheet_charts import Charted, charted
from scorecards.sheet_lines import SHARE, SheetLine, plain
from scorecards.sheets import Sheet
from scorecards.views.cards import find_card


class Past(NamedTuple):
    """A period of the history: its figure, n, the signal it completes, and its scorecard."""

    key: str
    value: str
    n: int
    signal: str
    url: str


class Items(NamedTuple):
    """Some of the items behind the figure: the part they make, what they are, where they are listed."""

    part: str
    label: str
    url: str


class Part(NamedTuple):
    """A segment's figure, with the items it is judged by."""

    name: str
    value: str
    counted: str
    url: str


@needs(Permission.VIEW)
@require_safe
def scorecard_metric(request: TenantRequest, pk: int, metric: int) -> HttpResponse:
    """One line of a scorecard, explained."""
    card, now = find_card(pk), timezone.now()
    sheet = Sheet.read(pages.document_of(card, now=now))
    line = next((each for each in sheet.lines if each.metric_id == metric), None)
    if line is None:
        raise Http404
    chart = charted(line)
    values = pages.values_of(card.engagement_id, metric, line.period_key)
    own = next((value for value in values if value.segment_id is None), None)
    address = reverse("workitems:item-list", args=[request.organization.slug])
    context = {
        "card": card,
        "sheet": sheet,
        "line": line,
        "chart": chart,
        "period": period_from_key(line.period_key, sheet.zone),
        "formula_words": _formula(line),
        "why_none": GAPS.get(line.reason, _("Nothing was measured for this period.")) if line.value is None else "",
        "items": _items(own, address),
        "has_moved": card.is_sealed and own is not None and (own.value, own.sample) != (line.value, line.n),
        "history": _history(request, card, line, chart),
        "parts": [_part(value, line, address) for value in values if value.segment is not None],
        "entry": _entry(own),
        "budgets": _budgets(sheet, line, now),
        "others": [each for each in sheet.lines if each.metric_id != metric],
        "crumbs": _crumbs(request, card),
    }
    return render(request, "scorecards/scorecard_metric.html", context)


def _budgets(sheet: Sheet, line: SheetLine, now: datetime) -> list[BudgetLine]:
    """The error budget of the period shown, after that of the one that runs, where it is the next."""
    closed = closed_line(line)
    period = period_from_key(line.period_key, sheet.zone).next()
    running = None
    if line.unit == SHARE and now in period:
        recent = [None if dot.value is None else dot.n for dot in line.series]
        running = running_budget(engagement_id=sheet.engagement_id, metric_id=line.metric_id, now=now, recent=recent)
    found = [running_line(line, running) if running else None, closed]
    return [each for each in found if each is not None]


def _formula(line: SheetLine) -> str:
    """How the parts make the figure."""
    if line.unit == SHARE:
        return _("numerator ÷ denominator in percent, pooled over the period; compared unrounded")
    return {
        "turnaround_mean": _("sum of the times ÷ items"),
        "turnaround_median": _("the time within which half of the items were completed (Hyndman and Fan 7)"),
        "turnaround_p90": _("the time within which 90 % of the items were completed (Hyndman and Fan 7)"),
        "cost_per_unit": _("cost ÷ items completed; a monthly fee accrues evenly per calendar day"),
        "throughput": _("count of first completions in the period"),
        "backlog": _("opened before the end, and not closed before it"),
        "backlog_aged": _("opened before the end and not closed before it, and older than the limit then"),
    }.get(line.measure, _("as entered"))


def _items(value: MetricValue | None, address: str) -> list[Items]:
    """Links to the very items; none for what was entered by hand."""
    if value is None or value.detail.get("entry"):
        return []
    names = {
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "missed": _("Missed"),
        "excluded": _("Left out"),
    }
    return [Items(names[each.part], each.label, f"{address}?{each.items.address}") for each in items_behind(value)]


def _part(value: MetricValue, line: SheetLine, address: str) -> Part:
    whole = [each for each in items_behind(value) if each.part in ("denominator", "numerator")]
    url = f"{address}?{whole[-1].items.address}" if whole else ""
    return Part(str(value.segment), line.text_of(value.value), counted(value), url)


def _entry(value: MetricValue | None) -> ManualValue | None:
    """Who entered it, and where it came from."""
    if value is None or "entry" not in value.detail:
        return None
    return ManualValue.objects.select_related("entered_by").filter(pk=value.detail["entry"]).first()


def _history(request: TenantRequest, card: Scorecard, line: SheetLine, chart: Charted) -> list[Past]:
    """Newest first, each with its own scorecard where the metric closes weekly."""
    signals = dict(chart.flagged)
    is_weekly = line.period_kind == PeriodKind.WEEK
    keys = [dot.key for dot in line.series]
    cards = pages.cards_by_key(card.engagement_id, keys) if is_weekly else {}
    slug = request.organization.slug
    return [
        Past(
            dot.key,
            line.text_of(dot.value),
            dot.n,
            signals.get(dot.key, ""),
            reverse("scorecards:scorecard-detail", args=[slug, cards[dot.key]]) if dot.key in cards else "",
        )
        for dot in reversed(line.series)
    ]


def counted(value: MetricValue) -> str:
    """What a stored figure was made from, in short."""
    if value.denominator is None:
        return ""
    if value.metric.unit != "percent" or value.numerator is None:
        return f"n {plain(value.denominator)}"
    return _("%(part)s of %(whole)s") % {"part": plain(value.numerator), "whole": plain(value.denominator)}


def _crumbs(request: TenantRequest, card: Scorecard) -> list[dict[str, str]]:
    slug, engagement = request.organization.slug, card.engagement
    links = (
        (engagement.vendor.name, reverse("outsourcing:vendor-detail", args=[slug, engagement.vendor_id])),
        (engagement.name, reverse("engagements:engagement-detail", args=[slug, engagement.pk])),
        (_("Week %(key)s") % {"key": card.period_key}, reverse("scorecards:scorecard-detail", args=[slug, card.pk])),
    )
    return [{"label": label, "url": url} for label, url in links]

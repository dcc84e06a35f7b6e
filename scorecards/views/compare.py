"""Own team beside partner: engagements and their parts side by side, by process or by metric."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagements.models import Engagement, Metric, Process
from engagements.models.metrics import Unit
from engagements.periods import Period, PeriodKind, last_closed
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from scorecards.forms.filters import CompareForm, read_week
from scorecards.headlines import shown
from scorecards.models import MetricValue, ScorecardLine
from scorecards.queries import pages
from scorecards.queries.comparisons import Cell, by_vendor
from scorecards.queries.portfolio import sheet_line
from scorecards.sheet_lines import SheetLine, plain
from scorecards.views.metrics import counted


@dataclass(frozen=True, slots=True)
class Part:
    """A segment's figure."""

    name: str
    value: str
    counted: str


@dataclass(frozen=True, slots=True)
class Side:
    """One engagement by one metric, with its parts."""

    engagement: Engagement
    card_id: int
    line: SheetLine
    parts: list[Part]


@dataclass(slots=True)
class Group:
    """Everybody who is judged by one metric, the own team first."""

    metric: Metric
    sides: list[Side] = field(default_factory=list)


@needs(Permission.VIEW)
@require_safe
def scorecard_compare(request: TenantRequest) -> HttpResponse:
    """``?process=``, ``?metric=`` and ``?week=`` narrow it; ``?measure=`` keeps metrics of one measure."""
    last = last_closed(PeriodKind.WEEK, timezone.now(), request.organization.time_zone)
    form = CompareForm(request.GET, last=last)
    form.is_valid()
    process, metric = form.cleaned_data.get("process"), form.cleaned_data.get("metric")
    week = read_week(request.GET.get("week", ""), last)
    measure = request.GET.get("measure", "")
    if not (process or metric or measure):
        process = _process_done_twice()
    groups = _groups(week.key, process, metric, measure)
    context = {
        "form": form,
        "reset_url": request.path if request.GET else "",
        "process": process,
        "week": week,
        "groups": groups,
        "together": _together(process, week, groups) if process else None,
    }
    return render(request, "scorecards/scorecard_compare.html", context)


def _process_done_twice() -> Process | None:
    """A process that the own team and a partner do, or at least two do: what there is to compare at once."""
    rows = Engagement.objects.filter(ended_on=None).values_list("process_id", "vendor__kind")
    kinds: dict[int, list[str]] = {}
    for process, kind in rows.order_by("process__name"):
        kinds.setdefault(process, []).append(kind)
    both = [pk for pk, found in kinds.items() if len(set(found)) > 1]
    several = both or [pk for pk, found in kinds.items() if len(found) > 1]
    return Process.objects.filter(pk=several[0]).first() if several else None


def _together(process: Process, week: Period, groups: list[Group]) -> dict[str, Any] | None:
    """Vendors of a process, each over all its engagements; None where there is only one."""
    currencies = {group.metric.pk: {side.line.currency for side in group.sides} for group in groups}
    engagements = list(Engagement.objects.filter(process=process))
    found = by_vendor(engagements, week)
    if len(found.vendors) < 2:  # noqa: PLR2004  # side by side takes two
        return None
    rows = [
        {
            "metric": row.metric,
            "cells": [
                _pooled(row.metric, row.cells.get(vendor.pk), currencies.get(row.metric.pk, set()))
                for vendor in found.vendors
            ],
        }
        for row in found.rows
    ]
    return {"vendors": found.vendors, "rows": rows}


def _pooled(metric: Metric, cell: Cell | None, currencies: set[str]) -> Part | None:
    if cell is None or cell.value is None:
        return None
    value = shown(cell.value, metric.unit, currency=next(iter(currencies)) if len(currencies) == 1 else "")
    if metric.unit != Unit.PERCENT or cell.numerator is None or cell.denominator is None:
        return Part("", value, "" if cell.denominator is None else f"n {plain(cell.denominator)}")
    parts = {"part": plain(cell.numerator), "whole": plain(cell.denominator)}
    return Part("", value, _("%(part)s of %(whole)s") % parts)


def _groups(week: str, process: Process | None, metric: Metric | None, measure: str) -> list[Group]:
    cards = pages.newest().filter(period_key=week)
    if process is not None:
        cards = cards.filter(engagement__process=process)
    lines = ScorecardLine.objects.filter(scorecard__in=cards).select_related(
        "metric", "version", "target", "scorecard__engagement__vendor"
    )
    if metric is not None:
        lines = lines.filter(metric=metric)
    if measure:
        lines = lines.filter(metric__measure=measure)
    found = list(lines.order_by("position", "metric__name"))
    parts = _parts(found)
    groups: dict[int, Group] = {}
    for line in found:
        read = sheet_line(line)
        if read is not None:
            group = groups.setdefault(line.metric_id, Group(line.metric))
            engagement = line.scorecard.engagement
            of = parts.get((engagement.pk, line.metric_id, line.period_key), [])
            texts = [Part(str(each.segment), read.text_of(each.value), counted(each)) for each in of]
            group.sides.append(Side(engagement, line.scorecard_id, read, texts))
    for group in groups.values():
        group.sides.sort(key=lambda side: (not side.engagement.vendor.is_own_team, side.engagement.name))
    return list(groups.values())


def _parts(lines: list[ScorecardLine]) -> dict[Any, list[MetricValue]]:
    """Figures of segments, by engagement, metric and period."""
    rows = MetricValue.objects.filter(
        pages.IN_USE,
        segment__isnull=False,
        engagement__in={line.scorecard.engagement_id for line in lines},
        metric__in={line.metric_id for line in lines},
        period_key__in={line.period_key for line in lines},
    ).select_related("segment", "metric")
    found: dict[Any, list[MetricValue]] = {}
    for row in rows.order_by("segment__name"):
        found.setdefault((row.engagement_id, row.metric_id, row.period_key), []).append(row)
    return found

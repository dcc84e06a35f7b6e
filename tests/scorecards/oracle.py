"""The measures once more, one item after the other, in plain Python: slow, and written from the definitions alone."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction

from workitems.models import Exclusion, SlaClock, WorkItem, WorkItemEvent

HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)


def _done_at(item: WorkItem) -> datetime:
    done = item.first_resolved_at or item.resolved_at or item.closed_at
    assert done is not None
    return done


@dataclass
class Oracle:
    """Figures of [start, end) over some items."""

    items: list[WorkItem]
    start: datetime
    end: datetime
    priorities: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.everything = self.items
        if self.priorities:
            self.items = [each for each in self.items if each.priority in self.priorities]
        self.ids = {each.pk for each in self.items}
        self.told = list(WorkItemEvent.objects.filter(item__in=self.ids, retracted_at=None))
        self.left_out = {each.item_id for each in Exclusion.objects.exclude(approved_at=None)}

    def _in(self, at: datetime | None) -> bool:
        return at is not None and self.start <= at < self.end

    def _kept(self, items: list[WorkItem], *, raw: bool) -> list[WorkItem]:
        return [each for each in items if raw or each.pk not in self.left_out]

    def completed(self, *, raw: bool) -> list[WorkItem]:
        found = [
            each
            for each in self.items
            if self._in(each.first_resolved_at or each.resolved_at or each.closed_at)
            and each.status_class != "cancelled"
        ]
        return self._kept(found, raw=raw)

    def backlog(self, *, raw: bool) -> list[WorkItem]:
        return self._kept([each for each in self.items if self._is_open(each)], raw=raw)

    def _is_open(self, each: WorkItem) -> bool:
        if each.opened_at >= self.end:
            return False
        over = each.resolved_at or each.closed_at
        if (over and over < self.end) or (not over and each.status_class == "cancelled"):
            return False
        if each.reopen_count:
            told = [
                event
                for event in self.told
                if event.item_id == each.pk
                and event.occurred_at < self.end
                and event.kind in ("stop", "reopen", "cancel")
            ]
            last = max(told, key=lambda event: (event.occurred_at, event.sequence), default=None)
            if last is not None:
                return last.kind == "reopen"
        return True

    def _came_back(self, item: WorkItem) -> bool:
        done = _done_at(item)
        told = [each for each in self.told if each.item_id == item.pk and each.kind == "reopen"]
        if item.reopen_count and (not told or any(done <= each.occurred_at < done + WEEK for each in told)):
            return True
        return any(
            other.pk != item.pk
            and (other.requester, other.item_type) == (item.requester, item.item_type)
            and done <= other.opened_at < done + WEEK
            for other in self.everything
        )

    def value(self, measure: str, *, raw: bool = False, hours: int = 0) -> Fraction | None:  # noqa: C901, PLR0911, PLR0912  # one case a measure
        done = self.completed(raw=raw)
        spans = sorted(Fraction((_done_at(each) - each.opened_at) / HOUR) for each in done)
        checked = [each for each in done if each.checked]
        bad = [each for each in checked if each.defective]
        match measure:
            case "throughput":
                return Fraction(len(done))
            case "backlog":
                return Fraction(len(self.backlog(raw=raw)))
            case "backlog_aged":
                return Fraction(sum(self.end - each.opened_at > hours * HOUR for each in self.backlog(raw=raw)))
            case "error_rate":
                return _share(len(bad), len(checked))
            case "accuracy":
                return _share(len(checked) - len(bad), len(checked))
            case "reopen_rate":
                return _share(sum(each.reopen_count > 0 for each in done), len(done))
            case "turnaround_mean":
                return Fraction(sum(spans), len(spans)) if spans else None
            case "turnaround_median":
                return Fraction(statistics.median(spans)) if spans else None
            case "turnaround_p90":
                return _seventh(spans, Fraction(9, 10))
            case "source_met":
                told = self._kept(
                    [e for e in self.items if self._in(e.closed_at) and e.source_met is not None], raw=raw
                )
                return _share(sum(bool(each.source_met) for each in told), len(told))
            case "csat":
                rated = self._kept([e for e in self.items if self._in(e.csat_at) and e.csat_score is not None], raw=raw)
                return _share(sum(each.csat_score >= 4 for each in rated if each.csat_score is not None), len(rated))
            case "completion":
                due = self._kept(
                    [e for e in self.items if self._in(e.due_at) and e.status_class != "cancelled"], raw=raw
                )
                return _share(
                    sum(e.first_completed_at is not None and e.first_completed_at <= e.due_at for e in due), len(due)
                )
            case "efficiency":
                told = [each for each in done if each.handled_minutes is not None]
                spent = sum((_done_at(each) - each.opened_at for each in told), timedelta())
                handled = sum((Fraction(each.handled_minutes) for each in told if each.handled_minutes), Fraction(0))
                return 100 * handled / Fraction(spent / timedelta(minutes=1)) if spent else None
            case "first_contact":
                before = replace(self, start=self.start - WEEK, end=self.end - WEEK)
                judged = [each for each in before.completed(raw=raw) if each.requester]
                return _share(sum(not self._came_back(each) for each in judged), len(judged))
            case "cost_per_unit":
                fixed = Fraction(2940)
                cost = sum((Fraction(each.cost) for each in done if each.cost is not None), fixed)
                accepted = sum(not each.defective for each in done)
                return cost / accepted if accepted else None
        kinds = {"sla_adherence": ("response", "resolution"), "sla_response": ("response",)}.get(
            measure, ("resolution",)
        )
        clocks = [
            clock
            for clock in SlaClock.objects.filter(item__in=self.ids, kind__in=kinds, outcome__in=["met", "missed"])
            if self._in(clock.outcome_at) and (raw or clock.item_id not in self.left_out)
        ]
        return _share(sum(clock.outcome == "met" for clock in clocks), len(clocks))


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(100 * part, whole) if whole else None


def _seventh(ordered: list[Fraction], share: Fraction) -> Fraction | None:
    if not ordered:
        return None
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])

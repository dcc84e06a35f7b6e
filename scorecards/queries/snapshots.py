"""What is sealed: a scorecard as one document, complete for page, PDF, mail and API without another look at the facts.

Numbers are strings of plain digits, instants ISO 8601 in UTC, days ISO dates. ``FORMAT`` says how to read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from engagements.models import ActionItem, Engagement
from foundation.accounts.models import User
from scorecards.composition import text
from scorecards.models import RootCause, Scorecard, ScorecardLine, ScorecardSnapshot
from scorecards.models.cards import Audience, Status
from scorecards.queries.lines import change, interval_of, line_range
from scorecards.queries.verdicts import Verdict

FORMAT: Final = 1
STATUS_WEEKS: Final = 12
Names = dict[int | None, str]
_JUDGED = (Status.ON_TARGET, Status.AT_RISK, Status.OFF_TARGET)


def build_snapshot(
    card: Scorecard,
    lines: list[ScorecardLine],
    verdict: Verdict,
    *,
    audience: Audience,
    by: User | None,
    now: datetime,
    is_issued: bool = True,
    accountability: dict[str, Any] | None,
) -> dict[str, Any]:
    """The document of a card, as it is issued ``now`` by a person or (None) by the schedule, or as a draft.

    ``lines`` and ``verdict`` are those that the audience may see; root causes and actions follow them.
    ``accountability`` is how the client did its part: the same for both.
    """
    metrics = {line.metric_id: line.metric.name for line in lines}
    engagement = card.engagement
    causes, actions = _root_causes_of(card, metrics), _actions_of(card, metrics)
    names = _names(
        [engagement.owner_id, *(each.written_by_id for each in causes), *(each.owner_id for each in actions)]
    )
    return {
        "format": FORMAT,
        "audience": audience.value,
        "organization": _organization(card),
        "engagement": _engagement(engagement, names),
        "vendor": {"id": engagement.vendor_id, "name": engagement.vendor.name, "kind": engagement.vendor.kind},
        "period": _period(card),
        "scorecard": {
            "id": card.pk,
            "revision": card.revision,
            "revision_reason": card.revision_reason,
            "difference": [each for each in card.revision_difference if each["metric_id"] in metrics],
            "status": verdict.status.value,
            "headline": verdict.headline,
            "worst_metric_id": verdict.worst_metric_id,
            "on_target": sum(line.status == Status.ON_TARGET for line in lines),
            "judged": sum(line.status in _JUDGED for line in lines),
            "frozen_at": _instant(card.frozen_at),
            "issued_at": _instant(now) if is_issued else None,
            "issued_by": str(by) if by else "",
        },
        "lines": [line_document(line) for line in lines],
        "statuses": _statuses(card) if audience == Audience.CLIENT else [],
        "root_causes": [_root_cause(each, metrics, names) for each in causes],
        "actions": [_action(each, metrics, names, _today(card, now)) for each in actions],
        "exclusions": card.inputs.get("exclusions", []),
        "accountability": accountability,
        "inputs": {"items": card.item_count, "sha256": card.input_hash, "files": card.inputs.get("files", [])},
    }


def snapshot_of(card: Scorecard, audience: Audience) -> ScorecardSnapshot:
    """The sealed document of an issued card.

    Raises:
        ScorecardSnapshot.DoesNotExist: when it has not been issued.
    """
    found: ScorecardSnapshot = ScorecardSnapshot.objects.get(scorecard=card, audience=audience)
    return found


def line_document(line: ScorecardLine) -> dict[str, Any]:
    """One line, with its definition, target, figures, trend and signal."""
    moved = change(line)
    return {
        "metric_id": line.metric_id,
        "name": line.metric.name,
        "measure": line.metric.measure,
        "unit": line.metric.unit,
        "direction": line.metric.direction,
        "definition": line.version.definition,
        "version": line.version.number,
        "source": line.version.source,
        "formula": line.formula,
        "cadence": line.version.cadence,
        "period_kind": line.period_kind,
        "period_key": line.period_key,
        "target": _target(line),
        "value": text(line.value),
        "numerator": text(line.numerator),
        "denominator": text(line.denominator),
        "n": line.sample,
        "interval": interval_of(line),
        "raw": {
            "value": text(line.raw_value),
            "numerator": text(line.raw_numerator),
            "denominator": text(line.raw_denominator),
        },
        "excluded": line.excluded,
        "previous": text(line.previous_value),
        "change": None if moved is None else {"delta": text(moved.delta), "better": moved.better},
        "status": line.status,
        "gap": text(line.gap),
        "series": line.series,
        "limits": line.limits,
        "signal": line.signal,
        "detail": line.detail,
    }


def _organization(card: Scorecard) -> dict[str, Any]:
    organization = card.organization
    return {
        "name": organization.name,
        "sender_name": organization.sender_name,
        "time_zone": organization.time_zone,
        "currency": organization.currency,
    }


def _engagement(engagement: Engagement, names: Names) -> dict[str, Any]:
    return {
        "id": engagement.pk,
        "name": engagement.name,
        "reference": engagement.reference,
        "process": engagement.process.name,
        "client": engagement.client.name if engagement.client else "",
        "owner": names.get(engagement.owner_id, ""),
    }


def _period(card: Scorecard) -> dict[str, Any]:
    period = card.period
    return {
        "kind": period.kind.value,
        "key": period.key,
        "start": _instant(period.start),
        "end": _instant(period.end),
        "first_date": period.first_date.isoformat(),
        "last_date": period.last_date.isoformat(),
        "zone": period.zone,
    }


def _target(line: ScorecardLine) -> dict[str, Any] | None:
    target = line.target
    if target is None:
        return None
    baseline = None
    if target.baseline_value is not None:
        baseline = {
            "value": text(target.baseline_value),
            "period": target.baseline_period,
            "source": target.baseline_source,
        }
    return {
        "minimum": text(target.minimum),
        "expected": text(target.expected),
        "stretch": text(target.stretch),
        "operator": line_range(line.metric, target).operator,
        "is_strict": target.is_strict,
        "minimum_sample": target.minimum_sample,
        "baseline": baseline,
    }


def _statuses(card: Scorecard) -> list[dict[str, str]]:
    """The engagement's status in the weeks before, oldest first, for "was at risk for two weeks"."""
    before = Scorecard.objects.filter(
        engagement=card.engagement_id, period_kind=card.period_kind, period_start__lt=card.period_start
    ).order_by("-period_start", "-revision")
    newest: dict[str, str] = {}
    for key, status in before.values_list("period_key", "status")[: STATUS_WEEKS * 2]:
        newest.setdefault(key, status)
    found = list(newest.items())[:STATUS_WEEKS]
    return [{"key": key, "status": status} for key, status in reversed(found)]


def _root_causes_of(card: Scorecard, metrics: dict[int, str]) -> list[RootCause]:
    return list(card.root_causes.filter(metric_id__in=metrics).order_by("pk"))


def _root_cause(cause: RootCause, metrics: dict[int, str], names: Names) -> dict[str, Any]:
    return {
        "metric_id": cause.metric_id,
        "metric": metrics[cause.metric_id],
        "text": cause.text,
        "written_by": names.get(cause.written_by_id, ""),
        "written_at": _instant(cause.written_at),
    }


def _actions_of(card: Scorecard, metrics: dict[int, str]) -> list[ActionItem]:
    """Actions that are open, or were closed since the week began, unless on a metric the audience does not see."""
    found = []
    for action in ActionItem.objects.filter(engagement=card.engagement_id).order_by("due_date", "pk"):
        closed_at = action.done_at or action.dropped_at
        is_seen = action.metric_id is None or action.metric_id in metrics
        if is_seen and (closed_at is None or closed_at >= card.period_start):
            found.append(action)
    return found


def _action(action: ActionItem, metrics: dict[int, str], names: Names, today: date) -> dict[str, Any]:
    is_open = not (action.done_at or action.dropped_at)
    return {
        "id": action.pk,
        "metric_id": action.metric_id,
        "metric": metrics[action.metric_id] if action.metric_id else "",
        "title": action.title,
        "owner": names.get(action.owner_id, "") or action.owner_name,
        "due_date": action.due_date.isoformat(),
        "state": "done" if action.done_at else "dropped" if action.dropped_at else "open",
        "days_late": max(0, (today - action.due_date).days) if is_open else 0,
        "note": action.closing_note,
    }


def _names(ids: Iterable[int | None]) -> Names:
    """People by id, in one query of their own: their wall asks the memberships, for every query that joins them."""
    people = User.objects.filter(pk__in={each for each in ids if each is not None}).only("name", "email")
    return {person.pk: str(person) for person in people}


def _today(card: Scorecard, now: datetime) -> date:
    return now.astimezone(ZoneInfo(card.organization.time_zone)).date()


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None

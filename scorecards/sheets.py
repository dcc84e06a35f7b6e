"""A whole scorecard as it is shown, read from a snapshot: what page, portal, mail and PDF have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from scorecards.sheet_accountability import Accountability
from scorecards.sheet_lines import SheetLine
from workitems.models.exclusions import ExclusionReason

_JUDGED: Final = ("on_target", "at_risk", "off_target")
_BADNESS: Final = {"off_target": 3, "at_risk": 2, "no_data": 1, "too_few": 0, "on_target": 0}


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a metric missed."""

    metric_id: int
    metric: str
    text: str
    written_by: str
    written_at: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A corrective action as it stood: ``state`` is open, done or dropped; ``days_late`` counts while open."""

    pk: int
    metric_id: int | None
    metric: str
    title: str
    owner: str
    due_date: date
    state: str
    days_late: int
    note: str

    @property
    def status(self) -> str:
        """For the mark beside it."""
        if self.state == "open":
            return "off_target" if self.days_late else "at_risk"
        return "on_target" if self.state == "done" else "no_data"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item that an approved exclusion left out of the adjusted figures."""

    item: str
    label: str
    note: str
    claimed_by: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One engagement's week, complete. Instants are aware; ``zone`` is the organization's."""

    organization: str
    sender: str
    currency: str
    zone: ZoneInfo
    engagement_id: int
    engagement: str
    reference: str
    process: str
    client: str
    owner: str
    vendor_id: int
    vendor: str
    is_own_team: bool
    audience: str
    period_kind: str
    period_key: str
    first_date: date
    last_date: date
    start: datetime
    end: datetime
    pk: int
    revision: int
    revision_reason: str
    difference: tuple[Mapping[str, Any], ...]
    status: str
    headline: str
    worst_metric_id: int | None
    on_target: int
    judged: int
    frozen_at: datetime | None
    issued_at: datetime | None
    issued_by: str
    lines: tuple[SheetLine, ...]
    statuses: tuple[str, ...]
    causes: tuple[Cause, ...]
    promises: tuple[Promise, ...]
    exclusions: tuple[LeftOut, ...]
    accountability: Accountability | None
    items: int
    input_hash: str
    files: tuple[Mapping[str, Any], ...]

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Sheet:
        """From the document of a snapshot, sealed or not."""
        card, period = data["scorecard"], data["period"]
        return cls(
            **_parties(data),
            audience=data["audience"],
            period_kind=period["kind"],
            period_key=period["key"],
            first_date=date.fromisoformat(period["first_date"]),
            last_date=date.fromisoformat(period["last_date"]),
            start=datetime.fromisoformat(period["start"]),
            end=datetime.fromisoformat(period["end"]),
            pk=card["id"],
            revision=card["revision"],
            revision_reason=card["revision_reason"],
            difference=tuple(card["difference"]),
            status=card["status"],
            headline=card["headline"],
            worst_metric_id=card["worst_metric_id"],
            on_target=card["on_target"],
            judged=card["judged"],
            frozen_at=_instant(card["frozen_at"]),
            issued_at=_instant(card["issued_at"]),
            issued_by=card["issued_by"],
            lines=tuple(SheetLine.read(line) for line in data["lines"]),
            statuses=tuple(each["status"] for each in data["statuses"]),
            causes=tuple(_cause(each) for each in data["root_causes"]),
            promises=tuple(_promise(each) for each in data["actions"]),
            exclusions=tuple(_left_out(each) for each in data["exclusions"]),
            accountability=Accountability.read(data.get("accountability")),
            items=data["inputs"]["items"],
            input_hash=data["inputs"]["sha256"],
            files=tuple(data["inputs"]["files"]),
        )

    @property
    def worst(self) -> SheetLine | None:
        """The metric that gives the status; without one that can be judged, the first that has data."""
        named = (line for line in self.lines if line.metric_id == self.worst_metric_id)
        return next(named, next((line for line in self.lines if line.value is not None), None))

    @property
    def by_weight(self) -> list[SheetLine]:
        """The lines, the worst first and otherwise in their order: what must not be left out where there is little
        room."""
        return sorted(self.lines, key=lambda line: (line is not self.worst, -_BADNESS[line.status]))

    @property
    def open_promises(self) -> list[Promise]:
        """What still has to be done, the latest first."""
        return [each for each in self.promises if each.state == "open"]

    @property
    def late_promises(self) -> list[Promise]:
        """What should have been done."""
        return [each for each in self.open_promises if each.days_late]

    @property
    def missed(self) -> list[SheetLine]:
        """Metrics that missed their target."""
        return [line for line in self.lines if line.is_missed]

    @property
    def streak(self) -> int:
        """Weeks in a row, this one included, with this status."""
        run = 1
        for status in reversed(self.statuses):
            if status != self.status:
                break
            run += 1
        return run

    @property
    def before(self) -> tuple[str, int]:
        """The status before this one and how many weeks it lasted; ("", 0) when nobody knows."""
        earlier = self.statuses[: len(self.statuses) - (self.streak - 1)]
        if not earlier:
            return "", 0
        run = 0
        for status in reversed(earlier):
            if status != earlier[-1]:
                break
            run += 1
        return earlier[-1], run


def _parties(data: Mapping[str, Any]) -> dict[str, Any]:
    organization, engagement, vendor = data["organization"], data["engagement"], data["vendor"]
    return {
        "organization": organization["name"],
        "sender": organization["sender_name"],
        "currency": organization["currency"],
        "zone": ZoneInfo(organization["time_zone"]),
        "engagement_id": engagement["id"],
        "engagement": engagement["name"],
        "reference": engagement["reference"],
        "process": engagement["process"],
        "client": engagement["client"],
        "owner": engagement["owner"],
        "vendor_id": vendor["id"],
        "vendor": vendor["name"],
        "is_own_team": vendor["kind"] == "internal",
    }


def _cause(stored: Mapping[str, Any]) -> Cause:
    return Cause(
        stored["metric_id"], stored["metric"], stored["text"], stored["written_by"], _instant(stored["written_at"])
    )


def _promise(stored: Mapping[str, Any]) -> Promise:
    return Promise(
        pk=stored["id"],
        metric_id=stored["metric_id"],
        metric=stored["metric"],
        title=stored["title"],
        owner=stored["owner"],
        due_date=date.fromisoformat(stored["due_date"]),
        state=stored["state"],
        days_late=stored["days_late"],
        note=stored["note"],
    )


def _left_out(stored: Mapping[str, Any]) -> LeftOut:
    reasons = dict(ExclusionReason.choices)
    label = str(reasons.get(stored["reason"], stored["reason"]))
    return LeftOut(stored["item"], label, stored["note"], stored["claimed_by"], stored["approved_by"])


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

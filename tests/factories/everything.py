"""A row of every tenant model for a house, made from the models themselves, so that tomorrow's model has one too.

Every text of the other tenant carries the canary. Where a constraint wants more than a plausible value, ``SPECIAL``
says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction

from engagements.models import Engagement
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, system
from tests.factories.cases import small_json
from tests.factories.cast import House
from workitems.canonical import Shape
from workitems.mapping import Mapping

Row = models.Model
Special = dict[str, Any]


def tenant_models() -> list[type[models.Model]]:
    """Every model behind the wall, those that are pointed at before those that point."""
    waiting = [
        m for m in apps.get_models(include_auto_created=True) if any(f.name == "organization" for f in _fields(m))
    ]
    ordered: list[type[models.Model]] = []
    while waiting:
        ready = [m for m in waiting if all(t in ordered or t is m for t in _targets(m) if t in waiting or t in ordered)]
        assert ready, f"a circle of keys between {waiting}"
        ordered += ready
        waiting = [m for m in waiting if m not in ready]
    return ordered


@transaction.atomic
def fill(
    house: House, *, mark: str, now: datetime, shared: dict[type[models.Model], Row] | None = None
) -> dict[type[models.Model], Row]:
    """Make one row of every tenant model in a house, for vendor Kestrel; returns them by model. Those ``shared`` are
    there already."""
    rows: dict[type[models.Model], Row] = {**(shared or {}), Engagement: house.engagements["kestrel"]}
    rows[type(house.vendors["kestrel"])] = house.vendors["kestrel"]
    with system([house.pk]):
        for model in tenant_models():
            if model not in rows:
                rows[model] = _make(model, rows, house, mark, now, number=2 if shared else 1)
    return rows


def _fields(model: type[models.Model]) -> list[Any]:
    return list(model._meta.local_fields)


def _targets(model: type[models.Model]) -> set[type[models.Model]]:
    return {f.remote_field.model for f in _fields(model) if f.remote_field}


def _make(
    model: type[models.Model], rows: dict[Any, Row], house: House, mark: str, now: datetime, *, number: int
) -> Row:
    special = SPECIAL.get(model._meta.label, nothing_special)(rows, house, now)
    values = {}
    for field in _fields(model):
        if field.name in special:
            values[field.name] = special[field.name]
        elif field.name == "number" and isinstance(field, models.IntegerField):
            values[field.name] = number
        elif field.primary_key or field.name == "organization" or getattr(field, "generated", False):
            continue
        else:
            values[field.name] = _value(field, rows, house, mark, now)
    if model._meta.label in BY_IDENTITY:
        with identity():
            return model._default_manager.create(organization=house.organization, **values)
    return model._default_manager.create(**values)


def nothing_special(_rows: dict[Any, Row], _house: House, _now: datetime) -> Special:
    return {}


def _value(field: Any, rows: dict[Any, Row], house: House, mark: str, now: datetime) -> Any:
    if field.remote_field:
        target = field.remote_field.model
        if target is User:
            return house.people[Role.OWNER]
        return rows.get(target)
    text = f"{field.name}{mark}"
    plain: list[tuple[type, Callable[[], Any]]] = [
        (models.EmailField, lambda: f"{field.name}@{house.slug}.example"),
        (models.URLField, lambda: f"https://{house.slug}.example/"),
        (models.BooleanField, lambda: False),
        (models.DateTimeField, lambda: None if field.null else now),
        (models.DateField, lambda: None if field.null else date(2026, 11, 16)),
        (models.TimeField, lambda: time(9)),
        (models.DecimalField, lambda: Decimal(1)),
        (models.JSONField, lambda: {"text": text}),
        (ArrayField, lambda: [text]),
        (models.BinaryField, text.encode),
        (models.IntegerField, lambda: None if field.null else 1),
    ]
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.EmailField | models.URLField
    ):
        return _text(field, text)
    return next(make() for kind, make in plain if isinstance(field, kind))


def _text(field: Any, text: str) -> str:
    if field.name in ("sha256", "digest") or field.name.endswith("_hash") or field.name == "seal":
        return hashlib.sha256(text.encode()).hexdigest()
    if field.name == "currency":
        return "EUR"
    if field.name.endswith("time_zone"):
        return "UTC"
    return text[: field.max_length] if field.max_length else text


def _later(days: int) -> Callable[[dict[Any, Row], House, datetime], Special]:
    return lambda _rows, _house, now: {"expires_at": now + timedelta(days=days)}


def _locked(rows: dict[Any, Row], _house: House, now: datetime) -> Special:
    """Weights are locked before anything is scored."""
    selection = rows[apps.get_model("sourcing.Selection")]
    type(selection)._default_manager.filter(pk=selection.pk).update(locked_at=now)
    return {"value": 3}


DATA = ("internal", "confidential", "personal", "special")
# What only somebody outside the workspace can ask for.
BY_IDENTITY = {"accounts.SupportAccess"}
SPECIAL: dict[str, Callable[[dict[Any, Row], House, datetime], Special]] = {
    # Somebody of Inkwell who serves Kestrel too: a person may have several places.
    "accounts.Membership": lambda _r, h, _n: {
        "user": h.vendor_people["inkwell", Role.VENDOR_AGENT],
        "role": Role.VENDOR_AGENT,
        "vendor_id": h.vendors["kestrel"].pk,
        "left_at": None,
    },
    "accounts.AuditEvent": lambda _r, h, _n: {"actor_id": h.vendor_people["kestrel", Role.VENDOR_MANAGER].pk},
    "accounts.Invitation": lambda r, h, n: (
        _later(7)(r, h, n) | {"accepted_by": None, "role": Role.VENDOR_AGENT, "vendor_id": h.vendors["kestrel"].pk}
    ),
    "accounts.ApiToken": _later(30),
    "accounts.SupportAccess": lambda _r, _h, _n: {
        "minutes": 30,
        "approved_at": None,
        "approved_by": None,
        "expires_at": None,
    },
    "vendors.StatusChange": lambda _r, _h, _n: {"from_status": "prospect", "to_status": "active"},
    "vendors.VendorFile": lambda _r, h, _n: {"scan": "clean", "content": b"report", "name": f"{h.slug}.txt"},
    "vendors.EvidencePolicy": lambda _r, _h, _n: {f"{each}_needs": ["dpa"] for each in DATA} | {"soc2_months": 18},
    "vendors.Evidence": lambda _r, _h, _n: {
        "decision": "waiting",
        "decided_by": None,
        "criteria": ["security"],
        "fault": "",
        "soc2_type": "2",
    },
    "vendors.Questionnaire": lambda _r, _h, _n: {"submitted_by": None, "closed_by": None},
    "vendors.AccessGrant": lambda _r, _h, _n: {"expires_on": date(2027, 5, 3), "revoked_by": None},
    "vendors.AccessReview": lambda _r, _h, _n: {"stays": True},
    "vendors.Deviation": lambda _r, _h, _n: {"resolved_by": None},
    "vendors.SubProcessor": lambda _r, _h, _n: {"parent": None, "country": "PL"},
    "engagements.CalendarVersion": lambda _r, _h, _n: {"hours": {"zone": "UTC", "week": {"mon": ["09:00-17:00"]}}},
    "engagements.ProcessBaseline": lambda _r, _h, _n: {"count": 4, "minutes": Decimal(50), "errors": 1},
    "engagements.Checkpoint": lambda _r, _h, _n: {"week": 2, "improved": None, "cause": ""},
    "exits.ExitPlan": lambda _r, h, _n: {
        "alternative": "vendor",
        "alternative_vendor": h.vendors["inkwell"],
        "reviewed_by": None,
    },
    "exits.ExitStep": lambda _r, _h, _n: {"after": []},
    "exits.ExitDrill": lambda _r, _h, _n: {"result": "", "finished_by": None},
    "exits.Exit": lambda _r, _h, _n: {
        "portal_closed_by": None,
        "closed_by": None,
        "called_off_by": None,
        "called_off_reason": "",
    },
    "exits.ExitTask": lambda _r, _h, _n: {"side": "vendor", "after": [], "closed_by": None},
    "exits.AccessProof": lambda _r, _h, _n: {"kept_for": None},
    "exits.Erasure": lambda _r, _h, n: {"data": "requesters", "counted_at": n, "erased": 0, "approved_by": None},
    "finance.Invoice": lambda _r, _h, _n: {"state": "open", "paid_date": None},
    "finance.InvoiceLine": lambda _r, _h, _n: {"period_start": date(2026, 11, 1), "period_end": date(2026, 12, 1)},
    "finance.ActualEntry": lambda _r, _h, _n: {"period_start": date(2026, 11, 1), "period_end": date(2026, 12, 1)},
    "finance.CaseVersion": lambda _r, h, _n: {
        "document": small_json(f"A desk of {h.organization}"),
        "results": {},
        "input_hash": "",
        "seal": "",
        "conditions": "",
    },
    "finance.ApprovalLimit": lambda _r, _h, _n: {"role": Role.FINANCE, "user": None},
    "pilots.Pilot": lambda _r, h, n: {
        "second_engagement": None,
        "locked_at": n,
        "seal": hashlib.sha256(h.slug.encode()).hexdigest(),
        "rollback_started_by": None,
        "plan": {"backlog": 60},
    },
    "pilots.PilotRetrospective": lambda _r, _h, _n: {
        "facts": {"first": "2026-11-16", "last": "2026-11-22", "criteria": [], "carried": []},
    },
    "pilots.PilotAmendment": lambda _r, _h, _n: {
        "vendor_signed_by": None,
        "declined_by": None,
        "changes": [],
        "seal": "",
    },
    "pilots.PilotDecision": lambda _r, _h, _n: {"memo": {}},
    "pilots.RollbackTrigger": lambda _r, _h, _n: {"event": ""},
    "engagements.SharedFile": lambda _r, _h, n: {"verdict": "clean", "scanned_at": n},
    "workitems.PartnerSource": lambda _r, _h, _n: {"closed_by": None},
    "workitems.PartnerFile": lambda _r, h, _n: {
        "name": f"{h.slug}.csv",
        "rules": {},
        "left_out": [],
        "counts": {},
        "problems": [],
        "decision": "",
        "decided_by": None,
        "refused": "",
        "batch": None,
    },
    "workitems.ItemReport": lambda _r, _h, _n: {"kind": "comment", "point": None},
    "engagements.Thread": lambda _r, _h, _n: {"about_kind": "", "about_key": ""},
    "sourcing.Allocation": lambda _r, _h, _n: {"metric": None, "beyond": "", "threshold": None},
    "sourcing.AllocationShare": lambda _r, _h, _n: {"part": "primary", "share": Decimal(100)},
    # A selection whose weights are locked, with an offer that was opened and points that all may see.
    "sourcing.Selection": lambda _r, _h, _n: {"chosen": None, "locked_at": None},
    "sourcing.Brief": lambda _r, _h, n: {"published_at": n, "due_at": n - timedelta(days=1), "months": 24},
    "sourcing.BriefInvitation": lambda _r, _h, _n: {"outcome": ""},
    "sourcing.CriterionGroup": lambda _r, _h, _n: {"weight": Decimal(100), "minimum": Decimal(3)},
    "sourcing.Criterion": lambda _r, h, _n: {"anchors": [f"{each} of {h.organization}" for each in range(6)]},
    "sourcing.Offer": lambda _r, _h, n: {"submitted_at": n},
    "sourcing.RatingSheet": lambda _r, _h, n: {"handed_in_at": n, "excuse": ""},
    "sourcing.Score": _locked,
    "procedures.Guide": lambda _r, h, _n: {"process": None, "draft": {"purpose": f"A draft of {h.organization}"}},
    "procedures.GuideVersion": lambda _r, h, _n: {"content": {"purpose": f"The purpose of {h.organization}"}},
    "procedures.Proposal": lambda _r, _h, _n: {"engagement": None},
    "procedures.ParityItem": lambda _r, _h, _n: {"same": True},
    "inbox.StoredFile": lambda _r, h, _n: {
        "name": f"{h.slug}.csv",
        "content": f"Number,Opened\n{h.slug}-1,2026-11-16 08:00\n".encode(),
    },
    "inbox.ImportBatch": lambda _r, _h, _n: {
        "kind": "workitems",
        "state": "checked",
        "header": ["Number", "Opened"],
        "rules": Mapping("desk", Shape.ITEM, {"external_id": "Number", "opened_at": "Opened"}).to_json(),
        "options": {},
        "mended": {},
        "findings": {},
    },
    "inbox.ImportRow": lambda _r, _h, _n: {"state": "quarantined", "raw": ["", ""], "errors": []},
    "inbox.InboundHook": lambda _r, h, _n: {"public_id": f"hook-of-{h.slug}", "refused_why": "signature"},
    "inbox.InboundMessage": lambda _r, _h, _n: {"state": "waiting", "media_type": "application/json", "problems": []},
    "workitems.IntakeForm": lambda _r, _h, _n: {"retired_at": None},
    "workitems.IntakeField": lambda _r, _h, _n: {"key": "cost_centre"},
    "workitems.RequestTemplate": lambda _r, _h, _n: {"preset": {}},
    "workitems.IntakeRequest": lambda _r, _h, _n: {
        "answers": [],
        "reasons": [],
        "committed_on": None,
        "due_zone": "UTC",
    },
    "workitems.RequestPoint": lambda _r, _h, _n: {"answer": "", "answered_by": None},
    "workitems.Attachment": lambda _r, _h, _n: {"withdrawn_at": None},
    "outbox.Message": lambda _r, h, _n: {"vendor_id": h.vendors["kestrel"].pk, "send_no": 1},
    "outbox.Document": lambda _r, h, _n: {
        "vendor_id": h.vendors["kestrel"].pk,
        "engagement_id": h.engagements["kestrel"].pk,
    },
    "engagements.EngagementGrant": lambda _r, h, _n: {
        "permission": Permission.objects.get(codename="follow_engagement"),
        "user": h.people[Role.VIEWER],
        "content_object": h.engagements["own"],
    },
    "engagements.ActionItem": lambda _r, h, _n: {"owner": h.vendor_people["kestrel", Role.VENDOR_MANAGER]},
    "engagements.EngagementTerms": lambda _r, _h, _n: {"valid_from": date(2026, 2, 2)},
    "workitems.Exclusion": lambda _r, _h, _n: {"decided_by": None},
    "workitems.WorkItem": lambda _r, _h, n: {
        "opened_at": n - timedelta(days=3),
        "resolved_at": n - timedelta(days=2),
        "source_met": True,
        "group_seconds": {},
    },
    "scorecards.Scorecard": lambda _r, _h, n: {
        "period_key": "2026-W47",
        "period_start": n - timedelta(days=7),
        "period_end": n,
        "state": "frozen",
        "blocked_by": "",
        "inputs": {},
        "revision_difference": [],
        "excused_by": None,
        "issued_by": None,
        "revision": 1,
    },
    "scorecards.ScorecardSnapshot": lambda _r, _h, _n: {
        "audience": "vendor",
        "data": {"period": {"key": "2026-W47"}, "scorecard": {"revision": 1}},
    },
    "scorecards.MetricValue": lambda _r, _h, _n: {"period_key": "2026-W47"},
    "scorecards.ManualValue": lambda _r, _h, _n: {"period_key": "2026-W47"},
    "scorecards.SealedItems": lambda _r, _h, _n: {"parts": []},
    "scorecards.Dispute": lambda _r, _h, _n: {
        "decision": "",
        "decided_by": None,
        "decision_note": "",
        "revision": None,
    },
    "scorecards.WeekReturn": lambda _r, _h, n: {
        "asks": [],
        "facts": {},
        "period_key": "2026-W48",
        "due_at": n + timedelta(days=7),
    },
    "scorecards.Submission": lambda _r, _h, _n: {"answers": [], "problems": []},
    "scorecards.ScorecardLine": lambda _r, _h, _n: {"period_key": "2026-W47", "series": [], "limits": {}, "detail": {}},
    "scorecards.ReportRun": lambda _r, _h, _n: {"period_key": "2026-W47"},
    "scorecards.ReportSchedule": lambda _r, _h, n: {"done_until": n},
}

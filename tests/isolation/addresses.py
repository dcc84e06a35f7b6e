"""Every address there is, with ids of one's own, of the other tenant, and of nobody.

An address needs no entry here as long as its parameters can be read from its name (``app:model-action``) or from
``OF``; one that cannot fails the walk until somebody says what it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from engagements.models import Engagement
from tests.factories.everything import tenant_models

NOBODYS_ID = 999_999_999
# What a model is called in addresses, where that is not its own name.
OF: dict[tuple[str, str], str] = {
    ("accounts", "person"): "accounts.Membership",
    ("accounts", "token"): "accounts.ApiToken",
    ("workitems", "item"): "workitems.WorkItem",
    ("accounts", "support"): "accounts.SupportAccess",
    ("engagements", "person"): "accounts.User",
    ("workitems", "import"): "inbox.ImportBatch",
    ("workitems", "row"): "inbox.ImportRow",
    ("engagements", "processimport"): "inbox.ImportBatch",
    ("workitems", "intake"): "workitems.IntakeForm",
    ("engagements", "action"): "engagements.ActionItem",
    ("engagements", "calendar"): "engagements.BusinessCalendar",
    ("engagements", "level"): "engagements.ServiceLevel",
    ("engagements", "template"): "engagements.EngagementTemplate",
    ("engagements", "target"): "engagements.MetricTarget",
    ("engagements", "communication"): "engagements.CommunicationEntry",
    ("engagements", "triage"): "engagements.TriageRule",
    ("engagements", "place"): "engagements.ApprovedPlace",
    ("engagements", "pulse"): "engagements.VendorPulse",
    ("outbox", "delivery"): "outbox.Message",
    ("outbox", "document"): "outbox.Document",
    ("scorecards", "schedule"): "scorecards.ReportSchedule",
    ("scorecards", "metric"): "engagements.Metric",
    ("engagements", "colleague"): "accounts.Membership",
    ("engagements", "invitation"): "accounts.Invitation",
    ("scorecards", "return"): "scorecards.WeekReturn",
    ("outsourcing", "vendor"): "vendors.Vendor",
    ("vendors", "partner"): "vendors.Vendor",
    ("sourcing", "portal-brief"): "sourcing.Brief",
    ("sourcing", "question"): "sourcing.BriefQuestion",
    ("vendors", "portal-evidence"): "vendors.Evidence",
    ("vendors", "portal-questionnaire"): "vendors.Questionnaire",
    ("vendors", "portal-answer"): "vendors.Answer",
    ("vendors", "accessimport"): "inbox.ImportBatch",
    ("vendors", "contact"): "vendors.VendorContact",
    ("vendors", "interface"): "vendors.VendorInterface",
    ("vendors", "rate"): "vendors.VendorRate",
    ("procedures", "version"): "procedures.GuideVersion",
    ("procedures", "programme"): "procedures.TrainingProgramme",
    **dict.fromkeys(
        [("finance", part) for part in ("case", "version", "driver", "option", "line")], "finance.BusinessCase"
    ),
    ("exits", "plan"): "exits.ExitPlan",
    ("exits", "engagement"): "engagements.Engagement",
    ("exits", "step"): "exits.ExitStep",
    ("exits", "drill"): "exits.ExitDrill",
    ("exits", "task"): "exits.ExitTask",
    ("exits", "report"): "exits.TaskReport",
    ("exits", "grant"): "vendors.AccessGrant",
    ("pilots", "criterion"): "pilots.SuccessCriterion",
    ("pilots", "trigger"): "pilots.RollbackTrigger",
    ("pilots", "amendment"): "pilots.PilotAmendment",
    ("pilots", "retrospective"): "pilots.PilotRetrospective",
    ("pilots", "step"): "pilots.VolumeStep",
    **dict.fromkeys([("pilots", part) for part in ("rollback",)], "pilots.Pilot"),
    ("finance", "limit"): "finance.ApprovalLimit",
    ("finance", "sending"): "finance.CaseSending",
    ("finance", "invoiceimport"): "inbox.ImportBatch",
}
# Parts of an engagement, on whose pages ``pk`` is the engagement's.
PARTS = {"terms", "grant", "target", "level", "segment"} | {
    "quality",
    "communication",
    "triage",
    "exclusionrule",
    "assumption",
    "rule",
    "review",
    "raci",
    "participant",
    "contact",
    "decisionright",
    "outcome",
    "checkpoint",
    "pack",
}
# Parameters that are no ids.
WORDS: dict[str, str] = {
    "week": "2026-W47",
    "period": "2026-W47",
    "period_key": "2026-W47",
    "paper": "A4",
    "kind": "csv",
    "evidence_kind": "soc2",
    "key": "throughput",
    "check": "outcome-exists",
    "starter": "blank",
    "rule": "quality_scoring",
    "rule_key": "duration",
    "layer": "operational",
    "contact": "owner",
    "process_key": "ticket-triage",
    "aspect": "stable",
    "pack_key": "operations",
    "number": "1",
    "driver": "fee",
    "option": "desk",
    "line": "service",
}


@dataclass(frozen=True)
class Address:
    """One pattern inside a workspace: its name, its view and what its parameters are."""

    name: str
    view: Any
    parameters: tuple[tuple[str, Any], ...]

    @property
    def is_portal(self) -> bool:
        return any(name == "vendor" for name, _ in self.parameters)

    def url(self, org: str, rows: dict[type[models.Model], models.Model], vendor: int, *, nobody: bool = False) -> str:
        """The address with the ids of the rows given, or with nobody's."""
        values: dict[str, Any] = {"org": org}
        for name, converter in self.parameters:
            if name == "vendor" and self.is_portal:
                values[name] = vendor
            elif name in WORDS:
                values[name] = WORDS[name]
            elif isinstance(converter, IntConverter):
                values[name] = NOBODYS_ID if nobody else id_of(self.model_of(name), rows)
            else:
                raise LookupError(f"{self.name}: what is the parameter {name}? Say so in tests/isolation/addresses.py")
        return reverse(self.name, kwargs=values)

    @property
    def takes_ids(self) -> bool:
        return any(isinstance(converter, IntConverter) and name != "vendor" for name, converter in self.parameters)

    def model_of(self, parameter: str) -> type[models.Model]:
        """The model that an id parameter names: by the parameter's own name, else by the address's.

        Raises:
            LookupError: when neither says; add a line to ``OF``.
        """
        app, _, rest = self.name.partition(":")
        noun = parameter.removesuffix("_id").removesuffix("_pk") if parameter != "pk" else rest.rpartition("-")[0]
        if parameter == "pk" and app == "pilots" and noun != "engagement":  # parts hang below the pilot
            return apps.get_model("pilots.Pilot")
        if parameter == "pk" and app == "engagements" and noun.partition("-")[0] in PARTS:
            return Engagement
        while noun:
            if (app, noun) in OF:
                return apps.get_model(OF[app, noun])
            for model in tenant_models():
                if model._meta.model_name == noun.replace("-", "").replace("_", ""):
                    return model
            noun = noun.rpartition("-")[0]
        raise LookupError(f"{self.name}: which model is {parameter}? Say so in tests/isolation/addresses.py")


def id_of(model: type[models.Model], rows: dict[type[models.Model], models.Model]) -> int:
    """The id of a house's row; of its people, the one whose membership the house's rows hold."""
    if model._meta.label == "accounts.User":
        membership: Any = rows[apps.get_model("accounts.Membership")]
        return int(membership.user_id)
    return int(rows[model].pk)


def tenant_addresses() -> list[Address]:
    """Every address that begins with a workspace's name."""
    return [
        Address(name, view, tuple((key, value) for key, value in parameters.items() if key != "org"))
        for name, view, parameters in _walk(get_resolver(), "", {})
        if "org" in parameters
    ]


def other_addresses() -> list[tuple[str, Any]]:
    """Every address outside workspaces: (name, view)."""
    return [(name, view) for name, view, parameters in _walk(get_resolver(), "", {}) if "org" not in parameters]


def _walk(resolver: URLResolver, prefix: str, above: dict[str, Any]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    for entry in resolver.url_patterns:
        parameters = above | dict(entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback, parameters
        else:
            below = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _walk(entry, below, parameters)

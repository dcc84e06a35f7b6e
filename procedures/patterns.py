"""What a template carries of this room: drafts of SOPs and checklists, training, the ramp.

``guides``: ``[{"kind", "title", "audience", "adoption_days", "content": Content.as_json()}]``; a published guide is
carried as its newest version, and is a draft again in the new engagement. ``training``: ``[{"title", "purpose",
"pass_score", "scenarios": [{"title", "situation", "expected"}]}]``. ``ramp``: ``[{"name", "critical_workflows",
"criteria", "after_days"}]``, days after the first day of the engagement.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.patterns.registry import part
from foundation.accounts.models import User
from procedures.actions.guides import create_guide
from procedures.actions.readiness import add_ramp_stage
from procedures.actions.training import add_scenario, create_programme
from procedures.content import content_from
from procedures.models import Audience, Guide, GuideKind, RampStage, Scenario, TrainingProgramme
from procedures.queries.guides import draft_of
from procedures.queries.readiness import ramp_of, scenarios_of, training_of


def export_guides(engagement: Engagement) -> list[dict[str, Any]]:
    """The engagement's own guides; those of its process come with the process."""
    guides = Guide.objects.filter(engagement=engagement, archived_at=None).order_by("pk")
    return [
        {
            "kind": guide.kind,
            "title": guide.title,
            "audience": guide.audience,
            "adoption_days": guide.adoption_days,
            "content": draft_of(guide).as_json(),
        }
        for guide in guides
    ]


def apply_guides(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """Each guide as a draft of the new engagement, owned by its owner."""
    for each in content:
        guide = Guide(
            engagement=engagement,
            kind=GuideKind(each["kind"]),
            title=each["title"],
            audience=each.get("audience", Audience.DELIVERY),
            adoption_days=each.get("adoption_days", 7),
            owner=engagement.owner,
        )
        create_guide(guide=guide, content=content_from(each.get("content", {})), by=by, now=now)


def export_training(engagement: Engagement) -> list[dict[str, Any]]:
    """The programmes with their scenarios, without anybody's results."""
    return [
        {
            "title": each.programme.title,
            "purpose": each.programme.purpose,
            "pass_score": each.programme.pass_score,
            "scenarios": [
                {"title": case.title, "situation": case.situation, "expected": case.expected}
                for case in scenarios_of([each.programme])
            ],
        }
        for each in training_of(engagement, [])
    ]


def apply_training(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """The programmes and their scenarios."""
    for each in content:
        values = {name: each[name] for name in ("title", "purpose", "pass_score") if name in each}
        programme = create_programme(programme=TrainingProgramme(engagement=engagement, **values), by=by, now=now)
        for case in each.get("scenarios", ()):
            add_scenario(scenario=Scenario(programme=programme, **case), by=by)


def export_ramp(engagement: Engagement) -> list[dict[str, Any]]:
    """The stages, with their days counted from the engagement's first day."""
    return [
        {
            "name": stage.name,
            "critical_workflows": stage.critical_workflows,
            "criteria": stage.criteria,
            "after_days": (stage.planned_date - engagement.started_on).days,
        }
        for stage in ramp_of(engagement)
    ]


def apply_ramp(engagement: Engagement, content: list[dict[str, Any]], by: User, now: datetime) -> None:
    """The stages, planned from the engagement's first day on."""
    for each in content:
        stage = RampStage(
            engagement=engagement,
            name=each["name"],
            critical_workflows=list(each.get("critical_workflows", ())),
            criteria=list(each.get("criteria", ())),
            planned_date=engagement.started_on + timedelta(days=each.get("after_days", 0)),
        )
        add_ramp_stage(stage=stage, by=by)


part("guides", _("SOPs and checklists"), apply=apply_guides, export=export_guides)
part("training", _("Training"), apply=apply_training, export=export_training)
part("ramp", _("Ramp"), apply=apply_ramp, export=export_ramp)

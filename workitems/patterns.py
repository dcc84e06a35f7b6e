"""What a template carries of this room: the intake form of the engagement's process.

``intake``: ``{"name", "introduction", "item_types", "criteria", "checklist", "evidence_before", "evidence_after",
"questions": [{"label", "kind", "required", "help_text", "choices"}], "patterns": [{"name", "preset"}]}``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement
from engagements.patterns.registry import part
from foundation.accounts.models import User
from workitems.actions.intake import add_field, create_form, save_template
from workitems.models import IntakeField, IntakeForm, RequestTemplate
from workitems.queries.intake import form_parts

LISTS: Final = ("item_types", "criteria", "checklist", "evidence_before", "evidence_after")
# Rows of the engagement that was exported; another one has its own.
_NOT_CARRIED: Final = ("engagement", "segment")


def export_intake(engagement: Engagement) -> dict[str, Any]:
    """The form in force of the engagement's process, with its questions and patterns; empty without one."""
    form = IntakeForm.objects.filter(process=engagement.process_id, retired_at=None).first()
    if form is None:
        return {}
    parts = form_parts(form)
    return {
        "name": form.name,
        "introduction": form.introduction,
        **{name: list(getattr(form, name)) for name in LISTS},
        "questions": [
            {
                "label": row.label,
                "kind": row.kind,
                "required": row.required,
                "help_text": row.help_text,
                "choices": list(row.choices),
            }
            for row in parts.fields
        ],
        "patterns": [
            {"name": row.name, "preset": {k: v for k, v in row.preset.items() if k not in _NOT_CARRIED}}
            for row in parts.templates
        ],
    }


def apply_intake(engagement: Engagement, content: dict[str, Any], by: User, now: datetime) -> None:
    """Make the process's intake form, whose work goes to the engagement. A process that has one keeps it as it is."""
    if not content or IntakeForm.objects.filter(process=engagement.process_id, retired_at=None).exists():
        return
    form = IntakeForm(
        process=engagement.process,
        engagement=engagement,
        name=content["name"],
        introduction=content.get("introduction", ""),
        **{name: list(content.get(name, [])) for name in LISTS},
    )
    create_form(form=form, by=by, now=now)
    for each in content.get("questions", []):
        field = IntakeField(
            form=form,
            label=each["label"],
            kind=each["kind"],
            required=each.get("required", False),
            help_text=each.get("help_text", ""),
            choices=list(each.get("choices", [])),
        )
        add_field(field=field, by=by)
    for each in content.get("patterns", []):
        template = RequestTemplate(form=form, name=each["name"], preset=dict(each.get("preset", {})))
        save_template(template=template, by=by, now=now)


INTAKE = part("intake", _("Intake form"), apply=apply_intake, export=export_intake)

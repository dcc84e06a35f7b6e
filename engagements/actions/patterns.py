"""Templates of one's own: kept, changed, retired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import EngagementTemplate
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision


@transaction.atomic
def save_template(
    *, name: str, content: Mapping[str, Any], by: User, now: datetime, country: str = "", description: str = ""
) -> EngagementTemplate:
    """Keep a template; one of the same name may stand beside it for each country (ISO code, empty: any).

    Raises:
        ValidationError: when one of that name and country exists.
    """
    _refuse_twin(name, country)
    row: EngagementTemplate = EngagementTemplate.objects.create(
        name=name, country=country, description=description, content=dict(content), created_by=by, created_at=now
    )
    record("engagementtemplate.saved", by=by, subject=row, country=country)
    return row


@transaction.atomic
def change_template(
    *,
    template: EngagementTemplate,
    name: str,
    country: str,
    description: str,
    content: Mapping[str, Any],
    seen: int,
    by: User,
) -> EngagementTemplate:
    """Change name, country, description or content; engagements begun from it stay as they are.

    Raises:
        ConflictError: when somebody saved it since revision ``seen``.
        ValidationError: when another one of that name and country exists.
    """
    take_revision(template, seen=seen)
    if (name, country) != (template.name, template.country):
        _refuse_twin(name, country)
    was = [str(template), name if not country else f"{name} ({country})"]
    template.name, template.country, template.description = name, country, description
    template.content = dict(content)
    template.save(update_fields=["name", "country", "description", "content"])
    record("engagementtemplate.changed", by=by, subject=template, name=was)
    return template


@transaction.atomic
def archive_template(*, template: EngagementTemplate, by: User, now: datetime) -> None:
    """Take it off the list. Doing it twice changes nothing."""
    if EngagementTemplate.objects.filter(pk=template.pk, archived_at=None).update(archived_at=now) == 1:
        record("engagementtemplate.archived", by=by, subject=template)


def _refuse_twin(name: str, country: str) -> None:
    if EngagementTemplate.objects.filter(name__iexact=name, country=country, archived_at=None).exists():
        raise ValidationError({"name": _("A template of this name and country is there already.")})

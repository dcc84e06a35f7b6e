"""Rules that must be in writing before work goes to a partner."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement, WrittenRule
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision


@transaction.atomic
def write_rule(
    *,
    engagement: Engagement,
    kind: str,
    text: str,
    by: User | None,
    reference: str = "",
    in_force_from: date | None = None,
    seen: int | None = None,
) -> WrittenRule:
    """Set the words of a rule (``kind`` of ``WrittenRule.Kind``), where it stands signed and from when it holds.

    ``seen`` is the revision that the form showed, 0 when there was no rule yet; None for a machine that writes anew.

    Raises:
        ConflictError: when somebody else saved it meanwhile.
        ValidationError: when it is to be in force without words or without a place where it stands signed.
    """
    text, reference = text.strip(), reference.strip()
    if in_force_from is not None and not text:
        raise ValidationError({"text": _("A rule in force needs its words.")})
    if in_force_from is not None and not reference:
        raise ValidationError(
            {"reference": _("Say where it stands signed, or leave the day empty while it is a draft.")}
        )
    rule, is_new = WrittenRule.objects.get_or_create(engagement=engagement, kind=kind)
    if not is_new or seen:
        take_revision(rule, seen=rule.revision if seen is None else seen)
    rule.text, rule.reference, rule.in_force_from = text, reference, in_force_from
    rule.save(update_fields=["text", "reference", "in_force_from"])
    day = in_force_from.isoformat() if in_force_from else ""
    record("writtenrule.written", by=by, subject=rule, engagement=engagement.pk, revision=rule.revision, in_force=day)
    return rule

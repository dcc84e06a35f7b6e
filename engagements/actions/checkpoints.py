"""Two looks at a young engagement, two and four weeks after its start."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from engagements.models import Checkpoint
from engagements.models.outcomes import Cause
from foundation.accounts.audit import record
from foundation.accounts.models import User

# What fell due longer ago is history (an import of old work, a new installation) and is not asked about.
_OPEN = """
INSERT INTO engagements_checkpoint (organization_id, engagement_id, week, due_date, cause, note)
SELECT e.organization_id, e.id, asked.week, e.started_on + 7 * asked.week, '', ''
FROM engagements_engagement e
JOIN accounts_organization o ON o.id = e.organization_id
CROSS JOIN (VALUES (2), (4)) AS asked (week)
CROSS JOIN LATERAL (SELECT (%(now)s::timestamptz AT TIME ZONE o.time_zone)::date AS today) here
WHERE e.stage IN ('pilot', 'live') AND (e.ended_on IS NULL OR e.ended_on >= here.today)
    AND e.started_on + 7 * asked.week <= here.today AND e.started_on + 7 * asked.week > here.today - 14
ON CONFLICT (organization_id, engagement_id, week) DO NOTHING
"""


@transaction.atomic
def open_checkpoints(*, now: datetime) -> int:
    """Ask what fell due in the last 14 days and was not asked yet, for every organization in scope; returns how many.

    Running it again changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"now": now})
        return int(cursor.rowcount)


@transaction.atomic
def answer_checkpoint(
    *, checkpoint: Checkpoint, improved: bool, cause: str = "", note: str = "", by: User, now: datetime
) -> Checkpoint:
    """Say whether anything improved, and if not, what holds it back. An answer stays.

    Raises:
        ValidationError: when "no" names no cause, or somebody else has answered.
    """
    if not improved and cause not in Cause.values:
        raise ValidationError({"cause": _("Say which of the three holds it back most.")})
    answered = {
        "improved": improved,
        "cause": "" if improved else cause,
        "note": note,
        "answered_by": by,
        "answered_at": now,
    }
    if Checkpoint.objects.filter(pk=checkpoint.pk, answered_at=None).update(**answered) != 1:
        raise ValidationError(_("Somebody has answered this already. Look at the answer on the Outcomes page."))
    for name, value in answered.items():
        setattr(checkpoint, name, value)
    record("checkpoint.answered", by=by, subject=checkpoint, improved=improved, cause=answered["cause"])
    return checkpoint

"""Acknowledging a version: by oneself, or recorded on somebody's behalf with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

from engagements.models import Participant
from foundation.accounts.audit import record
from foundation.accounts.models import User
from procedures.models import Acknowledgement, GuideVersion
from procedures.queries.guides import content_of
from procedures.quiz import mark

CENT = Decimal("0.01")


@transaction.atomic
def acknowledge(
    *, version: GuideVersion, participants: Sequence[Participant], answers: Sequence[str], by: User, now: datetime
) -> list[Acknowledgement]:
    """The signed-in person has read a version and works by it, in each role that they hold; a rerun changes nothing.

    Raises:
        ValidationError: when a role is somebody else's, or the quiz is not passed; it says which answers were wrong.
    """
    if not participants or any(person.user_id != by.pk for person in participants):
        raise ValidationError(_("You are not asked to acknowledge this."))
    content = content_of(version)
    marking = mark(content, answers)
    if not marking.passed:
        raise ValidationError(
            _("%(score)s %% right, %(needed)s %% are needed. Look again at: %(questions)s")
            % {
                "score": floatformat(_two_places(marking.score), "-2"),
                "needed": content.pass_share,
                "questions": " ".join(content.quiz[place].text for place in marking.wrong),
            }
        )
    score = _two_places(marking.score) if content.quiz else None
    return [_keep(version, person, acknowledged_at=now, score=score, by=by, now=now) for person in participants]


@transaction.atomic
def record_acknowledgement(
    *,
    version: GuideVersion,
    participant: Participant,
    day: date,
    zone: str,
    evidence: str,
    by: User,
    now: datetime,
    score: Decimal | None = None,
) -> Acknowledgement:
    """Somebody acknowledged a version outside the system, on ``day`` (noon in ``zone``); ``evidence`` says how we know.

    Raises:
        ValidationError: without evidence, before the publication or in the future, or when the quiz is not passed.
    """
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say how you know: a mail, a signed page, minutes of a meeting.")})
    tz = ZoneInfo(zone)
    if not version.published_at.astimezone(tz).date() <= day <= now.astimezone(tz).date():
        raise ValidationError({"day": _("Choose a day from the publication until today.")})
    content = content_of(version)
    if content.quiz and (score is None or score < content.pass_share):
        needed = _("This version has a quiz: give the score, at least %(share)s %%.") % {"share": content.pass_share}
        raise ValidationError({"score": needed})
    noon = datetime.combine(day, time(12), tz)
    at = min(max(noon, version.published_at), now)
    kept_score = score if content.quiz else None
    return _keep(version, participant, acknowledged_at=at, score=kept_score, by=by, now=now, evidence=evidence.strip())


def _keep(
    version: GuideVersion,
    participant: Participant,
    *,
    acknowledged_at: datetime,
    score: Decimal | None,
    by: User,
    now: datetime,
    evidence: str = "",
) -> Acknowledgement:
    kept, is_new = Acknowledgement.objects.get_or_create(
        version=version,
        participant=participant,
        defaults={
            "acknowledged_at": acknowledged_at,
            "on_behalf": bool(evidence),
            "evidence": evidence,
            "score": score,
            "recorded_by": by,
            "recorded_at": now,
        },
    )
    if is_new:
        record(
            "guide.acknowledged",
            by=by,
            subject=version.guide,
            number=version.number,
            participant=participant.pk,
            on_behalf=kept.on_behalf,
        )
    return kept


def _two_places(score: Fraction) -> Decimal:
    return (Decimal(score.numerator) / score.denominator).quantize(CENT, ROUND_DOWN)

"""Guides: made, written, published. A version is never changed; the draft of the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Metric
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import take_revision
from procedures.content import Content, content_from
from procedures.models import Guide, GuideKind, GuideMetric, GuideVersion
from procedures.queries.guides import content_of, newest_with_words


@transaction.atomic
def create_guide(
    *, guide: Guide, by: User | None, now: datetime, content: Content | None = None, metrics: Sequence[Metric] = ()
) -> Guide:
    """Begin an SOP, a checklist or an article; its first version is a draft until it is published."""
    guide.created_by, guide.created_at = by, now
    guide.draft = (content or Content()).as_json()
    guide.save(force_insert=True)
    record("guide.created", by=by, subject=guide, kind=guide.kind, engagement=guide.engagement_id)
    _judge_by(guide, metrics)
    return guide


@transaction.atomic
def change_guide(*, guide: Guide, by: User, was: dict[str, Any], metrics: Sequence[Metric], seen: int) -> Guide:
    """Save what is said about a guide, and the metrics it is judged by; ``was`` holds the old values that changed.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
    """
    take_revision(guide, seen=seen)
    if was:
        guide.save(update_fields=list(was))
    _judge_by(guide, metrics)
    changes = {name: [str(old), str(getattr(guide, name))] for name, old in was.items()}
    record("guide.changed", by=by, subject=guide, metrics=[metric.pk for metric in metrics], **changes)
    return guide


@transaction.atomic
def save_draft(*, guide: Guide, content: Content, seen: int, by: User | None) -> Guide:
    """Keep what was written as the draft of the next version.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
    """
    take_revision(guide, seen=seen)
    guide.draft = content.as_json()
    guide.save(update_fields=["draft"])
    record("guide.draft_saved", by=by, subject=guide)
    return guide


@transaction.atomic
def discard_draft(*, guide: Guide, seen: int, by: User) -> None:
    """Forget the draft; what is published stays.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
        ValidationError: when nothing is published yet: archive the guide instead.
    """
    if not guide.versions.exists():
        raise ValidationError(_("Nothing is published yet; archive it instead."))
    take_revision(guide, seen=seen)
    guide.draft = None
    guide.save(update_fields=["draft"])
    record("guide.draft_discarded", by=by, subject=guide)


@transaction.atomic
def publish(
    *, guide: Guide, effective_from: date, note: str, seen: int, by: User | None, now: datetime
) -> GuideVersion:
    """Make the draft the next version, in force from a day on; everybody of the audience is asked to acknowledge it.

    Raises:
        ConflictError: when somebody else saved since ``seen``.
        ValidationError: when nothing changed, something is missing, or the day lies before the last version's.
    """
    take_revision(guide, seen=seen)
    guide.refresh_from_db(fields=["draft"])
    last = newest_with_words(guide)
    if guide.draft is None or (last is not None and content_from(guide.draft) == content_of(last)):
        raise ValidationError(_("Nothing has changed since the last version."))
    content = content_from(guide.draft)
    if absent := missing(GuideKind(guide.kind), content):
        raise ValidationError(_("Before it can be published, write: %(parts)s.") % {"parts": ", ".join(absent)})
    if last is not None and not note.strip():
        raise ValidationError({"note": _("Say what changed, for those who know the last version.")})
    if last is not None and effective_from < last.effective_from:
        raise ValidationError({"effective_from": _("The last version holds from a later day. Choose that or later.")})
    version: GuideVersion = GuideVersion.objects.create(
        guide=guide,
        number=last.number + 1 if last else 1,
        content=content.as_json(),
        text=content.plain_text(),
        effective_from=effective_from,
        note=note.strip(),
        published_by=by,
        published_at=now,
    )
    guide.draft = None
    guide.save(update_fields=["draft"])
    record("guide.published", by=by, subject=guide, number=version.number, effective_from=effective_from.isoformat())
    return version


@transaction.atomic
def archive_guide(*, guide: Guide, by: User, now: datetime) -> None:
    """Take a guide out of the lists; nobody is asked to acknowledge it any more."""
    if Guide.objects.filter(pk=guide.pk, archived_at=None).update(archived_at=now):
        record("guide.archived", by=by, subject=guide)


@transaction.atomic
def restore_guide(*, guide: Guide, by: User) -> None:
    """Bring a guide back.

    Raises:
        ValidationError: when another one has its title by now.
    """
    guide.archived_at = None
    guide.validate_constraints()
    if Guide.objects.filter(pk=guide.pk).exclude(archived_at=None).update(archived_at=None):
        record("guide.restored", by=by, subject=guide)


def missing(kind: GuideKind, content: Content) -> list[str]:
    """The parts, in the reader's language, without which a guide of a kind cannot be published."""
    needed: dict[GuideKind, list[tuple[object, str]]] = {
        GuideKind.SOP: [
            (content.purpose, _("the purpose")),
            (content.roles, _("the roles")),
            (content.steps, _("at least one step")),
            (content.objective, _("the ending, which is the business objective")),
        ],
        GuideKind.CHECKLIST: [(content.steps, _("at least one step"))],
        GuideKind.ARTICLE: [(content.body or content.url, _("the text, or a link"))],
    }
    return [words for part, words in needed[kind] if not part]


def _judge_by(guide: Guide, metrics: Sequence[Metric]) -> None:
    guide.yardsticks.exclude(metric__in=metrics).delete()
    there = set(guide.yardsticks.values_list("metric_id", flat=True))
    for metric in metrics:
        if metric.pk not in there:
            GuideMetric.objects.create(guide=guide, metric=metric)

"""A partner's own items out of a file: sent and decided by the partner, checked and imported by the machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.inbox.actions import store_file
from foundation.inbox.explaining import sentences
from foundation.inbox.models import BatchState, ImportBatch
from foundation.inbox.opening import opened_batch
from foundation.inbox.reading.rows import Row
from workitems.actions import imports
from workitems.folding import RowVerdict
from workitems.ingest import committing
from workitems.ingest.places import load_places
from workitems.ingest.reading import FileRefused, Reading, header_of, refuse_unless_complete
from workitems.mapping import Mapping
from workitems.models import PartnerFile, PartnerSource, WorkItem
from workitems.models.partner_files import Decision, source_name
from workitems.partner_rules import partner_mapping

SHOWN_PROBLEMS: Final = 500
KIND: Final = "partner-items"
"""The kind of a batch that is not imported yet: the client's wizard does not show it."""

IMPORTED: Final = "workitems"
RECENT: Final = timedelta(days=35)


@transaction.atomic
def open_partner_source(*, engagement: Engagement, by: User, now: datetime, beside: bool = False) -> PartnerSource:
    """Let the partner of an engagement bring its items itself; ``beside`` a source that tells of others.

    Raises:
        ValidationError: at ``engagement``, when it may already, or another source has told of items of late.
    """
    if PartnerSource.objects.filter(engagement=engagement, closed_at=None).exists():
        raise ValidationError({"engagement": _("This partner imports its items itself already.")})
    recent = WorkItem.objects.filter(engagement=engagement, opened_at__gte=now - RECENT)
    others = recent.exclude(source__in=(source_name(engagement.pk), "intake"))
    if not beside and (other := others.values_list("source", flat=True).first()):
        said = _(
            "Items of this engagement come from “%(source)s”. Two sources would count the same work twice: stop the"
            " other one, or tick that the partner's file tells of other items."
        )
        raise ValidationError({"engagement": said % {"source": other}})
    made: PartnerSource = PartnerSource.objects.create(engagement=engagement, opened_by=by, opened_at=now)
    record("partnersource.opened", by=by, subject=made, engagement=engagement.pk)
    return made


@transaction.atomic
def close_partner_source(*, source: PartnerSource, by: User, now: datetime) -> None:
    """The partner brings no more; what is in stays. Doing it twice changes nothing."""
    if PartnerSource.objects.filter(pk=source.pk, closed_at=None).update(closed_at=now, closed_by=by) == 1:
        record("partnersource.closed", by=by, subject=source, engagement=source.engagement_id)


@transaction.atomic
def send_file(
    *,
    engagement: Engagement,
    name: str,
    content: bytes,
    mapping: Mapping,
    left_out: Sequence[str],
    by: User,
    now: datetime,
) -> PartnerFile:
    """Send a file of items, as the partner; the machine checks it, and nothing is written before it is decided.

    Raises:
        ValidationError: at ``engagement``, when the client does not take items from the partner; at ``file``, when the
            same bytes wait already.
    """
    if not PartnerSource.objects.filter(engagement=engagement, closed_at=None).exists():
        raise ValidationError(
            {"engagement": _("Items of this engagement are no longer taken from you. Ask the client.")}
        )
    digest = hashlib.sha256(content).hexdigest()
    if PartnerFile.objects.filter(engagement=engagement, sha256=digest, done_at=None).exists():
        raise ValidationError({"file": _("This very file is here already and waits below.")})
    rules = partner_mapping(mapping, source=source_name(engagement.pk), engagement_id=engagement.pk)
    sent: PartnerFile = PartnerFile.objects.create(
        engagement=engagement,
        name=name[-200:],
        size=len(content),
        sha256=digest,
        content=content,
        rules=rules.to_json(),
        left_out=list(left_out),
        sent_by=by,
        sent_by_name=str(by)[:254],
        sent_at=now,
    )
    record("partnerfile.sent", by=by, subject=sent, engagement=engagement.pk, sha256=digest)
    return sent


@transaction.atomic
def decide_file(*, file: PartnerFile, decision: str, by: User, now: datetime) -> None:
    """Have a checked file imported, or forget it.

    Raises:
        ValidationError: when it is not checked, or decided already.
    """
    open_ones = PartnerFile.objects.filter(pk=file.pk, decision="", done_at=None, checked_at__isnull=False)
    if open_ones.update(decision=decision, decided_by=by, decided_at=now) != 1:
        raise ValidationError(_("Somebody has decided on this file already; see below what became of it."))
    record("partnerfile.decided", by=by, subject=file, decision=decision)


def take_files(*, now: datetime) -> int:
    """Check what was sent and import what was decided, each in a transaction of its own; returns how many moved on."""
    waiting = PartnerFile.objects.filter(done_at=None)
    with transaction.atomic():
        ids = list(waiting.filter(checked_at=None).order_by("pk").values_list("pk", flat=True)[:20])
        ids += list(waiting.exclude(decision="").order_by("pk").values_list("pk", flat=True)[:20])
    return sum(_take(pk, now=now) for pk in ids)


@transaction.atomic
def _take(pk: int, *, now: datetime) -> bool:
    """One step of one file; whoever comes second finds nothing to do."""
    file = PartnerFile.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, done_at=None).first()
    if file is None:
        return False
    try:
        with transaction.atomic():
            _check(file, now) if file.checked_at is None else _finish(file, now)
    except FileRefused as error:
        file.done_at, file.refused = now, sentences(error.problems)[:500]
    file.save(update_fields=["checked_at", "counts", "problems", "done_at", "refused", "batch"])
    return True


def _check(file: PartnerFile, now: datetime) -> None:
    """What importing would do, and every row that cannot be used."""
    batch = _open(file, now)
    if (twin := imports.twin_of(batch)) is not None:
        file.done_at, file.batch = now, twin
        file.refused = _("This very file is in already; nothing has to be done.")
        imports.discard_batch(batch=batch, by=file.sent_by)
        return
    file.batch, file.problems = batch, []

    def note(row: Row, verdict: RowVerdict) -> None:
        room = SHOWN_PROBLEMS - len(file.problems)
        file.problems += [problem.as_json() for problem in verdict.problems[:room]]

    with opened_batch(batch) as table:
        reading = Reading(Mapping.from_json(batch.rules), header_of(table))
        for _read in reading.rows(table, batch, note):
            pass
        refuse_unless_complete(table)
    for _judged in reading.items(load_places()):
        pass
    committing.note(batch, reading)
    batch.state = BatchState.CHECKED
    batch.save()
    file.checked_at, file.counts = now, imports.accounting_of(batch)


def _finish(file: PartnerFile, now: datetime) -> None:
    batch = file.batch
    if batch is None or file.decision == Decision.DISCARD:
        file.done_at, file.batch = now, None
        if batch is not None:
            PartnerFile.objects.filter(pk=file.pk).update(batch=None)
            imports.discard_batch(batch=batch, by=file.decided_by)
        return
    if not PartnerSource.objects.filter(engagement=file.engagement_id, closed_at=None).exists():
        file.done_at, file.refused = now, _("The client took the permission back before this file was imported.")
        return
    batch.rules_hash, batch.state = imports.rules_hash(batch), BatchState.COMMITTING
    batch.kind = IMPORTED
    if imports.twin_of(batch) is not None:
        file.done_at, file.refused = now, _("This very file is in already; nothing has to be done.")
        return
    batch.save(update_fields=["rules_hash", "state", "kind"])
    done = imports.commit_batch(batch_id=batch.pk, by=file.decided_by, now=now)
    file.done_at, file.counts = now, imports.accounting_of(done)


def _open(file: PartnerFile, now: datetime) -> ImportBatch:
    """The batch of a file: its rules read anew, so that nothing reaches further than the file's own engagement."""
    mapping = Mapping.from_json(file.rules)
    rules = partner_mapping(mapping, source=source_name(file.engagement_id), engagement_id=file.engagement_id)
    stored = store_file(content=bytes(file.content), name=file.name, by=file.sent_by, now=now)
    batch = imports.open_batch(file=stored, header=(), by=file.sent_by, now=now, mapping=rules)
    batch.kind = KIND
    batch.save(update_fields=["kind"])
    return batch


def organizations_with_files() -> list[int]:
    """Organizations, of those in scope, in which a file waits for the machine."""
    waiting: Any = PartnerFile.objects.filter(done_at=None)
    found = waiting.filter(checked_at=None) | waiting.exclude(decision="")
    return sorted(set(found.values_list("organization_id", flat=True)))

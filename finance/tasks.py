"""The beat of this room: cases that are to be mailed, invoices that are to be imported. PostgreSQL holds the truth; a
message only rings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from kombu.exceptions import KombuError
from kombu.exceptions import OperationalError as BrokerError

from finance.actions import invoice_imports
from finance.actions import sending as actions
from finance.models import CaseSending
from finance.queries.sending import due_sendings
from foundation.accounts.tenancy.tasks import EveryOrganizationTask, TenantTask
from foundation.inbox.explaining import placed_sentence
from foundation.inbox.models import ImportBatch
from foundation.inbox.problems import FileUnfit
from foundation.inbox.working import fail_batch, person_of
from foundation.jobs.clock import database_now
from foundation.jobs.registry import JobRefusedError, Progress, handles

log = structlog.get_logger(__name__)
SECONDS_A_BELL_LASTS = 55


def send(sending: CaseSending) -> None:
    """Have a worker carry out a sending once the transaction is committed; without a broker the tick finds it."""
    transaction.on_commit(partial(_ring, sending.organization_id, [sending.pk]))


@shared_task(base=EveryOrganizationTask)
def tick() -> None:
    """Every minute: rounds whose time has come, and those that a dead worker left."""
    with transaction.atomic():
        due = due_sendings(now=database_now())
    for organization in dict.fromkeys(each for each, _pk in due):
        _ring(organization, [pk for owner, pk in due if owner == organization])


@shared_task(base=TenantTask)
def advance(sending_ids: list[int]) -> None:
    """Carry out some rounds; one that fails holds up none."""
    for sending_id in sending_ids:
        sending = actions.claim_sending(sending_id=sending_id, now=database_now())
        if sending is None:
            continue
        try:
            actions.send_round(sending=sending, now=database_now())
        except Exception as error:  # whatever it is, the next round must go on; it is logged and shown
            log.exception("case_round_failed", sending=sending_id)
            actions.report_failure(sending=sending, error=str(error), now=database_now())


def _ring(organization: int, sendings: list[int]) -> None:
    try:
        advance.apply_async([sendings], organizations=[organization], expires=SECONDS_A_BELL_LASTS)
    except (BrokerError, KombuError, OSError) as error:
        log.warning("broker_unreachable", organization=organization, reason=str(error))


@handles(invoice_imports.CHECK)
def check_invoices(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Say what importing a file of invoices would do."""
    pk = arguments["batch"]
    batch = _or_fail(pk, lambda: invoice_imports.check_invoice_batch(batch_id=pk, progress=progress))
    return {"rows": batch.rows_read}


@handles(invoice_imports.COMMIT)
def commit_invoices(_job_id: int, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write the invoices of a file."""
    pk, by = arguments["batch"], person_of(arguments)

    def commit() -> ImportBatch:
        return invoice_imports.commit_invoice_batch(batch_id=pk, by=by, now=database_now(), progress=progress)

    batch = _or_fail(pk, commit)
    count = batch.items_created + batch.items_updated
    message = ngettext("%(count)d invoice new or changed.", "%(count)d invoices new or changed.", count)
    return {"rows": batch.rows_read, "message": message % {"count": count}}


@handles(invoice_imports.UNDO)
def undo_invoices(_job_id: int, arguments: dict[str, Any], _progress: Progress) -> None:
    """Take a whole import of invoices back."""
    by = person_of(arguments)
    try:
        invoice_imports.undo_invoice_batch(batch_id=arguments["batch"], by=by, now=database_now())
    except ValidationError as error:
        raise JobRefusedError(error.messages[0]) from error


def _or_fail(batch_id: int, act: Callable[[], ImportBatch]) -> ImportBatch:
    """What ``act`` gives; when it cannot be done, the batch says why."""
    try:
        return act()
    except FileUnfit as unfit:
        reason = placed_sentence(unfit.problem)
    except ValidationError as error:
        reason = error.messages[0]
    except IntegrityError:
        reason = _("Somebody imported the same invoices a moment ago. Check the file again; nothing was written.")
    fail_batch(batch_id=batch_id, error=reason)
    raise JobRefusedError(reason)

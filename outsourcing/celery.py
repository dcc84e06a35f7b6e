"""The Celery app and the whole timetable. Beat runs in UTC; every entry may run twice without harm."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab, schedule
from celery.signals import worker_init
from kombu import Connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "outsourcing.settings")


class App(Celery):
    """Celery, whose senders do not listen.

    With ``use_notify`` the queue on PostgreSQL makes every connection LISTEN, also one that only sends and so never
    reads what it hears. After a few thousand tasks such a connection's buffer is full, its backend hangs in "notify
    interrupt", and every DROP DATABASE in the cluster waits for it.
    """

    def connection_for_write(self, url: str | None = None, **kwargs: Any) -> Connection:
        """The connection that sends."""
        options = {**(kwargs.pop("transport_options", None) or {}), "use_notify": False}
        return super().connection_for_write(url, transport_options=options, **kwargs)


app = App("outsourcing")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "sweep-jobs": {"task": "foundation.jobs.tasks.sweep_jobs", "schedule": 30.0},
    "sweep-mails": {"task": "foundation.inbox.tasks.sweep_messages", "schedule": 30.0},
    "sweep-outbox": {"task": "foundation.outbox.tasks.sweep_outbox", "schedule": 30.0},
    "sweep-clocks": {"task": "workitems.tasks.clocks.sweep", "schedule": crontab()},
    "find-new-versions": {"task": "workitems.tasks.clocks.find_new_versions", "schedule": crontab()},
    "sweep-scans": {"task": "vendors.tasks.sweep_scans", "schedule": 30.0},
    "follow-evidence": {"task": "engagements.tasks.follow_all_evidence", "schedule": crontab(minute=23)},
    "ask-checkpoints": {"task": "engagements.tasks.ask_checkpoints", "schedule": crontab(minute=11)},
    "announce-messages": {"task": "engagements.tasks.announce_new_messages", "schedule": 30.0},
    "scan-files": {"task": "engagements.tasks.scan_files", "schedule": 15.0},
    "follow-selections": {"task": "sourcing.tasks.follow_selections", "schedule": crontab(minute="*/5")},
    "remind-of-missing-weeks": {"task": "workitems.tasks.reminders.remind", "schedule": crontab(minute=3)},
    "find-reports": {"task": "workitems.tasks.reports.find_reports", "schedule": 10.0},
    "find-partner-files": {"task": "workitems.tasks.partner_files.find_files", "schedule": 10.0},
    "tick-schedules": {"task": "scorecards.tasks.tick", "schedule": crontab()},
    "tick-cases": {"task": "finance.tasks.tick", "schedule": crontab()},
    "follow-pilots": {"task": "pilots.tasks.follow_all_pilots", "schedule": crontab(minute=37)},
    "apply-amendments": {"task": "pilots.tasks.apply_amendments", "schedule": 30.0},
    "sweep-dirty-weeks": {"task": "scorecards.tasks.sweep_dirty_weeks", "schedule": 15.0},
    "follow-exits": {"task": "exits.tasks.follow_exits", "schedule": crontab(minute=41)},
    "seal-audit-logs": {"task": "foundation.accounts.tasks.seal_audit_logs", "schedule": crontab(minute=7)},
}


@worker_init.connect
def check_role(**_: Any) -> None:
    """A worker refuses to start with a role that could see past the wall."""
    from foundation.accounts.tenancy.boot import refuse_unsafe_role  # noqa: PLC0415  # needs the app registry

    refuse_unsafe_role()


__all__ = ["app", "crontab", "schedule"]

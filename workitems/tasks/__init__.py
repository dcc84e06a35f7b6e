"""The tasks of this room; Celery finds them here."""

from workitems.tasks import clocks, imports, mails, partner_files, reminders, reports

__all__ = ["clocks", "imports", "mails", "partner_files", "reminders", "reports"]

"""The tasks of this room; Celery finds them here."""

from workitems.tasks import imports

__all__ = ["imports"]

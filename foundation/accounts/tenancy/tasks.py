"""Celery tasks that know whose data they touch: the scope travels in the message's headers."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task
from celery.result import AsyncResult

from foundation.accounts.models import Organization
from foundation.accounts.tenancy import context

HEADER = "organizations"


class TenantTask(Task):  # type: ignore[type-arg]  # generic only in the stubs
    """A task of one or several organizations. It takes ids, opens the scope and makes one call.

    Send it from inside a scope, or with ``organizations=[...]``; without either it raises ``TenancyError``. Nothing
    below opens a transaction: the called action does.
    """

    abstract = True

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> AsyncResult[Any]:  # type: ignore[override]  # passes all on
        organizations = options.pop("organizations", None) or context.current().organization_ids
        if not organizations:
            raise context.TenancyError(f"{self.name} was sent without saying whose data it touches")
        headers = {**(options.pop("headers", None) or {}), HEADER: list(organizations)}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        organizations = (self.request.headers or {}).get(HEADER) or getattr(self.request, HEADER, None)
        if not organizations:
            raise context.TenancyError(f"{self.name} came without saying whose data it touches")
        structlog.contextvars.bind_contextvars(task=self.name, task_id=self.request.id, organizations=organizations)
        with context.system(organizations):
            return super().__call__(*args, **kwargs)


class EveryOrganizationTask(Task):  # type: ignore[type-arg]  # generic only in the stubs
    """A tick over all organizations, which ``identity`` lists; the timetable alone sends these."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        structlog.contextvars.bind_contextvars(task=self.name, task_id=self.request.id)
        with context.identity():
            organizations = list(Organization.objects.values_list("pk", flat=True))
        with context.system(organizations):
            return super().__call__(*args, **kwargs)

"""Structured logs: one JSON object a line, with request, tenant and job ids, and no secrets."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_NAMES = ("password", "secret", "token", "authorization", "cookie", "dsn", "api_key")


def drop_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of every key whose name promises a secret."""
    for key in event:
        if any(name in key.lower() for name in SECRET_NAMES):
            event[key] = "[hidden]"
    return event


def configure(*, level: str, readable: bool) -> None:
    """Send structlog's and the standard library's records to stderr through the same processors."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    last: Any = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("weasyprint", "fontTools", "asyncio", "kombu", "celery.redirected"):
        logging.getLogger(noisy).setLevel("WARNING")

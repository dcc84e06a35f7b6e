"""On what the figures were measured: figures without it mean nothing."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

import psutil
import psycopg

PACKAGES: Final = ("django", "psycopg", "numpy", "weasyprint", "celery")


def machine() -> dict[str, Any]:
    """Processor, memory, load, versions and the instant (UTC), as plain JSON."""
    return {
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load": [round(load, 1) for load in os.getloadavg()],
        "versions": {"python": platform.python_version(), "postgresql": _postgresql()}
        | {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  # no file of ours
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def _postgresql() -> str:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"

"""One module's benchmarks, in the process that the runner starts for it."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import django
from django.core.management import call_command
from django.db import connection

WITHOUT_DATABASE: Final = frozenset({"clock", "cases"})


def measured(name: str) -> list[dict[str, Any]]:
    """In a process of its own: an empty database where one is needed, then the module's results."""
    if name not in WITHOUT_DATABASE:
        django.setup()
        database = connection.settings_dict["NAME"]
        if not database.endswith("_bench"):
            raise RuntimeError(f"{database} would be emptied: only a database whose name ends in _bench may be.")
        call_command("flush", interactive=False, verbosity=0)
    results: list[dict[str, Any]] = import_module(f"benchmarks.{name}").benchmarks()
    return results

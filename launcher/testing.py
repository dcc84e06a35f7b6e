"""`dev.py test`: the tests on a cluster of their own, with a real browser and a real Redis where they can be had."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from launcher import database, native
from launcher.places import here


def run_tests(arguments: Sequence[str], binaries: Path | None) -> int:
    """Runs pytest with `arguments`; the whole suite on two processes. Returns pytest's exit code."""
    places = here()
    native.ensure_pdf_libraries(places)
    browser, redis, office = native.ensure_browser(), native.ensure_redis(), native.ensure_spreadsheet()
    with database.passing_environment_in_use(places, binaries=binaries, migrated=True) as whole:
        whole |= {"CHROMIUM": browser or "", "REDIS_SERVER": redis or "", "SOFFICE": office or ""}
        command = [sys.executable, "-m", "pytest", *_plugins(), *_parallel(arguments), *arguments]
        return subprocess.run(command, check=False, env=whole, cwd=places.checkout).returncode


def _parallel(arguments: Sequence[str]) -> list[str]:
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb", "--dist")) for word in arguments)
    named = any(not word.startswith("-") and Path(word.split("::")[0]).exists() for word in arguments)
    return [] if chosen or named else ["-n", str(min(2, os.cpu_count() or 1)), "--dist", "loadscope"]


def _plugins() -> list[str]:
    return ["-p", "launcher.no_skips"] if os.environ.get("CI") else []

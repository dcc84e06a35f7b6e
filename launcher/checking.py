"""`dev.py check`: everything a machine can say about the code without running the tests, two steps at a time."""

import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from launcher import database
from launcher.places import Places, here

PRODUCTION = {"DEBUG": "0", "SITE_URL": "https://outsourcing.example.org", "ALLOWED_HOSTS": "outsourcing.example.org"}


@dataclass(frozen=True)
class Step:
    """One check: what it is called, what it runs, and what its environment has beyond everybody's."""

    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


def steps() -> list[Step]:
    """All checks, the longest first."""
    python = sys.executable
    production = tuple({**PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(64)}.items())
    return [
        Step("types", (python, "-m", "mypy", ".")),
        Step("lint", (python, "-m", "ruff", "check", ".")),
        Step("format", (python, "-m", "ruff", "format", "--check", ".")),
        Step("imports", (python, "-c", "from importlinter.cli import lint_imports_command as c; c()")),
        Step("templates", (python, "-m", "djlint", "--lint", "--quiet", "templates")),
        Step("dependencies", (python, "-m", "deptry", ".")),
        Step("missing migrations", (python, "manage.py", "makemigrations", "--check", "--dry-run")),
        Step("unsafe migrations", (python, "-m", "launcher.migrations")),
        Step("deployment", (python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"), production),
    ]


def check(only: str | None = None) -> int:
    """Runs all steps (or those whose name has `only` in it), prints each one's time and what failed."""
    places = here()
    begun = time.monotonic()
    failed = []
    with database.environment_in_use(places) as whole, ThreadPoolExecutor(2) as pool:
        chosen = [step for step in steps() if only is None or only in step.name]
        for future in as_completed([pool.submit(_run, step, whole, places) for step in chosen]):
            step, code, output, seconds = future.result()
            print(f"{'ok    ' if code == 0 else 'FAILED'} {step.name:20} {seconds:5.1f} s", flush=True)
            if code:
                failed.append(step.name)
                print(output, flush=True)
    print(f"{len(chosen) - len(failed)} of {len(chosen)} checks passed in {time.monotonic() - begun:.0f} s", flush=True)
    return 1 if failed else 0


def _run(step: Step, whole: Mapping[str, str], places: Places) -> tuple[Step, int, str, float]:
    begun = time.monotonic()
    done = subprocess.run(
        step.command,
        check=False,
        env={**whole, **dict(step.environment), "NO_COLOR": "1", "LOG_LEVEL": "WARNING"},
        cwd=places.checkout,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    return step, done.returncode, done.stdout, time.monotonic() - begun

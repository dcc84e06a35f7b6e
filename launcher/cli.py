"""The subcommands of `dev.py`, once the virtual environment is there."""

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from launcher import checking, database, environment, locking, native, running, testing, workspace
from launcher.places import here
from launcher.postgres import Cluster

OWNER_COMMANDS = {"migrate", "prepare", "flush", "createcachetable", "makemigrations"}
CONTRACT = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DB_ROLE_PREFIX",
    "BROKER_URL",
    "QUEUE_DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "SITE_URL",
    "FONTCONFIG_FILE",
    "VAR_DIR",
    "LD_LIBRARY_PATH",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    environment.MARK,
)


def main(arguments: Sequence[str]) -> int:
    """Runs one subcommand; returns its exit code."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("--help", [])
    # what comes after these is another program's, options too
    passing_on: dict[str, Callable[[list[str]], int]] = {"test": _test, "manage": manage, "lock": locking.lock}
    if command in passing_on and rest[:1] not in (["-h"], ["--help"]):
        return passing_on[command](rest)
    chosen = _parser().parse_args(arguments)
    actions: dict[str, Callable[[], int]] = {
        "run": lambda: running.run(chosen.host, chosen.port),
        "env": lambda: env(chosen.test),
        "check": lambda: checking.check(chosen.only),
        "bench": lambda: bench(chosen.rest),
        "known": lambda: manage(["known", str(Path(chosen.directory).resolve())]),
        "provision": lambda: workspace.provision(chosen.admin_url, queue=not chosen.no_queue),
        "fonts": fonts,
        "reset": workspace.reset,
        "stop": workspace.stop,
    }
    return actions[command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description="Starts, tests and checks the product.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="start everything and open onto a sample workspace")
    run.add_argument("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    run.add_argument("--port", type=int, default=8000, help="the first port to try (%(default)s)")
    test = commands.add_parser("test", help="run the tests; arguments are pytest's")
    test.add_argument("--postgres", metavar="BIN", help="on this PostgreSQL instead, e.g. /usr/lib/postgresql/15/bin")
    check = commands.add_parser("check", help="lint, types, contracts, migrations, deployment")
    check.add_argument("only", nargs="?", help="only the checks whose name has this in it")
    commands.add_parser("bench", help="measure").add_argument("rest", nargs=argparse.REMAINDER)
    known = commands.add_parser("known", help="run a folder of known answers through the product")
    known.add_argument("directory")
    commands.add_parser("manage", help="a management command with the right environment")
    env = commands.add_parser("env", help="print the environment for a shell, and keep the database running")
    env.add_argument("--test", metavar="NAME", help="of a test database of this name, in the cluster for tests")
    commands.add_parser("reset", help="make the sample workspace anew")
    commands.add_parser("stop", help="stop whatever runs here, the database too")
    provision = commands.add_parser("provision", help="make roles and databases on a real server")
    admin = os.environ.get("ADMIN_DATABASE_URL")
    provision.add_argument("admin_url", nargs="?" if admin else None, default=admin, help="an administrator's address")
    provision.add_argument("--no-queue", action="store_true", help="not the queue's: Redis carries it")
    commands.add_parser("fonts", help="write the file that tells PDFs where our fonts are")
    commands.add_parser("lock", help="write the locks of the dependencies anew")
    return parser


def _test(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py test", add_help=False, allow_abbrev=False)
    parser.add_argument("--postgres", type=Path)
    chosen, rest = parser.parse_known_args(arguments)
    return testing.run_tests(rest, chosen.postgres)


def manage(arguments: Sequence[str]) -> int:
    """Runs a management command; only those that must own tables get the owner's credentials."""
    places = here()
    with database.environment_in_use(places) as whole:
        chosen = whole if set(arguments[:1]) & OWNER_COMMANDS else environment.without_owner(whole)
        command = [sys.executable, str(places.checkout / "manage.py"), *arguments]
        return subprocess.run(command, check=False, env=chosen, cwd=places.checkout).returncode


def bench(arguments: Sequence[str]) -> int:
    """Runs the benchmarks on a durable database of their own."""
    places = here()
    native.ensure_pdf_libraries(places)
    with database.environment_in_use(places, suffix="_bench") as whole:
        for command in (["manage.py", "migrate", "--verbosity", "0"], ["-m", "benchmarks", *arguments]):
            done = subprocess.run([sys.executable, *command], check=False, env=whole, cwd=places.checkout)
            if done.returncode:
                return done.returncode
    return 0


def fonts() -> int:
    """Writes the fonts file, for an image that is built once."""
    print(environment.fonts_file(here()))
    return 0


def env(test_name: str | None) -> int:
    """Prints the environment for a shell, and keeps the database running until `stop`."""
    places = here()
    Cluster(places.var, forgetful=test_name is not None).keep.touch()
    if test_name is None:
        used = database.environment_in_use(places)
    else:
        used = database.passing_environment_in_use(places, name=test_name)
    with used as whole:
        for key in CONTRACT:
            if key in whole:
                print(f"export {key}={shlex.quote(whole[key])}")
    return 0

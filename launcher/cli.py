"""The subcommands of `dev.py`, once the virtual environment is there."""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Sequence

from launcher import database, environment
from launcher.places import here
from launcher.postgres import Cluster

OWNER_COMMANDS = {"migrate", "prepare", "flush", "createcachetable", "test"}
CONTRACT = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DB_ROLE_PREFIX",
    "BROKER_URL",
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
    parser = argparse.ArgumentParser(prog="dev.py")
    commands = parser.add_subparsers(dest="command", required=True)
    env_parser = commands.add_parser("env", help="print the environment for a shell")
    env_parser.add_argument("--test", metavar="NAME", help="of a test database of this name, in the cluster for tests")
    commands.add_parser("stop")
    manage_parser = commands.add_parser("manage")
    manage_parser.add_argument("rest", nargs=argparse.REMAINDER)
    chosen = parser.parse_args(arguments)
    if chosen.command == "env":
        return env(chosen.test)
    if chosen.command == "stop":
        return stop()
    return manage(chosen.rest)


def manage(arguments: Sequence[str]) -> int:
    """Runs a management command; only those that must own tables get the owner's credentials."""
    places = here()
    with database.environment_in_use(places) as whole:
        if not set(arguments[:1]) & OWNER_COMMANDS:
            whole = environment.without_owner(whole)
        command = [sys.executable, str(places.checkout / "manage.py"), *arguments]
        return subprocess.run(command, check=False, env=whole, cwd=places.checkout).returncode


def env(test_name: str | None) -> int:
    """Prints the environment for a shell, and keeps the database running until `stop`."""
    places = here()
    Cluster(places.var, forgetful=test_name is not None).keep.touch()
    if test_name is None:
        used = database.environment_in_use(places)
    else:
        used = database.test_environment_in_use(places, name=test_name)
    with used as whole:
        for key in CONTRACT:
            if key in whole:
                print(f"export {key}={shlex.quote(whole[key])}")
    return 0


def stop() -> int:
    """Stops the embedded databases, whoever uses them."""
    for forgetful in (False, True):
        cluster = Cluster(here().var, forgetful=forgetful)
        cluster.keep.unlink(missing_ok=True)
        if cluster.data.exists():
            cluster.stop()
    return 0

"""The migrated database that test databases are copies of: made once for a state of the migrations, not once a run.

Playing all migrations takes half a minute of a processor; copying what they made takes a fraction of a second.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher import locks
from launcher.places import PREFIX, Places
from launcher.postgres import Cluster


def migrated(cluster: Cluster, whole: Mapping[str, str], places: Places) -> str:
    """The name of a database on which every migration has run; those of older states are dropped.

    Raises subprocess.CalledProcessError when a migration fails; what it says stands on the error stream.
    """
    import psycopg
    from psycopg.sql import SQL, Identifier

    prefix = f"{whole.get('DB_ROLE_PREFIX', PREFIX)}_migrated_"
    name = prefix + _state(places.checkout)
    with (
        locks.held(cluster.home / f"{cluster.name}.template.lock"),
        psycopg.connect(cluster.admin_url(), autocommit=True) as admin,
    ):
        made = admin.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]).fetchall()
        if (name,) in made:
            return name
        for (old,) in made:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(old)))
        unfinished = f"{name}_making"
        owner = f"{whole.get('DB_ROLE_PREFIX', PREFIX)}_owner"
        admin.execute(
            SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                Identifier(unfinished), Identifier(owner)
            )
        )
        _migrate(cluster, whole, places, unfinished)
        admin.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(Identifier(unfinished), Identifier(name)))
    return name


def _migrate(cluster: Cluster, whole: Mapping[str, str], places: Places, name: str) -> None:
    prefix = whole.get("DB_ROLE_PREFIX", PREFIX)
    there = {
        "DATABASE_URL": cluster.server.url(f"{prefix}_app", name),
        "DATABASE_OWNER_URL": cluster.server.url(f"{prefix}_owner", name),
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env={**whole, **there}, cwd=places.checkout)


def _state(checkout: Path) -> str:
    """A fingerprint of everything that decides what the migrations make."""
    found = hashlib.sha256()
    for path in sorted(_sources(checkout)):
        found.update(str(path.relative_to(checkout)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:16]


def _sources(checkout: Path) -> Iterator[Path]:
    yield checkout / "requirements.txt"
    yield from checkout.glob("[a-z]*/migrations/*.py")
    yield from checkout.glob("[a-z]*/*/migrations/*.py")
    yield from (checkout / "foundation" / "accounts" / "tenancy").rglob("*.py")

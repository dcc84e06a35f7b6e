"""The migrated database that test databases are copies of: made once for a state of the migrations, not once a run.

Playing all migrations takes some ten seconds; copying what they made takes a fraction of a second. When
migrations were only added, the database before them is kept and those are played on it.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from launcher import locks
from launcher.places import PREFIX, Places
from launcher.postgres import Cluster


def migrated(cluster: Cluster, whole: Mapping[str, str], places: Places) -> str:
    """The name of a database on which every migration has run; those of older states are dropped.

    Raises subprocess.CalledProcessError when a migration fails; what it says stands on the error stream.
    """
    import psycopg
    from psycopg.sql import SQL, Identifier, Literal

    prefix = f"{whole.get('DB_ROLE_PREFIX', PREFIX)}_migrated_"
    sources = _sources(places.checkout)
    name = prefix + hashlib.sha256(json.dumps(sources, sort_keys=True).encode()).hexdigest()[:16]
    with (
        locks.held(cluster.home / f"{cluster.name}.template.lock"),
        psycopg.connect(cluster.admin_url(), autocommit=True) as admin,
    ):
        made: dict[str, str | None] = dict(
            admin.execute(
                "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database"
                " WHERE starts_with(datname, %s) AND NOT starts_with(datname, %s)",
                [prefix, f"{prefix}making"],
            ).fetchall()
        )
        if name in made:
            return name
        unfinished = Identifier(f"{prefix}making")
        owner = Identifier(f"{whole.get('DB_ROLE_PREFIX', PREFIX)}_owner")
        before = next((old for old, known in made.items() if _grows(json.loads(known or "null"), sources)), "template0")
        admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(unfinished))
        admin.execute(
            SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE {}").format(unfinished, owner, Identifier(before))
        )
        _migrate(cluster, whole, places, f"{prefix}making")
        admin.execute(SQL("COMMENT ON DATABASE {} IS {}").format(unfinished, Literal(json.dumps(sources))))
        admin.execute(SQL("ALTER DATABASE {} RENAME TO {}").format(unfinished, Identifier(name)))
        for old in made:
            admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(old)))
    return name


def _migrate(cluster: Cluster, whole: Mapping[str, str], places: Places, name: str) -> None:
    prefix = whole.get("DB_ROLE_PREFIX", PREFIX)
    there = {
        "DATABASE_URL": cluster.server.url(f"{prefix}_app", name),
        "DATABASE_OWNER_URL": cluster.server.url(f"{prefix}_owner", name),
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env={**whole, **there}, cwd=places.checkout)


def _grows(known: Mapping[str, str] | None, sources: Mapping[str, str]) -> bool:
    """Whether ``sources`` are the known ones and further migrations, nothing else."""
    return (
        known is not None
        and all(sources.get(path) == found for path, found in known.items())
        and all("/migrations/" in path for path in sources.keys() - known.keys())
    )


def _sources(checkout: Path) -> dict[str, str]:
    """A fingerprint of every file that decides what the migrations make, by its path."""
    paths = [
        checkout / "requirements.txt",
        *checkout.glob("[a-z]*/migrations/*.py"),
        *checkout.glob("[a-z]*/*/migrations/*.py"),
        *(checkout / "foundation" / "accounts" / "tenancy").rglob("*.py"),
    ]
    return {
        str(path.relative_to(checkout)): hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(paths)
    }

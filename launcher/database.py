"""The database a command runs on: the caller's own if `DATABASE_URL` is set, else the embedded one."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from launcher import environment, locks, roles, template
from launcher.places import PREFIX, Places
from launcher.postgres import Cluster


@contextlib.contextmanager
def environment_in_use(places: Places, *, suffix: str = "") -> Iterator[dict[str, str]]:
    """The whole environment, with the embedded database running as long as the context lasts; `suffix` names another
    database in it than the product's own."""
    base = environment.given()
    if "DATABASE_URL" in base:
        yield environment.complete(base, places, None)
        return
    with Cluster(places.var).in_use() as cluster:
        provide(cluster, base, suffix)
        yield environment.complete(base, places, cluster.server, suffix=suffix)


@contextlib.contextmanager
def passing_environment_in_use(
    places: Places, *, binaries: Path | None = None, name: str | None = None, migrated: bool = False
) -> Iterator[dict[str, str]]:
    """The environment of one test run: a cluster of its own that forgets, and in it names that no other run holds
    (or `name`, for who sees to that). With `migrated` its test databases are copies of one on which migrations ran."""
    base = environment.given() | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}  # for the browser's synchronous interface
    if "DATABASE_URL" in base:
        yield environment.complete(base, places, None)
        return
    with Cluster(places.var, forgetful=True, binaries=binaries).in_use() as cluster:
        free = contextlib.nullcontext(name) if name else locks.first_free(cluster.home / f"{cluster.name}.runs")
        with free as number:
            suffix = f"_{number}"
            provide(cluster, base, suffix)
            whole = environment.complete(base, places, cluster.server, suffix=suffix)
            if migrated:
                whole["TEST_DATABASE_TEMPLATE"] = template.migrated(cluster, whole, places)
            yield whole


def provide(cluster: Cluster, base: Mapping[str, str], suffix: str = "") -> None:
    """Makes roles and databases in the embedded cluster, unless this version of them is there."""
    prefix = base.get("DB_ROLE_PREFIX", PREFIX)
    recipe = hashlib.sha256(Path(roles.__file__).read_bytes() + version("pgmq").encode()).hexdigest()
    done = cluster.data / f".provided-{prefix}{suffix}"
    with locks.held(cluster.home / f"{cluster.name}.provide.lock"):
        if done.exists() and done.read_text() == recipe:
            return
        roles.provision(cluster.admin_url(), prefix, databases=[suffix])
        done.write_text(recipe)


def remove(cluster: Cluster, base: Mapping[str, str], suffix: str = "") -> None:
    """Drops the databases of `provide` with all they hold; connections are cut."""
    import psycopg
    from psycopg.sql import SQL, Identifier

    prefix = base.get("DB_ROLE_PREFIX", PREFIX)
    with locks.held(cluster.home / f"{cluster.name}.provide.lock"):
        (cluster.data / f".provided-{prefix}{suffix}").unlink(missing_ok=True)
        with psycopg.connect(cluster.admin_url(), autocommit=True) as connection:
            for name in (f"{prefix}{suffix}", f"{prefix}_broker{suffix}"):
                connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

"""Commands on this checkout's own database: a fresh one, and the roles of a real server."""

import os

from launcher import database, environment, roles, running
from launcher.places import PREFIX, here
from launcher.postgres import Cluster


def reset() -> int:
    """Throws the embedded database away and makes the sample workspace anew; returns the exit code."""
    places = here()
    base = environment.given()
    if "DATABASE_URL" in base:
        print("DATABASE_URL is set: only the embedded database can be reset.")
        return 1
    with running.claimed(places) as mine:
        if not mine:
            print("It runs: stop it first (python3 dev.py stop).")
            return 1
        running.end_leftovers(places)
        with Cluster(places.var).in_use() as cluster:
            database.remove(cluster, base)
        with database.environment_in_use(places) as whole:
            return running.prepare(places, whole)


def stop() -> int:
    """Stops `run` and the embedded databases, whoever uses them."""
    places = here()
    running.stop_running(places)
    for forgetful in (False, True):
        cluster = Cluster(places.var, forgetful=forgetful)
        cluster.keep.unlink(missing_ok=True)
        if cluster.data.exists():
            cluster.stop()
    return 0


def provision(admin_url: str, *, queue: bool) -> int:
    """Makes roles and databases on a real server and prints the addresses to set.

    Passwords come from the addresses in DATABASE_URL, DATABASE_OWNER_URL, PORTAL_DATABASE_URL and QUEUE_DATABASE_URL;
    a new login without one gets a fresh password, which is printed this once.
    """
    from psycopg.conninfo import conninfo_to_dict

    prefix = os.environ.get("DB_ROLE_PREFIX", PREFIX)
    named = {
        "DATABASE_URL": "app",
        "DATABASE_OWNER_URL": "owner",
        "PORTAL_DATABASE_URL": "portal_app",
        environment.QUEUE: "broker",
    }
    if not queue:
        del named[environment.QUEUE]
    passwords = {f"{prefix}_{login}": environment.password_in(os.environ.get(key)) for key, login in named.items()}
    made_up = roles.provision(admin_url, prefix, passwords=passwords, queue=queue)
    parts = conninfo_to_dict(admin_url)
    server = roles.Server(host=str(parts.get("host") or "localhost"), port=int(parts.get("port") or 5432))
    for key, login in named.items():
        name = f"{prefix}_{login}"
        if name in made_up:
            target = f"{prefix}_broker" if login == "broker" else prefix
            print(f"{key}={server.url(name, target, made_up[name])}")
    print("Roles and databases are in place.")
    return 0

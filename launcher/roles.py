"""The roles and databases that the walls between tenants stand on; the only place that makes them.

`PREFIX_owner` owns the database and migrates. `PREFIX_app` is the login of web and workers and has no rights of its
own: per transaction it becomes one of the groups `staff`, `portal`, `system`, `identity`. `PREFIX_portal_app` is the
login of the vendors' own process and can become `portal` and `identity` alone. `PREFIX_broker` owns the queue.
Roles belong to the server, not to a database, so no migration makes them. Everything here can be run again, also
after a kill half-way, on PostgreSQL 15 and up.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    import psycopg
    from psycopg.sql import Composable

GROUPS = ("staff", "portal", "system", "identity")
LOGINS = ("owner", "app", "portal_app", "broker")
MEMBERSHIPS = {"app": GROUPS, "portal_app": ("portal", "identity")}
GRANT_OPTIONS_SINCE = 160000


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL server: a socket's directory or a host name, and the port."""

    host: str
    port: int = 5432

    def url(self, role: str, database: str, password: str = "", **options: str) -> str:
        """A libpq URL."""
        secret = f":{quote(password, safe='')}" if password else ""
        if self.host.startswith("/"):
            query = urlencode({"host": self.host, "port": str(self.port), **options}, quote_via=quote, safe="")
            return f"postgresql://{quote(role, safe='')}{secret}@/{quote(database, safe='')}?{query}"
        query = "?" + urlencode(options, quote_via=quote) if options else ""
        return f"postgresql://{quote(role, safe='')}{secret}@{self.host}:{self.port}/{quote(database, safe='')}{query}"


def provision(
    admin_url: str,
    prefix: str,
    *,
    passwords: Mapping[str, str | None] | None = None,
    databases: Iterable[str] = ("",),
    queue: bool = True,
) -> dict[str, str]:
    """Makes or mends roles and databases; returns the passwords it had to make up, by role.

    `passwords` is None for a server that trusts its socket; else every login gets the one given under its full name,
    and a new login without one gets a fresh one. Each suffix in `databases` makes `PREFIX<suffix>` and
    `PREFIX_broker<suffix>`; without `queue` (where Redis carries it) only the first. Raises
    psycopg.Error, and RuntimeError when a role of ours stands above the walls.
    """
    import psycopg

    with psycopg.connect(admin_url, autocommit=True) as connection:
        # two provisioners at once would both miss the same role
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"provision {prefix}"])
        logins = LOGINS if queue else tuple(login for login in LOGINS if login != "broker")
        made_up = _roles(connection, prefix, logins, passwords)
        for suffix in databases:
            _database(connection, f"{prefix}{suffix}", f"{prefix}_owner")
            _rights(connection, prefix, suffix)
            if queue:
                _database(connection, f"{prefix}_broker{suffix}", f"{prefix}_broker")
                _queue(connection, f"{prefix}_broker{suffix}", f"{prefix}_broker")
    return made_up


def _roles(
    connection: "psycopg.Connection", prefix: str, logins: Iterable[str], passwords: Mapping[str, str | None] | None
) -> dict[str, str]:
    made_up: dict[str, str] = {}
    for group in GROUPS:
        _role(connection, f"{prefix}_{group}", "NOLOGIN")
    for login in logins:
        name = f"{prefix}_{login}"
        # NOINHERIT before the grants: from PostgreSQL 16 on, a later one leaves the inherited rights in place
        attributes = "LOGIN NOINHERIT" + (" CREATEDB" if login == "owner" else "")
        created = _role(connection, name, attributes)
        if passwords is None:
            continue
        password = passwords.get(name)
        if password is None and created:
            password = made_up[name] = secrets.token_urlsafe(24)
        if password is not None:
            _run(connection, "ALTER ROLE {} PASSWORD {}", name, literal=password)
    _memberships(connection, prefix, logins)
    return made_up


def _role(connection: "psycopg.Connection", name: str, attributes: str) -> bool:
    from psycopg.sql import SQL, Identifier

    row = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if row and row[0]:
        raise RuntimeError(f"Role {name} is a superuser or bypasses row security: no wall would hold it.")
    verb = "ALTER" if row else "CREATE"
    connection.execute(SQL(f"{verb} ROLE {{}} {attributes}").format(Identifier(name)))
    return row is None


def _memberships(connection: "psycopg.Connection", prefix: str, logins: Iterable[str]) -> None:
    options = " WITH INHERIT FALSE, SET TRUE" if connection.info.server_version >= GRANT_OPTIONS_SINCE else ""
    for login, groups in MEMBERSHIPS.items():
        for group in groups:
            _run(connection, "GRANT {} TO {}" + options, f"{prefix}_{group}", f"{prefix}_{login}")
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row and not row[0]:  # a managed service's administrator must be a member to hand over a database
        for login in {"owner", "broker"} & set(logins):
            _run(connection, "GRANT {} TO CURRENT_USER", f"{prefix}_{login}")


def _database(connection: "psycopg.Connection", name: str, owner: str) -> None:
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        _run(connection, "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0", name, owner)
    _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", name)


def _rights(connection: "psycopg.Connection", prefix: str, suffix: str) -> None:
    for login in MEMBERSHIPS:
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}", f"{prefix}{suffix}", f"{prefix}_{login}")
    for group in ("staff", "portal", "system"):  # imports go through a temporary table
        _run(connection, "GRANT TEMPORARY ON DATABASE {} TO {}", f"{prefix}{suffix}", f"{prefix}_{group}")


def _queue(connection: "psycopg.Connection", database: str, owner: str) -> None:
    """Installs the queue's functions, or replaces those of another version: messages are doorbells, none is a loss."""
    import psycopg
    from pgmq.install import get_embedded_install_sql, get_embedded_sql_version

    version = get_embedded_sql_version()
    there = psycopg.conninfo.make_conninfo(
        connection.info.dsn, password=connection.info.password or None, dbname=database
    )
    with psycopg.connect(there) as queue:
        row = queue.execute("SELECT obj_description(to_regnamespace('pgmq'), 'pg_namespace')").fetchone()
        if row and row[0] == version:
            return
        _run(queue, "SET ROLE {}", owner)
        queue.execute("DROP SCHEMA IF EXISTS pgmq CASCADE")
        queue.execute(get_embedded_install_sql().encode())
        _run(queue, "COMMENT ON SCHEMA pgmq IS {}", literal=version)


def _run(connection: "psycopg.Connection", template: str, *names: str, literal: str | None = None) -> None:
    from psycopg.sql import SQL, Identifier, Literal

    parts: list[Composable] = [Identifier(name) for name in names]
    if literal is not None:
        parts.append(Literal(literal))
    connection.execute(SQL(template).format(*parts))

import secrets
from collections.abc import Iterator

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from launcher import roles
from launcher.postgres import Cluster

OURS = ("owner", "app", "portal_app", "broker", "staff", "portal", "system", "identity")


@pytest.fixture(scope="module")
def prefix(cluster: Cluster) -> str:
    name = f"p{secrets.token_hex(3)}"
    roles.provision(cluster.admin_url(), name)
    return name


@pytest.fixture
def admin(cluster: Cluster) -> Iterator[psycopg.Connection]:
    with psycopg.connect(cluster.admin_url(), autocommit=True) as connection:
        yield connection


def as_login(cluster: Cluster, prefix: str, login: str, database: str | None = None) -> psycopg.Connection:
    return psycopg.connect(cluster.server.url(f"{prefix}_{login}", database or prefix), autocommit=True)


def test_every_role_is_made_and_none_stands_above_the_walls(admin: psycopg.Connection, prefix: str) -> None:
    found = admin.execute(
        "SELECT substr(rolname, %s), rolcanlogin, rolinherit, rolcreatedb FROM pg_roles WHERE starts_with(rolname, %s)"
        " AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole",
        [len(prefix) + 2, f"{prefix}_"],
    ).fetchall()
    assert {name: rest for name, *rest in found} == {
        "owner": [True, False, True],
        "app": [True, False, False],
        "portal_app": [True, False, False],
        "broker": [True, False, False],
        "staff": [False, True, False],
        "portal": [False, True, False],
        "system": [False, True, False],
        "identity": [False, True, False],
    }


@pytest.mark.parametrize(
    ("login", "may_become"),
    [("app", {"staff", "portal", "system", "identity"}), ("portal_app", {"portal", "identity"}), ("broker", set())],
)
def test_a_login_inherits_nothing_and_becomes_only_its_groups(
    cluster: Cluster, prefix: str, login: str, may_become: set[str]
) -> None:
    with as_login(cluster, prefix, login, f"{prefix}_broker" if login == "broker" else None) as connection:
        for other in set(OURS) - {login}:
            row = connection.execute("SELECT pg_has_role(%s, 'USAGE')", [f"{prefix}_{other}"]).fetchone()
            assert row == (False,), other
            become = SQL("SET ROLE {}").format(Identifier(f"{prefix}_{other}"))
            if other in may_become:
                connection.execute(become)
                connection.execute("RESET ROLE")
            else:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(become)


@pytest.mark.parametrize(("login", "database"), [("broker", ""), ("app", "_broker"), ("portal_app", "_broker")])
def test_each_login_enters_its_own_database_only(cluster: Cluster, prefix: str, login: str, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        as_login(cluster, prefix, login, f"{prefix}{database}")


def test_the_broker_owns_a_working_queue(cluster: Cluster, prefix: str) -> None:
    with as_login(cluster, prefix, "broker", f"{prefix}_broker") as connection:
        connection.execute("SELECT pgmq.create('bell')")
        connection.execute("""SELECT pgmq.send('bell', '{"id": 1}')""")
        row = connection.execute("SELECT message FROM pgmq.pop('bell')").fetchone()
    assert row == ({"id": 1},)


def test_making_it_again_keeps_everything(cluster: Cluster, prefix: str) -> None:
    with as_login(cluster, prefix, "broker", f"{prefix}_broker") as connection:
        connection.execute("SELECT pgmq.create('kept')")
    assert roles.provision(cluster.admin_url(), prefix) == {}
    with as_login(cluster, prefix, "broker", f"{prefix}_broker") as connection:
        assert connection.execute("SELECT count(*) FROM pgmq.q_kept").fetchone() == (0,)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP DATABASE {prefix}_broker",
        "DROP DATABASE {prefix} WITH (FORCE)",
        "DROP OWNED BY {prefix}_system; DROP ROLE {prefix}_system",
        "GRANT {prefix}_staff TO {prefix}_app WITH INHERIT TRUE",
        "ALTER ROLE {prefix}_app INHERIT",
    ],
)
def test_what_a_kill_half_way_left_out_is_mended(
    cluster: Cluster, admin: psycopg.Connection, prefix: str, damage: str
) -> None:
    for database in (prefix, "postgres"):
        if database != "postgres" and damage.startswith("DROP OWNED"):
            with psycopg.connect(cluster.admin_url(database), autocommit=True) as there:
                there.execute(f"DROP OWNED BY {prefix}_system".encode())
    admin.execute(damage.format(prefix=prefix).encode())
    roles.provision(cluster.admin_url(), prefix)
    with as_login(cluster, prefix, "app") as connection:
        connection.execute(f"SET ROLE {prefix}_system".encode())
        connection.execute("RESET ROLE")
        assert connection.execute("SELECT pg_has_role(%s, 'USAGE')", [f"{prefix}_staff"]).fetchone() == (False,)
    with as_login(cluster, prefix, "broker", f"{prefix}_broker") as connection:
        assert connection.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'pgmq'").fetchone() == (1,)


@pytest.mark.parametrize("attribute", ["SUPERUSER", "BYPASSRLS"])
def test_a_login_that_no_wall_would_hold_is_refused(
    cluster: Cluster, admin: psycopg.Connection, attribute: str
) -> None:
    name = f"p{secrets.token_hex(3)}"
    admin.execute(f"CREATE ROLE {name}_app LOGIN {attribute}".encode())
    with pytest.raises(RuntimeError, match="no wall would hold it"):
        roles.provision(cluster.admin_url(), name)


def test_a_managed_server_whose_administrator_is_no_superuser_will_do(
    cluster: Cluster, admin: psycopg.Connection
) -> None:
    name = f"p{secrets.token_hex(3)}"
    admin.execute(f"CREATE ROLE {name}_rds LOGIN CREATEDB CREATEROLE".encode())
    url = cluster.server.url(f"{name}_rds", "postgres")
    made_up = roles.provision(url, name, passwords={f"{name}_app": "given"})
    assert made_up.keys() == {f"{name}_owner", f"{name}_portal_app", f"{name}_broker"}
    assert roles.provision(url, name, passwords={}) == {}
    with as_login(cluster, name, "app") as connection:
        connection.execute(f"SET ROLE {name}_staff".encode())
        connection.execute("CREATE TEMPORARY TABLE incoming (n int)")


def test_a_url_carries_odd_characters() -> None:
    server = roles.Server(host="/a b/c%d?&#é", port=5432)
    url = server.url("me", "data base", "p@ss:w/rd", application_name="a b")
    assert psycopg.conninfo.conninfo_to_dict(url) == {
        "user": "me",
        "password": "p@ss:w/rd",
        "dbname": "data base",
        "host": "/a b/c%d?&#é",
        "port": "5432",
        "application_name": "a b",
    }

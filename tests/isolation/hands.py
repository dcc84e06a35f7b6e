"""What a vendor's hand may write, asked of the database: nothing in another's name, and only what is open to it.

Each function returns what is wrong. They notice a dropped ``vendor_hand`` policy whatever the table is.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import Error, connection, models, transaction
from psycopg.errors import InsufficientPrivilege

from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from tests.factories.cast import Cast
from tests.factories.everything import tenant_models
from tests.isolation.catalog import PORTAL_WRITES, WRITES_BY_THE_WALL, ask

Rows = dict[type[models.Model], models.Model]
# Tables whose triggers seal a row too, for everybody: an amendment that was withdrawn, an offer that was submitted.
SEALED = {"pilots_pilotamendment", "sourcing_offer"}
# Tables of the vendor as a whole: seen without a grant for any engagement.
OF_THE_VENDOR = {
    "accounts_auditevent",
    "accounts_invitation",
    "accounts_membership",
    "engagements_engagementgrant",  # the person's own, whosever engagement it is
    "finance_invoice",
    "sourcing_brief",  # what the vendor was invited to
    "sourcing_briefinquiry",
    "sourcing_briefinvitation",
    "sourcing_briefquestion",
    "sourcing_clarification",
    "sourcing_priceline",
    "sourcing_offer",
    "sourcing_offeranswer",
    "sourcing_offerprice",
    "vendors_vendor",
    "vendors_vendorfile",
    "vendors_deviation",
    "vendors_questionset",
    "vendors_question",
    "vendors_questionnaire",
    "vendors_answer",
    "vendors_answercomment",
    "vendors_evidence",
    "vendors_evidencerequest",
}


def signed_by_others(cast: Cast, own: Rows) -> list[str]:
    """A vendor's manager adds each row of the house as it is: signed by the client's owner, or decided already. The
    wall itself must refuse it, before any key or check of the table does."""
    found = []
    new = _conditions("vendor_hand_new")
    for model in tenant_models():
        table = model._meta.db_table
        if table in WRITES_BY_THE_WALL or "INSERT" not in PORTAL_WRITES.get(table, set()):
            continue
        if new.get(table) != "true":
            fields = [each for each in model._meta.local_fields if not _is_made(each)]
            values = [each.get_db_prep_save(getattr(own[model], each.attname), connection) for each in fields]
            columns = ", ".join(f'"{each.column}"' for each in fields)
            marks = ", ".join(["%s"] * len(fields))
            with _manager(cast):
                said = _refusal(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', values)
            if said != "wall":
                found.append(f"{table}: a row in another's name is refused by {said or 'nothing'}")
    return found


def changed_one_by_one(cast: Cast) -> list[str]:
    """A vendor's manager writes every column that may be written, unchanged, in each row that is seen: in each table
    the wall itself must refuse some row, or pass it over. What a trigger refuses is no answer of the wall's: it is
    asked first."""
    found = []
    for table in sorted(table for table, verbs in PORTAL_WRITES.items() if "UPDATE" in verbs):
        with _manager(cast):
            said = {pk: _written(table, pk) for pk in _ids(table)}
        if "wall" not in said.values():
            found.append(f"{table}: the wall refuses no row, {said}")
        if table in SEALED and "RestrictViolation" not in said.values():
            found.append(f"{table}: the trigger refuses no row, {said}")
    return found


def seen_without_grant(cast: Cast) -> list[str]:
    """Somebody of the vendor without any grant sees what is the vendor's as a whole, and nothing of an engagement."""
    house = cast.northwind
    found = []
    with context.portal(
        house.pk, vendor=house.vendors["kestrel"].pk, actor=house.vendor_people["inkwell", Role.VENDOR_MANAGER].pk
    ):
        for model in tenant_models():
            table = model._meta.db_table
            if table not in OF_THE_VENDOR and _seen(table):
                found.append(f"{table}: seen without a grant")
    return found


def _manager(cast: Cast) -> Any:
    house = cast.northwind
    actor = house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    return context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=actor)


def _conditions(policy: str) -> dict[str, str]:
    return dict(ask("SELECT tablename, with_check FROM pg_policies WHERE policyname = %s", policy))


def _writable(table: str) -> list[str]:
    rows = ask(
        "SELECT a.attname FROM pg_attribute a CROSS JOIN aclexplode(a.attacl) acl JOIN pg_roles r"
        " ON r.oid = acl.grantee WHERE a.attrelid = %s::regclass AND r.rolname = %s"
        " AND acl.privilege_type = 'UPDATE' ORDER BY 1",
        table,
        f"{settings.DB_ROLE_PREFIX}_portal",
    )
    assert rows, f"{table}: no column may be written"
    return [name for (name,) in rows]


def _refusal(sql: str, values: list[Any]) -> str:
    """What refuses a statement: "" for nothing, "wall" for row-level security, else the error's name. Nothing stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            transaction.set_rollback(True)
    except Error as error:
        by_wall = isinstance(error.__cause__, InsufficientPrivilege) and "row-level security" in str(error)
        return "wall" if by_wall else type(error.__cause__).__name__
    return ""


def _written(table: str, pk: int) -> str:
    """What became of writing a row as it is: "written", "wall" (row-level security, or no row), or an error's name."""
    columns = ", ".join(f'"{name}" = "{name}"' for name in _writable(table))
    sql = f'UPDATE "{table}" SET {columns} WHERE id = {pk}'
    said = _refusal(sql, [])
    return said or ("written" if _count(sql, rows=True) else "wall")


def _ids(table: str) -> list[int]:
    with transaction.atomic():
        return [pk for (pk,) in ask(f'SELECT id FROM "{table}" ORDER BY id')]  # a table's own name


def _count(sql: str, *, rows: bool = False) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.rowcount if rows else cursor.fetchone()[0]
        transaction.set_rollback(True)
    return int(found)


def _seen(table: str) -> bool:
    try:
        return _count(f'SELECT count(*) FROM "{table}"') > 0
    except Error:
        return False


def _is_made(field: Any) -> bool:
    return bool(field.primary_key or getattr(field, "generated", False))

"""What the database itself says about the wall, compared with the models. Each function returns what is wrong."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from foundation.accounts.tenancy.operations import target_of, tenant_keys
from tests.factories.everything import tenant_models

# Tables without a tenant: who may do what, and why they have none.
GLOBAL_GRANTS: dict[str, dict[str, set[str]]] = {
    # who somebody is, before any workspace is known
    "accounts_user": {"identity": {"SELECT", "INSERT", "UPDATE"}, "staff": {"SELECT"}, "portal": {"SELECT"}}
    | {"system": {"SELECT"}},
    "accounts_organization": {"identity": {"SELECT", "INSERT"}, "staff": {"SELECT", "UPDATE"}, "portal": {"SELECT"}}
    | {"system": {"SELECT"}},
    "django_session": {"identity": {"SELECT", "INSERT", "UPDATE", "DELETE"}},
    "account_emailaddress": {"identity": {"SELECT", "INSERT", "UPDATE", "DELETE"}},
    "account_emailconfirmation": {"identity": {"SELECT", "INSERT", "UPDATE", "DELETE"}},
    "mfa_authenticator": {"identity": {"SELECT", "INSERT", "UPDATE", "DELETE"}},
    # rate limits alone
    "accounts_cache": {
        role: {"SELECT", "INSERT", "UPDATE", "DELETE"} for role in ("identity", "staff", "portal", "system")
    },
    # mails of the local set-up, account mails among them
    "outbox_keptmail": {"identity": {"SELECT", "INSERT", "DELETE"}},
    # the framework's own words; nobody writes them
    **{
        table: {role: {"SELECT"} for role in ("identity", "staff", "portal", "system")}
        for table in (
            "django_content_type",
            "auth_permission",
            "auth_group",
            "auth_group_permissions",
            "accounts_user_groups",
            "accounts_user_user_permissions",
            "guardian_userobjectpermission",
            "guardian_groupobjectpermission",
        )
    },
    "django_migrations": {"app": {"SELECT"}},
}
WALLS = {
    "tenant_wall": ("RESTRICTIVE", {"staff", "portal"}),
    "system_wall": ("RESTRICTIVE", {"system"}),
    "allow": ("PERMISSIVE", {"staff", "system", "portal"}),
    "maintenance": ("PERMISSIVE", {"owner"}),
}
CONDITIONS = {
    "tenant_wall": (
        "(organization_id = ( SELECT (current_setting('app.organization_id'::text))::bigint AS current_setting))"
    ),
    "system_wall": (
        "(organization_id = ANY ((( SELECT current_setting('app.organization_ids'::text)"
        " AS current_setting))::bigint[]))"
    ),
}


def problems() -> list[str]:
    """Everything in the catalog that is not as the models demand."""
    found = unknown_tables() + wrong_grants() + leaky_views() + global_problems() + walls_that_read_all()
    for model in tenant_models():
        found += wall_problems(model) + key_problems(model) + index_problems(model)
    return found


def problems_of(table: str) -> list[str]:
    """Of ``problems()`` those of one table's own walls and keys."""
    return [
        problem
        for model in tenant_models()
        if model._meta.db_table == table
        for problem in wall_problems(model) + key_problems(model)
    ]


def ask(sql: str, *args: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return list(cursor.fetchall())


def short(role: str) -> str:
    return role.removeprefix(f"{settings.DB_ROLE_PREFIX}_")


def unknown_tables() -> list[str]:
    known = {m._meta.db_table for m in tenant_models()} | set(GLOBAL_GRANTS)
    modelled = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    tables = {row[0] for row in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    return [f"{name}: neither a tenant's table nor a known global one" for name in sorted((tables | modelled) - known)]


def wall_problems(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    found = []
    [(enabled, forced)] = ask(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", table
    )
    if not (enabled and forced):
        found.append(f"{table}: row-level security is not enabled and forced")
    policies = {
        name: (kind, {short(role) for role in roles}, using, check)
        for name, kind, roles, using, check in ask(
            "SELECT policyname, permissive, roles::text[], qual, with_check FROM pg_policies WHERE tablename = %s",
            table,
        )
    }
    for name, (kind, roles) in WALLS.items():
        if name not in policies:
            found.append(f"{table}: policy {name} is missing")
        elif policies[name][:2] != (kind, roles):
            found.append(f"{table}: policy {name} is {policies[name][:2]}")
        elif name in CONDITIONS and policies[name][2:] != (CONDITIONS[name],) * 2:
            found.append(f"{table}: policy {name} reads {policies[name][2:]}")
    hands = {"INSERT": "vendor_hand_new", "UPDATE": "vendor_hand"}
    found += [
        f"{table}: nothing says what a row must be that the portal writes ({verb})"
        for verb in PORTAL_WRITES.get(table, set())
        if hands[verb] not in policies and table not in WRITES_BY_THE_WALL
    ]
    if table in IDENTITY_READS and "identity" not in policies:
        found.append(f"{table}: identity cannot read it")
    known = set(WALLS) | PORTAL_POLICIES | STAFF_POLICIES.get(table, set()) | {"identity"}
    found += [f"{table}: unknown policy {name}" for name in set(policies) - known]
    found += [
        f"{table}: policy {name} is {policies.get(name)}"
        for name in STAFF_POLICIES.get(table, set())
        if policies.get(name, ())[:2] != ("RESTRICTIVE", {"staff"})
    ]
    demanded = PORTAL_HANDS if PORTAL_WRITES.get(table) and table != "accounts_auditevent" else set()
    demanded = demanded | ({"exit_wall"} if table in SHUT_BY_EXIT else set())
    found += [
        f"{table}: policy {name} of the portal is {policies.get(name)}"
        for name in demanded | (PORTAL_POLICIES & set(policies))
        if policies.get(name, ())[:2] != ("RESTRICTIVE", {"portal"})
    ]
    if "identity" in policies and table not in IDENTITY_READS:
        found.append(f"{table}: identity must not read it")
    return found


# What a row must be that a vendor's person writes; what an exit shuts; and the vendor's wall.
PORTAL_HANDS = {"vendor_hand", "vendor_hand_new"}
PORTAL_POLICIES = {"vendor_wall", "exit_wall"} | PORTAL_HANDS
# What is shut to a partner after the last day of an exit, beside its items: those hang below the engagement's.
SHUT_BY_EXIT = {
    "workitems_workitem",
    "procedures_guide",
    "scorecards_weekreturn",
    "engagements_checkin",
    "engagements_vendorpulse",
    "engagements_clientpulse",
}
# What the client's own people may not see or do yet: offers before their time, another rater's points.
STAFF_POLICIES = {
    "sourcing_offeranswer": {"opened"},
    "sourcing_offerprice": {"opened"},
    "sourcing_score": {"blind", "own_hand", "own_hand_new"},
}
# Global tables whose rows are still not everybody's.
GLOBAL_POLICIES = {
    "accounts_user": {"identity", "colleagues"},
    "accounts_organization": {"identity", "own", "listed"},
}


def global_problems() -> list[str]:
    found = []
    for table, wanted in GLOBAL_POLICIES.items():
        rows = ask(
            "SELECT p.policyname FROM pg_policies p JOIN pg_class c ON c.oid = %s::regclass AND c.relrowsecurity"
            " WHERE p.tablename = %s",
            table,
            table,
        )
        if {name for (name,) in rows} != wanted:
            found.append(f"{table}: policies are {rows}, not {wanted}")
    return found


# The tenant tables that identity reads to know who somebody is.
IDENTITY_READS = {"accounts_membership", "accounts_invitation", "accounts_apitoken", "accounts_supportaccess"} | {
    "inbox_inboundhook"  # the address alone, and whose it is
}


def key_problems(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    definitions = {
        row[0]
        for row in ask("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass", table)
    }
    found = []
    if "PRIMARY KEY (organization_id, id)" not in definitions:
        found.append(f"{table}: the primary key is not (organization_id, id)")
    wanted = {field.column: target_of(field)._meta.db_table for field in tenant_keys(model)}
    wanted |= {column: target for (where, column), target in OPAQUE.items() if where == table}
    for column, target in wanted.items():
        text = f"FOREIGN KEY (organization_id, {column}) REFERENCES {target}(organization_id, id) DEFERRABLE"
        if text not in definitions:
            found.append(f"{table}.{column}: no composite key to {target}")
    for name, field in ((str(f.column), f) for f in model._meta.local_fields):
        opaque = isinstance(field, models.BigIntegerField) and name.endswith("_id") and name not in NO_KEY
        if opaque and name not in wanted:
            found.append(f"{table}.{name}: an opaque id without a composite key")
    return found


# Opaque ids of lower rooms, and the higher rooms' tables that they point at.
OPAQUE = {
    ("accounts_membership", "vendor_id"): "vendors_vendor",
    ("accounts_invitation", "vendor_id"): "vendors_vendor",
    ("accounts_apitoken", "vendor_id"): "vendors_vendor",
    ("outbox_document", "vendor_id"): "vendors_vendor",
    ("outbox_message", "vendor_id"): "vendors_vendor",
    ("outbox_document", "engagement_id"): "engagements_engagement",
    ("outbox_message", "engagement_id"): "engagements_engagement",
    ("engagements_actionitem", "metric_id"): "engagements_metric",
}
# Numbers that look like ids but point at no tenant row (people are global; subjects are of any table).
NO_KEY = {"actor_id", "subject_id", "last_event_id"}


def index_problems(model: type[models.Model]) -> list[str]:
    """A unique key that does not start with the tenant is a probe for what others have."""
    table = model._meta.db_table
    rows = ask("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", table)
    return [
        f"{table}: unique index {name} does not start with organization_id"
        for name, definition in rows
        if "UNIQUE INDEX" in definition and "(organization_id" not in definition
    ]


def wrong_grants() -> list[str]:
    """Grants beyond the verbs of a wall, and grants where there is no wall."""
    found = []
    walled = {row[0] for row in ask("SELECT tablename FROM pg_policies WHERE policyname = 'vendor_wall'")}
    tenant = {m._meta.db_table for m in tenant_models()}
    rows = ask(
        "SELECT table_name, grantee, array_agg(privilege_type::text) FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND grantee <> %s GROUP BY 1, 2",
        f"{settings.DB_ROLE_PREFIX}_owner",
    )
    actual: dict[str, dict[str, set[str]]] = {}
    for table, grantee, verbs in rows + grants_of_columns():
        actual.setdefault(table, {}).setdefault(short(grantee), set()).update(verbs)
    for table, wanted in GLOBAL_GRANTS.items():
        if actual.get(table, {}) != wanted:
            found.append(f"{table}: grants are {actual.get(table)}, not {wanted}")
    for table in tenant:
        for role, verbs in actual.get(table, {}).items():
            found += [f"{table}: {role} {what}" for what in excess(role, verbs, table, has_wall=table in walled)]
    return found


def grants_of_columns() -> list[tuple[Any, ...]]:
    """(table, role, verbs) of tables of which a role may have some columns alone."""
    return ask(
        "SELECT c.relname, r.rolname, array_agg(DISTINCT acl.privilege_type) FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'public'::regnamespace"
        " CROSS JOIN aclexplode(a.attacl) acl JOIN pg_roles r ON r.oid = acl.grantee GROUP BY 1, 2"
    )


# Tables whose vendor's wall itself says who signs a row.
WRITES_BY_THE_WALL: set[str] = {"accounts_auditevent"}
# What the portal may do beside reading; everything else it only sees.
PORTAL_WRITES: dict[str, set[str]] = {
    "accounts_auditevent": {"INSERT"},
    "engagements_checkin": {"INSERT"},
    "engagements_messageread": {"INSERT"},
    "engagements_sharedfile": {"INSERT"},
    "engagements_thread": {"INSERT"},
    "engagements_threadmessage": {"INSERT"},
    "engagements_vendorpulse": {"INSERT"},
    "procedures_acknowledgement": {"INSERT"},
    "procedures_proposal": {"INSERT"},
    "workitems_exclusion": {"INSERT", "UPDATE"},
    "workitems_itemreport": {"INSERT"},
    "workitems_partnerfile": {"INSERT", "UPDATE"},  # the decision alone
    "vendors_vendorfile": {"INSERT"},
    "vendors_evidence": {"INSERT"},
    "vendors_deviation": {"INSERT"},
    "accounts_invitation": {"INSERT", "UPDATE"},
    "accounts_membership": {"UPDATE"},
    "pilots_pilotamendment": {"UPDATE"},  # the vendor's answer alone
    "engagements_actionprogress": {"INSERT"},
    "engagements_invitedgrant": {"INSERT"},
    "exits_taskreport": {"INSERT"},
    "scorecards_acknowledgement": {"INSERT"},
    "scorecards_dispute": {"INSERT"},
    "scorecards_submission": {"INSERT"},
    "vendors_questionnaire": {"UPDATE"},
    "vendors_answer": {"INSERT", "UPDATE"},
    "vendors_answercomment": {"INSERT"},
    "sourcing_briefinquiry": {"INSERT"},
    "sourcing_briefinvitation": {"UPDATE"},
    "sourcing_offer": {"INSERT", "UPDATE"},
    "sourcing_offeranswer": {"INSERT", "UPDATE"},
    "sourcing_offerprice": {"INSERT", "UPDATE"},
}


def excess(role: str, verbs: set[str], table: str, *, has_wall: bool) -> list[str]:
    """What a role may do on a tenant's table and must not."""
    wrong = {
        f"has {verbs}": role not in {"staff", "system", "portal", "identity"}
        or bool(verbs & {"TRUNCATE", "REFERENCES", "TRIGGER"}),
        "reads it without a vendor's wall": role == "portal" and not has_wall,
        f"may {verbs}": (role == "portal" and verbs != {"SELECT"} | PORTAL_WRITES.get(table, set()))
        or (role == "identity" and table not in IDENTITY_READS),
    }
    return [what for what, is_wrong in wrong.items() if is_wrong]


def walls_that_read_all() -> list[str]:
    """Walls that ask whether an item is among all of a partner's, and so read them all at every statement; they ask for
    the one by its key (``EXISTS``)."""
    rows = ask(
        "SELECT tablename, policyname FROM pg_policies WHERE concat(qual, with_check)"
        r" ~ 'IN \( SELECT \w+\.id\s+FROM workitems_(workitem|intakerequest|requestpoint)\M'"
    )
    return [f"{table}: policy {name} reads all items of a partner" for table, name in rows]


def leaky_views() -> list[str]:
    """No view without the caller's rights, and no stored copy of tenants' rows."""
    rows = ask(
        "SELECT relname, relkind, reloptions::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('v', 'm')"
    )
    return [
        f"{name}: a view that looks with its owner's eyes"
        for name, kind, o in rows
        if kind == "m" or "invoker" not in (o or "")
    ]

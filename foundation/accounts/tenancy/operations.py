"""Migration operations that build the wall. Versioned: a released operation is never edited, a new one is added.

Roles are named ``<prefix>_staff`` and so on; the launcher makes them, migrations only grant to them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field, Model

ORGANIZATION = "(SELECT current_setting('app.organization_id')::bigint)"
ORGANIZATIONS = "((SELECT current_setting('app.organization_ids'))::bigint[])"
VENDOR = "(SELECT current_setting('app.vendor_id')::bigint)"
ACTOR = "(SELECT current_setting('app.actor_id')::bigint)"
ALL_VERBS = "SELECT, INSERT, UPDATE, DELETE"

# The engagement's own wall asks for vendor and grant, so whoever points at an engagement inherits both.
BY_ENGAGEMENT = "engagement_id IN (SELECT granted.id FROM engagements_engagement granted)"
BY_VENDOR = f"vendor_id = {VENDOR}"


def target_of(field: Field[Any, Any]) -> type[Model]:
    """The model that a foreign key points at."""
    target: type[Model] = field.remote_field.model  # type: ignore[union-attr]  # only keys are asked
    return target


def roles(*names: str) -> str:
    """The given roles as a comma separated list of database role names."""
    return ", ".join(f"{settings.DB_ROLE_PREFIX}_{name}" for name in names)


def tenant_keys(model: type[Model]) -> list[Field[Any, Any]]:
    """The foreign keys of a model that point at a tenant table."""
    found = []
    for field in model._meta.local_fields:
        target = field.remote_field.model if field.remote_field else None
        if target and field.name != "organization" and any(f.name == "organization" for f in target._meta.local_fields):
            found.append(field)
    return found


class _Sql(Operation):
    """An operation on the database alone."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models' state does not change."""

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        raise NotImplementedError("A wall is not taken down by migrating back; restore a backup.")


class TenantTable(_Sql):
    """Turn a table into a tenant's: composite key, composite foreign keys, row-level security and grants.

    ``portal`` is the condition (SQL) under which a vendor's people see a row; None keeps the portal out.
    ``staff`` and ``system`` are the verbs granted; an append-only table gets ``"SELECT, INSERT"``.
    """

    def __init__(
        self,
        name: str,
        *,
        portal: str | None = None,
        portal_verbs: str = "SELECT",
        staff: str = ALL_VERBS,
        system: str = ALL_VERBS,
    ) -> None:
        self.name = name
        self.portal = portal
        self.portal_verbs = portal_verbs
        self.staff = staff
        self.system = system

    def describe(self) -> str:
        return f"Put the wall between tenants around {self.name}"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        run = schema_editor.execute
        run(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey"')
        run(f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (organization_id, id)')
        for field in tenant_keys(model):
            add_tenant_key(schema_editor, table, field)
        run(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        run(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        run(f'CREATE POLICY allow ON "{table}" TO {roles("staff", "system", "portal")} USING (true) WITH CHECK (true)')
        for name, who, condition in (
            ("tenant_wall", roles("staff", "portal"), f"organization_id = {ORGANIZATION}"),
            ("system_wall", roles("system"), f"organization_id = ANY ({ORGANIZATIONS})"),
        ):
            run(
                f'CREATE POLICY {name} ON "{table}" AS RESTRICTIVE TO {who}'
                f" USING ({condition}) WITH CHECK ({condition})"
            )
        maintenance = "current_setting('app.maintenance', true) = 'on'"
        run(
            f'CREATE POLICY maintenance ON "{table}" TO {roles("owner")}'
            f" USING ({maintenance}) WITH CHECK ({maintenance})"
        )
        run(f'GRANT {self.staff} ON "{table}" TO {roles("staff")}')
        run(f'GRANT {self.system} ON "{table}" TO {roles("system")}')
        if self.portal is not None:
            open_to_portal(schema_editor, table, self.portal, self.portal_verbs)


class PortalTable(_Sql):
    """Open a lower room's table to the portal, under a condition that only this higher room can state."""

    def __init__(self, table: str, *, portal: str, portal_verbs: str = "SELECT") -> None:
        self.table = table
        self.portal = portal
        self.portal_verbs = portal_verbs

    def describe(self) -> str:
        return f"Open {self.table} to the portal behind the vendor's wall"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        open_to_portal(schema_editor, self.table, self.portal, self.portal_verbs)


class PortalWrites(_Sql):
    """Let a vendor's people write in a table that their wall stands around: which verbs, and what a row must then be.

    ``verbs`` are privileges as ``GRANT`` takes them ("INSERT", "UPDATE (answer, note)"); ``condition`` is asked of each
    row that is written, beyond the wall: who signs it, for instance.
    """

    def __init__(self, table: str, *, verbs: str, condition: str = "true") -> None:
        self.table = table
        self.verbs = verbs
        self.condition = condition

    def describe(self) -> str:
        return f"Let the portal write in {self.table}"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        portal = roles("portal")
        schema_editor.execute(
            f'CREATE POLICY vendor_hand_new ON "{self.table}" AS RESTRICTIVE FOR INSERT TO {portal}'
            f" WITH CHECK ({self.condition})"
        )
        schema_editor.execute(
            f'CREATE POLICY vendor_hand ON "{self.table}" AS RESTRICTIVE FOR UPDATE TO {portal}'
            f" USING (true) WITH CHECK ({self.condition})"
        )
        schema_editor.execute(f'GRANT {self.verbs} ON "{self.table}" TO {portal}')


class TenantKey(_Sql):
    """The composite foreign key and its index for a TenantForeignKey that came after the table."""

    def __init__(self, model: str, field: str) -> None:
        self.model = model
        self.field = field

    def describe(self) -> str:
        return f"Wall the key {self.model}.{self.field}"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        add_tenant_key(schema_editor, model._meta.db_table, model._meta.get_field(self.field))


class OpaqueKey(_Sql):
    """The composite foreign key of a lower room's opaque id column to a higher room's table."""

    def __init__(self, table: str, column: str, target: str) -> None:
        self.table = table
        self.column = column
        self.target = target

    def describe(self) -> str:
        return f"Wall the key {self.table}.{self.column}"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        _composite_key(schema_editor, self.table, self.column, self.target)


class Grants(_Sql):
    """Plain SQL with ``{staff}``, ``{portal}``, ``{system}``, ``{identity}``, ``{owner}`` and ``{app}`` as role
    names."""

    def __init__(self, *statements: str) -> None:
        self.statements = statements

    def describe(self) -> str:
        return f"Grant: {len(self.statements)} statements"

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        names = {name: roles(name) for name in ("staff", "portal", "system", "identity", "owner", "app")}
        for statement in self.statements:
            schema_editor.execute(statement.format(**names), params=None)


def add_tenant_key(schema_editor: BaseDatabaseSchemaEditor, table: str, field: Field[Any, Any]) -> None:
    """Add the composite key for one field.

    Raises:
        ValueError: when the field would also make a plain key, which ignores row-level security.
    """
    if field.db_constraint:  # type: ignore[attr-defined]  # every field here is a ForeignKey
        raise ValueError(f"{table}.{field.column} must be a TenantForeignKey")
    _composite_key(schema_editor, table, str(field.column), target_of(field)._meta.db_table)


def open_to_portal(schema_editor: BaseDatabaseSchemaEditor, table: str, condition: str, verbs: str) -> None:
    """Build the vendor's wall on a table, then let the portal in."""
    schema_editor.execute(
        f'CREATE POLICY vendor_wall ON "{table}" AS RESTRICTIVE TO {roles("portal")}'
        f" USING ({condition}) WITH CHECK ({condition})"
    )
    schema_editor.execute(f'GRANT {verbs} ON "{table}" TO {roles("portal")}')


def _composite_key(schema_editor: BaseDatabaseSchemaEditor, table: str, column: str, target: str) -> None:
    name = f"{table}_{column}_wall"
    schema_editor.execute(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (organization_id, "{column}")'
        f' REFERENCES "{target}" (organization_id, id) DEFERRABLE INITIALLY IMMEDIATE'
    )
    schema_editor.execute(f'CREATE INDEX "{name}_idx" ON "{table}" (organization_id, "{column}")')

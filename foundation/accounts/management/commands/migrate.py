"""Django's own command, run as the role that owns the tables, and quick from an empty database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

ADDS: Final = (AddField, AddIndex, AddConstraint)


class Command(migrate.Command):
    """As the owner of the tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        with connections[options["database"]].as_owner():  # type: ignore[attr-defined]  # our backend
            super().handle(*args, **options)


class CreateTables(Operation):
    """New models and what the same migration adds to them, rendered once when all is known: tables are made whole."""

    def __init__(self) -> None:
        self.operations: list[Operation] = []
        self.created: set[str] = set()

    def take(self, operation: Operation) -> bool:
        """Takes the operation in, if it makes a table or adds to one of those made here."""
        if isinstance(operation, CreateModel):
            self.created.add(operation.name_lower)
        elif not (isinstance(operation, ADDS) and operation.model_name.lower() in self.created):
            return False
        self.operations.append(operation)
        return True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Adds the models; what was rendered before is rendered anew with them."""
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Makes the tables; the keys between them follow when the migration ends."""
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)


class Executor(MigrationExecutor):
    """Django's, but a migration's new tables are made at once, with the columns, indexes and constraints it gives them.

    For each operation Django renders all models anew that the touched one is related to, here nearly all of 190: more
    than a minute of processor time from an empty database. What is made is the same.
    """

    def apply_migration(self, state: ProjectState, migration: Migration, *args: Any, **options: Any) -> ProjectState:
        """Applies the migration with its operations joined."""
        vars(migration)["operations"] = joined(migration.operations)
        return super().apply_migration(state, migration, *args, **options)


def joined(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations, those that make tables one after another taken together."""
    found: list[Operation] = []
    for operation in operations:
        if isinstance(operation, CreateModel) and not (found and isinstance(found[-1], CreateTables)):
            found.append(CreateTables())
        if not (found and isinstance(found[-1], CreateTables) and found[-1].take(operation)):
            found.append(operation)
    return found


vars(migrate)["MigrationExecutor"] = Executor  # the command has no other way to be given one

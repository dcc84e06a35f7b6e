"""The migrate command makes a migration's tables at once; what the models are is left as the files say."""

from __future__ import annotations

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField, AlterField, CreateModel, RunSQL
from django.db.migrations.state import ProjectState
from django.db.models import BigAutoField, TextField

from foundation.accounts.management.commands.migrate import CreateTables, joined


def made(name: str) -> CreateModel:
    """A model that has a key and nothing else."""
    return CreateModel(name, [("id", BigAutoField(primary_key=True))])


def test_new_tables_are_taken_together_with_what_is_added_to_them() -> None:
    one, two, text, wall = made("One"), made("Two"), AddField("One", "text", TextField()), RunSQL("SELECT 1")
    foreign, changed, three = (
        AddField("Old", "text", TextField()),
        AlterField("One", "text", TextField()),
        made("Three"),
    )
    first, *others, last = joined([one, two, text, wall, foreign, changed, three])
    assert isinstance(first, CreateTables)
    assert first.operations == [one, two, text]
    assert others == [wall, foreign, changed]
    assert isinstance(last, CreateTables)
    assert last.operations == [three]


def test_every_migration_says_the_same_of_the_models() -> None:
    loader = MigrationLoader(None)
    plain, taken, groups = ProjectState(real_apps=loader.unmigrated_apps), ProjectState(), 0
    taken.real_apps = plain.real_apps
    for key in dict.fromkeys(key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)):
        migration = loader.graph.nodes[key]
        operations = joined(migration.operations)
        groups += sum(isinstance(each, CreateTables) for each in operations)
        for operation in migration.operations:
            operation.state_forwards(migration.app_label, plain)
        for operation in operations:
            operation.state_forwards(migration.app_label, taken)
    assert groups > 30
    assert MigrationAutodetector(plain, taken).changes(loader.graph) == {}
    assert {key: list(model.fields) for key, model in plain.models.items()} == {
        key: list(model.fields) for key, model in taken.models.items()
    }
    assert len(taken.models) > 180

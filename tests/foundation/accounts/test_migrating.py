"""Migrations render no more models than they change, and those as Django does."""

from __future__ import annotations

from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from foundation.accounts.tenancy.migrating import QuickExecutor, QuickState

THERE = ModelState("accounts", "Organization", [("id", models.BigAutoField(primary_key=True))])
NEW = ModelState(
    "accounts",
    "Thing",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("organization", models.ForeignKey("accounts.Organization", models.CASCADE, related_name="things")),
        ("size", models.IntegerField()),
    ],
    {"indexes": [], "constraints": []},
)
POSITIVE = models.CheckConstraint(condition=models.Q(size__gt=0), name="accounts_thing_positive")


def grown(state: ProjectState) -> ProjectState:
    """A state that is rendered, then gets a model, a constraint and a field."""
    state.add_model(THERE.clone())
    assert state.apps is not None
    state.add_model(NEW.clone())
    state.add_constraint("accounts", "thing", POSITIVE)
    colour = models.CharField(max_length=9, default="")
    state.add_field("accounts", "thing", "colour", colour, preserve_default=False)
    owner = models.ForeignKey("accounts.Organization", models.CASCADE, null=True, related_name="owned")
    state.add_field("accounts", "thing", "owner", owner, preserve_default=True)
    others = models.ManyToManyField("accounts.Thing")
    state.add_field("accounts", "organization", "others", others, preserve_default=True)
    return state


def played(state: ProjectState, loader: MigrationLoader) -> ProjectState:
    """Every migration's operations, in their order, on a state."""
    for key in dict.fromkeys(key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)):
        for operation in loader.graph.nodes[key].operations:
            operation.state_forwards(loader.graph.nodes[key].app_label, state)
    return state


def rendered(state: ProjectState) -> dict[str, tuple[list[str], list[str]]]:
    """Every rendered model with its fields and relations back, and its constraints."""
    return {
        model._meta.label: (
            sorted(
                f"{field.name}>{field.related_model and field.related_model.__name__}"
                for field in model._meta.get_fields()
            ),
            [constraint.name for constraint in model._meta.constraints],
        )
        for model in state.apps.get_models()
    }


def test_it_comes_to_what_django_renders() -> None:
    quick, django = grown(QuickState()), grown(ProjectState())
    assert rendered(quick) == rendered(django)
    assert rendered(quick)["accounts.Organization"][0] == ["id>None", "others>Thing", "owned>Thing", "things>Thing"]
    assert quick.apps.get_model("accounts", "Thing")._meta.get_field("colour").default is models.NOT_PROVIDED
    assert rendered(quick)["accounts.Thing"][1] == ["accounts_thing_positive"]
    assert quick == django


def test_all_migrations_come_to_the_models_that_django_renders() -> None:
    loader = MigrationLoader(None)
    django = played(ProjectState(real_apps=loader.unmigrated_apps), loader)
    quick = QuickState(real_apps=loader.unmigrated_apps)
    assert quick.apps is not None  # from now on each operation renders
    assert rendered(played(quick, loader)) == rendered(django)
    assert len(rendered(django)) > 180


def test_what_did_not_change_is_not_rendered_again() -> None:
    state = QuickState()
    state.add_model(THERE.clone())
    before = state.apps.get_model("accounts", "Organization")
    state.add_model(NEW.clone())
    thing = state.apps.get_model("accounts", "Thing")
    state.add_constraint("accounts", "thing", POSITIVE)
    assert state.apps.get_model("accounts", "Organization") is before
    assert state.apps.get_model("accounts", "Thing") is thing
    state.add_field("accounts", "thing", "colour", models.CharField(max_length=9), preserve_default=True)
    assert state.apps.get_model("accounts", "Thing") is thing
    assert thing._meta.constraints == [POSITIVE]
    assert [field.name for field in thing._meta.fields] == ["id", "organization", "size", "colour"]


def test_a_copy_is_as_quick_and_playing_begins_with_one() -> None:
    state = grown(QuickState()).clone()
    assert type(state) is QuickState
    assert rendered(state) == rendered(grown(QuickState()))
    assert type(QuickExecutor(None)._create_project_state()) is QuickState  # noqa: SLF001 - what the command asks it

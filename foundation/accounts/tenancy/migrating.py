"""Plays migrations in a fraction of the time: Django renders all models anew for each that it adds or changes.

Every tenant table points at Organization, so "whatever is related" is all of them: a hundred models at each of four
hundred operations. What only adds needs less. A model that is new is rendered alone, since nothing points at it yet; a
field, a constraint or an index is put on the rendered model. What changes or takes away is rendered as Django does it.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class QuickState(ProjectState):
    """A project's state that renders no more than what changed."""

    def clone(self) -> QuickState:
        """A copy of the same kind."""
        made = super().clone()
        quick = QuickState(made.models, made.real_apps)
        if "apps" in made.__dict__:
            quick.apps = made.apps
        quick.is_delayed = made.is_delayed
        return quick

    def _find_reload_model(
        self,
        app_label: str,
        model_name: str,
        delay: bool = False,  # noqa: FBT001, FBT002 - Django's own
    ) -> set[tuple[str, str]]:
        try:
            self.apps.get_model(app_label, model_name)
        except LookupError:
            return {(app_label, model_name)}
        found: set[tuple[str, str]] = super()._find_reload_model(app_label, model_name, delay)  # type: ignore[misc]  # not in the stubs
        return found

    def add_field(self, app_label: str, model_name: str, name: str, field: Any, preserve_default: Any) -> None:
        """Put a field on the model; one of many to many brings a table with it, and is left to Django."""
        apps = self.__dict__.pop("apps", None) if not field.many_to_many else None
        super().add_field(app_label, model_name, name, field, preserve_default)
        if apps is not None:
            self.apps = apps
            apps.get_model(app_label, model_name).add_to_class(
                name, self.models[app_label, model_name].fields[name].clone()
            )

    def _append_option(self, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
        options = self.models[app_label, model_name].options
        options[option_name] = [*options[option_name], obj]
        if "apps" in self.__dict__:
            setattr(self.apps.get_model(app_label, model_name)._meta, option_name, options[option_name])


class QuickExecutor(MigrationExecutor):
    """Plays migrations on such a state."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:  # noqa: FBT001, FBT002 - Django's own
        made: ProjectState = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]  # not in the stubs
        return QuickState(made.models, made.real_apps)

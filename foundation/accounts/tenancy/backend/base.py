"""Django's PostgreSQL backend, with the tenancy scope applied at every BEGIN and an owner mode for migrations."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, features
from django.db.models import Model

from foundation.accounts.tenancy.backend.creation import DatabaseCreation


class DatabaseFeatures(features.DatabaseFeatures):
    """PostgreSQL's features, less one assumption about primary keys."""

    def allows_group_by_selected_pks_on_model(self, model: type[Model]) -> bool:
        """False: Django believes ``id`` is the primary key, PostgreSQL knows (organization_id, id)."""
        return False


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection that is the login role by default and the owner inside ``as_owner``."""

    features_class = DatabaseFeatures
    creation_class = DatabaseCreation
    is_owner = False

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's signature
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if autocommit or self.is_owner:
            return
        from foundation.accounts.tenancy import context  # noqa: PLC0415  # the app registry is not ready when backends load

        if context.current() is not context.NOBODY:
            context.apply(self, context.current())

    @contextlib.contextmanager
    def as_owner(self) -> Iterator[None]:
        """Reconnect as the role that owns the tables, for migrate, flush and the making of test databases.

        Raises:
            ImproperlyConfigured: when this process was not given the owner's credentials.
        """
        if self.is_owner:
            yield
            return
        if not settings.DATABASE_OWNER:
            raise ImproperlyConfigured("DATABASE_OWNER_URL is needed here: only migrate and test processes have it.")
        if self.in_atomic_block:
            raise ImproperlyConfigured("as_owner() cannot start inside a transaction.")
        self.close()
        kept: dict[str, Any] = {name: self.settings_dict[name] for name in settings.DATABASE_OWNER}
        self.settings_dict.update(settings.DATABASE_OWNER)
        self.is_owner = True
        try:
            yield
        finally:
            self.close()
            self.settings_dict.update(kept)
            self.is_owner = False

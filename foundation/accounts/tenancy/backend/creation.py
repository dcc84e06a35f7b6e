"""Test databases are made and dropped by the owner; the tests themselves run as the login role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql import creation

if TYPE_CHECKING:
    from foundation.accounts.tenancy.backend.base import DatabaseWrapper


class DatabaseCreation(creation.DatabaseCreation):
    """Makes and drops test databases as the owner."""

    connection: DatabaseWrapper

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        with self.connection.as_owner():
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        with self.connection.as_owner():
            super().destroy_test_db(*args, **kwargs)

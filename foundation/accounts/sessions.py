"""Sessions in the database, read and written as ``identity`` whatever the request is doing."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from foundation.accounts.tenancy.context import identity


class SessionStore(db.SessionStore):
    """Django's database sessions, as ``identity``."""

    def load(self) -> dict[str, Any]:
        with identity():
            return super().load()

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's signature
        with identity():
            super().save(must_create)

    def delete(self, session_key: str | None = None) -> None:
        with identity():
            super().delete(session_key)

    def exists(self, session_key: str) -> bool:
        with identity():
            return super().exists(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        with identity():
            super().clear_expired()

    @classmethod
    def get_model_class(cls) -> Any:
        from django.contrib.sessions.models import Session  # noqa: PLC0415  # sessions load before the app registry is ready

        return Session

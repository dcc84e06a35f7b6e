from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """This room. Says how the API's door looks in its description."""

    name = "foundation.accounts"
    label = "accounts"
    verbose_name = _("People and tenants")

    def ready(self) -> None:
        # The description finds its extensions only among modules that were loaded.
        import_module("foundation.accounts.api.schema")

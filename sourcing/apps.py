from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcingConfig(AppConfig):
    """This room."""

    name = "sourcing"
    label = "sourcing"
    verbose_name = _("Sourcing")

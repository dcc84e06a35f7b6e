from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExitsConfig(AppConfig):
    """This room."""

    name = "exits"
    label = "exits"
    verbose_name = _("Exits")

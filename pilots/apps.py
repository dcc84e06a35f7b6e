from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PilotsConfig(AppConfig):
    """This room."""

    name = "pilots"
    label = "pilots"
    verbose_name = _("Pilots")

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    """This room."""

    name = "procedures"
    label = "procedures"
    verbose_name = _("Procedures")

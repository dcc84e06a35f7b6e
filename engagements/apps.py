from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    """This room."""

    name = "engagements"
    label = "engagements"
    verbose_name = _("Engagements")

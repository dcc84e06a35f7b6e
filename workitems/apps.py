from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkitemsConfig(AppConfig):
    """This room."""

    name = "workitems"
    label = "workitems"
    verbose_name = _("Work items")

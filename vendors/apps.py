from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VendorsConfig(AppConfig):
    """This room."""

    name = "vendors"
    label = "vendors"
    verbose_name = _("Vendors")

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardsConfig(AppConfig):
    """This room."""

    name = "scorecards"
    label = "scorecards"
    verbose_name = _("Scorecards")

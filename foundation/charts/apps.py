from django.apps import AppConfig


class ChartsConfig(AppConfig):
    """How figures look: pure SVG functions and their template tags; no models."""

    name = "foundation.charts"
    label = "charts"
    verbose_name = "Charts"

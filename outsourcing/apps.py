from __future__ import annotations

from django.apps import AppConfig


class OutsourcingConfig(AppConfig):
    """Fills the slots once every room is loaded."""

    name = "outsourcing"
    label = "outsourcing"

    def ready(self) -> None:
        from outsourcing.wiring import fill_slots  # noqa: PLC0415  # the registry is complete only now

        fill_slots()

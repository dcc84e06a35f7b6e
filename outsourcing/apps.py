from __future__ import annotations

from django.apps import AppConfig


class OutsourcingConfig(AppConfig):
    name = "outsourcing"
    label = "outsourcing"

    def ready(self) -> None:
        from outsourcing.wiring import fill_slots  # the registry is complete only now

        fill_slots()

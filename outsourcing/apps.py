from __future__ import annotations

from django.apps import AppConfig


class OutsourcingConfig(AppConfig):
    """Fills the slots and finds the tasks once every room is loaded."""

    name = "outsourcing"
    label = "outsourcing"

    def ready(self) -> None:
        # The registry is complete only now. Every process may start a job, so every one knows the handlers.
        from outsourcing.celery import app  # noqa: PLC0415
        from outsourcing.wiring import fill_slots, register_contributions  # noqa: PLC0415

        fill_slots()
        register_contributions()
        app.autodiscover_tasks(force=True)

"""What this room asks before the pilot is over."""

from importlib import import_module

CHECKS = ("pilot_verdict",)

for _name in CHECKS:
    import_module(f"{__name__}.{_name}")

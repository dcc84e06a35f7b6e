"""What this room asks before work goes live."""

from importlib import import_module

CHECKS = ("exit_plan_kept",)

for _name in CHECKS:
    import_module(f"{__name__}.{_name}")

"""What this room asks before the pilot ends, before work goes live and before it is left."""

from importlib import import_module

CHECKS = ("exit_drilled", "exit_plan_kept", "exit_under_way")

for _name in CHECKS:
    import_module(f"{__name__}.{_name}")

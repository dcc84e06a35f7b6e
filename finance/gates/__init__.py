"""What this room asks before a partner is chosen."""

from importlib import import_module

CHECKS = ("business_case_approved",)

for _name in CHECKS:
    import_module(f"{__name__}.{_name}")

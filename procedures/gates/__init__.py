"""What this room asks before the work goes live, loaded in the order in which a board shows it."""

from importlib import import_module

CHECKS = ("sop_in_force", "sop_acknowledged", "training_done", "rehearsal_signed_off", "parity_checked")

for _name in CHECKS:
    import_module(f"{__name__}.{_name}")

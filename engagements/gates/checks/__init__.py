"""This room's own checks, loaded in the order in which a board shows them."""

from importlib import import_module

CHECKS = (
    "outcome_exists",
    "metrics_have_baseline_and_target",
    "metrics_five_to_seven",
    "process_described",
    "segments_have_volume",
    "coverage_stated",
    "communication_planned",
    "place_approved",
    "process_mature",
    "raci_complete",
    "service_levels_agreed",
    "levels_serve_outcomes",
    "quality_scoring_written",
    "data_protection_written",
    "exclusions_decided",
    "assumptions_decided",
    "business_case_approved",
    "partner_chosen",
    "single_contact_named",
    "partner_roles_held",
    "partner_agreed",
    "data_class_stated",
    "dpa_signed",
    "soc2_in_force",
    "iso_in_force",
    "pilot_verdict",
    "exit_plan_kept",
)

for _name in CHECKS:
    import_module(f"{__name__}.{_name}")

"""This room's own parts, registered in the order in which they are applied: what is referred to comes first."""

from django.utils.translation import gettext_lazy as _

from engagements.patterns.parts import (
    agreements,
    coverage,
    levels,
    norms,
    outcomes,
    places,
    process,
    roles,
    rules,
    scope,
)
from engagements.patterns.registry import part

part("process", _("Process"), apply=process.apply, export=process.export)
part("norms", _("How you talk"), apply=norms.apply, export=norms.export)
part("coverage", _("Coverage"), apply=coverage.apply, export=coverage.export)
part("outcomes", _("Outcomes and metrics"), apply=outcomes.apply, export=outcomes.export)
part("segments", _("Segments"), apply=scope.apply_segments, export=scope.export_segments)
part("communication", _("Communication plan"), apply=scope.apply_communication, export=scope.export_communication)
part("triage", _("Triage rubric"), apply=scope.apply_triage, export=scope.export_triage)
part("places", _("Places for data"), apply=places.apply_places, export=places.export_places)
part("tools", _("Tools"), apply=places.apply_tools, export=places.export_tools)
part("levels", _("Service levels"), apply=levels.apply, export=levels.export)
part("roles", _("Roles and decisions"), apply=roles.apply, export=roles.export)
part("rules", _("Rules in writing"), apply=rules.apply, export=rules.export)
part("exclusions", _("Exclusions"), apply=agreements.apply_exclusions, export=agreements.export_exclusions)
part("assumptions", _("Assumptions"), apply=agreements.apply_assumptions, export=agreements.export_assumptions)

"""What a person may do: permissions are an enum, roles a table, one function checks. Pure.

Roles of the client's people: owner, ops lead, analyst, finance, viewer. Of the partner's: vendor manager, vendor agent.
"""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that somebody may be allowed to do in a workspace."""

    VIEW = "view"
    EDIT_AGREEMENTS = "edit_agreements"
    OVERRIDE_GATE = "override_gate"
    IMPORT_ITEMS = "import_items"
    ENTER_FIGURES = "enter_figures"
    CLAIM_EXCLUSION = "claim_exclusion"
    APPROVE_EXCLUSION = "approve_exclusion"
    WRITE_ACTIONS = "write_actions"
    ISSUE_SCORECARD = "issue_scorecard"
    MANAGE_SCHEDULES = "manage_schedules"
    MANAGE_DELIVERIES = "manage_deliveries"
    EDIT_INVOICES = "edit_invoices"
    EDIT_CASES = "edit_cases"
    APPROVE_CASES = "approve_cases"
    RUN_EXITS = "run_exits"
    ERASE_DATA = "erase_data"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_WORKSPACE = "manage_workspace"
    MANAGE_TOKENS = "manage_tokens"
    VIEW_AUDIT = "view_audit"
    PORTAL_VIEW = "portal_view"
    PORTAL_WORK = "portal_work"
    PORTAL_MANAGE = "portal_manage"

    @property
    def is_portal(self) -> bool:
        """True for what only a partner's people may do, in their portal."""
        return self in PORTAL_PERMISSIONS


# See the portal; answer, upload and submit; invite colleagues and speak for the partner.
PORTAL_PERMISSIONS = frozenset({Permission.PORTAL_VIEW, Permission.PORTAL_WORK, Permission.PORTAL_MANAGE})


class Role(StrEnum):
    """What a membership makes of a person."""

    OWNER = "owner"
    OPS_LEAD = "ops_lead"
    ANALYST = "analyst"
    FINANCE = "finance"
    VIEWER = "viewer"
    VENDOR_MANAGER = "vendor_manager"
    VENDOR_AGENT = "vendor_agent"

    @property
    def is_vendor(self) -> bool:
        """True for the partner's people, who see the portal alone."""
        return self in VENDOR_ROLES


VENDOR_ROLES = frozenset({Role.VENDOR_MANAGER, Role.VENDOR_AGENT})
STAFF_ROLES = frozenset(Role) - VENDOR_ROLES

_ANALYST = {
    Permission.VIEW,
    Permission.IMPORT_ITEMS,
    Permission.ENTER_FIGURES,
    Permission.CLAIM_EXCLUSION,
    Permission.WRITE_ACTIONS,
}
_OPS_LEAD = _ANALYST | {
    Permission.EDIT_AGREEMENTS,
    Permission.OVERRIDE_GATE,
    Permission.APPROVE_EXCLUSION,
    Permission.ISSUE_SCORECARD,
    Permission.MANAGE_SCHEDULES,
    Permission.MANAGE_DELIVERIES,
    Permission.EDIT_INVOICES,
    Permission.EDIT_CASES,
    Permission.RUN_EXITS,
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission) - PORTAL_PERMISSIONS,
    Role.OPS_LEAD: frozenset(_OPS_LEAD),
    Role.ANALYST: frozenset(_ANALYST),
    Role.FINANCE: frozenset(
        {
            Permission.VIEW,
            Permission.APPROVE_EXCLUSION,
            Permission.EDIT_CASES,
            Permission.APPROVE_CASES,
            Permission.EDIT_INVOICES,
        }
    ),
    Role.VIEWER: frozenset({Permission.VIEW}),
    Role.VENDOR_MANAGER: PORTAL_PERMISSIONS,
    Role.VENDOR_AGENT: PORTAL_PERMISSIONS - {Permission.PORTAL_MANAGE},
}


def may(role: str, permission: Permission) -> bool:
    """Whether a role carries a permission; an unknown role carries none."""
    try:
        return permission in PERMISSIONS[Role(role)]
    except ValueError:
        return False

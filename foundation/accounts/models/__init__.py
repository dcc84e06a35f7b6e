"""Who is looking: people, organizations and what ties them together."""

from foundation.accounts.models.audit import AuditEvent, AuditSeal
from foundation.accounts.models.memberships import ApiToken, Invitation, Membership
from foundation.accounts.models.organizations import Organization
from foundation.accounts.models.support import SupportAccess
from foundation.accounts.models.users import User

__all__ = ["ApiToken", "AuditEvent", "AuditSeal", "Invitation", "Membership", "Organization", "SupportAccess", "User"]

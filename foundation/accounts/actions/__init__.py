"""What changes who may see what."""

from foundation.accounts.actions.invitations import accept_invitation, invite, renew_invitation, revoke_invitation
from foundation.accounts.actions.organizations import change_organization, create_organization
from foundation.accounts.actions.people import change_role, end_membership, make_person
from foundation.accounts.actions.seals import seal_audit_log
from foundation.accounts.actions.support import approve_support, end_support, request_support
from foundation.accounts.actions.tokens import create_token, revoke_token

__all__ = [
    "accept_invitation",
    "approve_support",
    "change_organization",
    "change_role",
    "create_organization",
    "create_token",
    "end_membership",
    "end_support",
    "invite",
    "make_person",
    "renew_invitation",
    "request_support",
    "revoke_invitation",
    "revoke_token",
    "seal_audit_log",
]

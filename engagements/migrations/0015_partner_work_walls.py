"""The wall around what the partner's people do: a manager lets colleagues in, at most to what they follow themselves, and
takes their place away; whoever owns an action says how it goes."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import (
    ACTOR,
    BY_ENGAGEMENT,
    BY_VENDOR,
    Grants,
    PortalTable,
    PortalWrites,
    TenantTable,
)

APPENDED = "SELECT, INSERT"
# Not the hash of the secret.
INVITATION = (
    "id, organization_id, email, role, vendor_id, invited_by_id, created_at, expires_at, accepted_at, accepted_by_id,"
    " revoked_at"
)
OWN_INVITATION = "invitation_id IN (SELECT own.id FROM accounts_invitation own)"
OWN_PEOPLE = "owner_id IN (SELECT own.user_id FROM accounts_membership own)"
OWN_ACTION = "action_item_id IN (SELECT own.id FROM engagements_actionitem own)"


class Migration(migrations.Migration):
    dependencies = [("engagements", "0014_partner_work"), ("accounts", "0004_portal_audit")]

    operations: list[Any] = [
        PortalTable("accounts_invitation", portal=BY_VENDOR, portal_verbs=f"SELECT ({INVITATION})"),
        Grants(
            "CREATE POLICY vendor_hand_new ON accounts_invitation AS RESTRICTIVE FOR INSERT TO {portal}"
            f" WITH CHECK (accepted_by_id IS NULL AND invited_by_id = {ACTOR})",
            "CREATE POLICY vendor_hand ON accounts_invitation AS RESTRICTIVE FOR UPDATE TO {portal}"
            " USING (true) WITH CHECK (accepted_by_id IS NULL)",
            "GRANT INSERT, UPDATE (revoked_at) ON accounts_invitation TO {portal}",
        ),
        PortalWrites("accounts_membership", verbs="UPDATE (left_at)", condition=f"user_id <> {ACTOR}"),
        # What is offered to a colleague is an engagement that the wall shows to who offers it.
        TenantTable("InvitedGrant", portal=f"{BY_ENGAGEMENT} AND {OWN_INVITATION}", staff=APPENDED, system=APPENDED),
        PortalWrites("engagements_invitedgrant", verbs="INSERT"),
        PortalTable("engagements_actionitem", portal=f"{BY_ENGAGEMENT} AND {OWN_PEOPLE}"),
        TenantTable("ActionProgress", portal=f"{BY_ENGAGEMENT} AND {OWN_ACTION}", staff=APPENDED, system=APPENDED),
        PortalWrites("engagements_actionprogress", verbs="INSERT", condition=f"written_by_id = {ACTOR}"),
        Grants(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON engagements_actionprogress"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        ),
    ]

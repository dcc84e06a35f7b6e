"""The wall around working together: both sides write, nobody takes away, and the client's pulse stays hidden in time."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import (
    ACTOR,
    BY_ENGAGEMENT,
    Grants,
    PortalTable,
    PortalWrites,
    TenantTable,
)

APPENDED = "SELECT, INSERT"
# The client's answer opens when the vendor has answered for the month too, or the month is over.
OPEN_TO_BOTH = (
    "(ends_at <= now() OR EXISTS (SELECT 1 FROM engagements_vendorpulse answered"
    " WHERE answered.engagement_id = engagements_clientpulse.engagement_id"
    " AND answered.month = engagements_clientpulse.month))"
)


def signed(column: str) -> str:
    """Whoever writes in the portal signs as the vendor's side, and as themselves."""
    return f"side = 'vendor' AND {column} = {ACTOR}"


class Migration(migrations.Migration):
    dependencies = [("engagements", "0009_working_together"), ("accounts", "0004_portal_audit")]

    operations: list[Any] = [
        TenantTable("AnswerPromise", portal=BY_ENGAGEMENT),
        TenantTable("Thread", portal=BY_ENGAGEMENT, staff=APPENDED, system=APPENDED),
        PortalWrites("engagements_thread", verbs="INSERT", condition=signed("opened_by_id")),
        TenantTable(
            "ThreadMessage",
            portal="thread_id IN (SELECT own.id FROM engagements_thread own)",
            staff=APPENDED,
            system=f"{APPENDED}, UPDATE (announced_at)",
        ),
        PortalWrites("engagements_threadmessage", verbs="INSERT", condition=signed("author_id")),
        TenantTable(
            "MessageRead",
            portal="message_id IN (SELECT own.id FROM engagements_threadmessage own)",
            staff=APPENDED,
            system=APPENDED,
        ),
        PortalWrites("engagements_messageread", verbs="INSERT", condition=signed("person_id")),
        TenantTable("CheckIn", portal=BY_ENGAGEMENT, staff="SELECT", system=APPENDED),
        PortalWrites("engagements_checkin", verbs="INSERT", condition=f"author_id = {ACTOR}"),
        TenantTable("VendorPulse", portal=BY_ENGAGEMENT, staff="SELECT", system=APPENDED),
        PortalWrites("engagements_vendorpulse", verbs="INSERT", condition=f"author_id = {ACTOR}"),
        TenantTable("ClientPulse", portal=f"{BY_ENGAGEMENT} AND {OPEN_TO_BOTH}", staff=APPENDED, system=APPENDED),
        # When an engagement's work is open decides when an answer is due.
        PortalTable(
            "engagements_calendarversion",
            portal="calendar_id IN (SELECT own.calendar_id FROM engagements_engagement own)",
        ),
        Grants(
            *(
                f"CREATE TRIGGER append_only BEFORE DELETE ON engagements_{table}"
                " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                for table in ("thread", "threadmessage", "messageread", "checkin", "vendorpulse", "clientpulse")
            )
        ),
    ]

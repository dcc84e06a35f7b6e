"""A partner's manager sees what the partner charged and when it was paid: these columns, and no line of it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_VENDOR, PortalTable

# An invoice goes over all engagements, so it is for those who speak for the partner, whatever else they follow.
BY_A_MANAGER = (
    f"{ACTOR} IN (SELECT own.user_id FROM accounts_membership own"  # noqa: S608  # a constant
    " WHERE own.role = 'vendor_manager' AND own.left_at IS NULL)"
)
# Not the client's note, who entered it and when, or what it is booked to.
COLUMNS = (
    "id, organization_id, vendor_id, number, issue_date, received_date, due_date, paid_date, currency, net, tax, state"
)


class Migration(migrations.Migration):
    dependencies = [
        ("finance", "0007_line_tax"),
        ("vendors", "0002_walls"),
        ("engagements", "0015_partner_work_walls"),
    ]

    operations: list[Any] = [
        PortalTable("finance_invoice", portal=f"{BY_VENDOR} AND {BY_A_MANAGER}", portal_verbs=f"SELECT ({COLUMNS})")
    ]

"""The wall around what the partner sees and says: it reads what was sealed for it and adds its own words; the client
answers. Nobody takes anything away."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, Grants, PortalWrites, TenantTable

APPENDED = "SELECT, INSERT"
OF_AN_ISSUED_CARD = f"{BY_ENGAGEMENT} AND scorecard_id IN (SELECT issued.id FROM scorecards_scorecard issued)"  # noqa: S608  # a constant
UNDECIDED = "decision = '' AND decided_by_id IS NULL AND revision_id IS NULL"


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0004_partner_answers"), ("accounts", "0004_portal_audit")]

    operations: list[Any] = [
        TenantTable("SealedItems", portal=OF_AN_ISSUED_CARD, staff=APPENDED, system=APPENDED),
        TenantTable("Acknowledgement", portal=OF_AN_ISSUED_CARD, staff="SELECT", system=APPENDED),
        PortalWrites("scorecards_acknowledgement", verbs="INSERT", condition=f"given_by_id = {ACTOR}"),
        TenantTable("Dispute", portal=OF_AN_ISSUED_CARD, staff="SELECT, UPDATE", system=f"{APPENDED}, UPDATE"),
        PortalWrites("scorecards_dispute", verbs="INSERT", condition=f"raised_by_id = {ACTOR} AND {UNDECIDED}"),
        TenantTable("WeekReturn", portal=BY_ENGAGEMENT, staff="SELECT", system=f"{APPENDED}, UPDATE"),
        TenantTable("Submission", portal=BY_ENGAGEMENT, staff="SELECT", system=f"{APPENDED}, UPDATE"),
        PortalWrites("scorecards_submission", verbs="INSERT", condition=f"sent_by_id = {ACTOR} AND taken_at IS NULL"),
        Grants(
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scorecards_sealeditems"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scorecards_acknowledgement"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER append_only BEFORE DELETE ON scorecards_dispute"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER append_only BEFORE DELETE ON scorecards_submission"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ),
    ]

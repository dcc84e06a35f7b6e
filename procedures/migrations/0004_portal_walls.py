"""How it is done, in the portal: read and acknowledged by whoever is asked, with proposals of one's own."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_ENGAGEMENT, PortalTable, PortalWrites

GUIDE = "id, organization_id, kind, title, engagement_id, process_id, audience, adoption_days, archived_at"
PERSON = "id, organization_id, engagement_id, side, title, user_id, left_on"
# Of an engagement, of its process, or of the knowledge base when whoever delivers is to read it.
BY_PROCESS = "process_id IN (SELECT own.process_id FROM engagements_engagement own)"
FOR_ALL = "(engagement_id IS NULL AND process_id IS NULL AND audience <> 'nobody')"
THEIRS = f"({BY_ENGAGEMENT} OR {BY_PROCESS} OR {FOR_ALL})"
OF_A_GUIDE = "guide_id IN (SELECT own.id FROM procedures_guide own)"
OWN_ROLE = "participant_id IN (SELECT own.id FROM engagements_participant own)"


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0003_records_name_their_people"),
        ("engagements", "0012_shared_file_walls"),
        ("accounts", "0004_portal_audit"),
    ]

    operations: list[Any] = [
        PortalTable(
            "engagements_participant",
            portal=f"{BY_ENGAGEMENT} AND user_id = {ACTOR}",
            portal_verbs=f"SELECT ({PERSON})",
        ),
        PortalTable("procedures_guide", portal=THEIRS, portal_verbs=f"SELECT ({GUIDE})"),
        PortalTable("procedures_guideversion", portal=OF_A_GUIDE),
        PortalTable("procedures_acknowledgement", portal=OWN_ROLE),
        PortalWrites(
            "procedures_acknowledgement", verbs="INSERT", condition=f"recorded_by_id = {ACTOR} AND NOT on_behalf"
        ),
        PortalTable(
            "procedures_proposal",
            portal=f"recorded_by_id = {ACTOR} AND ({BY_ENGAGEMENT} OR {OF_A_GUIDE})",
        ),
        PortalWrites("procedures_proposal", verbs="INSERT", condition="source = 'team' AND decision = ''"),
    ]

"""The wall around questionnaires: a vendor's people write the answers, and nobody else ever does."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_VENDOR, PortalWrites, TenantTable

FOR_GOOD = "SELECT, INSERT"
KEPT = "SELECT, INSERT, UPDATE"
SENT = "SELECT sent.question_set_id FROM vendors_questionnaire sent"
OPEN = "questionnaire_id IN (SELECT sent.id FROM vendors_questionnaire sent WHERE sent.closed_at IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("vendors", "0010_questionnaires")]

    operations: list[Any] = [
        TenantTable("QuestionSet", portal=f"id IN ({SENT})", staff=KEPT, system=KEPT),
        TenantTable("Question", portal=f"question_set_id IN ({SENT})", staff=KEPT, system=KEPT),
        TenantTable("Questionnaire", portal=BY_VENDOR, staff=KEPT, system=KEPT),
        # The client may read an answer and never change one; the machine may bring one in, for instance a sample.
        TenantTable("Answer", portal=BY_VENDOR, staff="SELECT", system=FOR_GOOD),
        TenantTable("AnswerComment", portal=BY_VENDOR, staff=FOR_GOOD, system=FOR_GOOD),
        TenantTable("AnswerVerdict", staff=KEPT, system=KEPT),
        PortalWrites(
            "vendors_questionnaire",
            verbs="UPDATE (submitted_at, submitted_by_id)",
            condition=f"submitted_by_id = {ACTOR} AND closed_at IS NULL",
        ),
        PortalWrites(
            "vendors_answer",
            verbs="INSERT, UPDATE (value, note, file_id, answered_by_id, answered_at, is_late, is_reused, revision)",
            condition=f"answered_by_id = {ACTOR} AND {OPEN}",
        ),
        PortalWrites("vendors_answercomment", verbs="INSERT", condition=f"written_by_id = {ACTOR} AND is_theirs"),
    ]

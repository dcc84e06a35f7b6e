# Made by Django 5.2.19; the organization stands in each table from the start, for its default cannot be computed later.

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import foundation.accounts.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_support_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagements", "0003_coverage_and_accuracy"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovedPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="place")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("data_classes", models.CharField(max_length=200, verbose_name="which data")),
                (
                    "controlled_by",
                    models.CharField(
                        choices=[("client", "Us"), ("vendor", "Partner")],
                        default="client",
                        max_length=6,
                        verbose_name="controlled by",
                    ),
                ),
                ("approved_on", models.DateField(verbose_name="approved on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approved_places",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assumption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claimed_side",
                    models.CharField(
                        choices=[("client", "Us"), ("vendor", "Partner")], max_length=6, verbose_name="claimed by"
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("claim_evidence", models.TextField(blank=True, verbose_name="evidence of the claim")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "waiting for the other side"), ("approved", "approved"), ("refused", "refused")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_evidence", models.TextField(blank=True, verbose_name="evidence of the decision")),
                ("decision_note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("text", models.TextField(verbose_name="assumption")),
                ("if_wrong", models.TextField(blank=True, verbose_name="what follows if it is wrong")),
                ("review_date", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assumptions",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "")),
                            models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="engagements_assumption_decided_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("claimed_by")), _negated=True),
                            models.Q(("decision_evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagements_assumption_two_people_or_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="engagements_assumption_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.PositiveSmallIntegerField(verbose_name="week")),
                ("due_date", models.DateField(verbose_name="due")),
                ("improved", models.BooleanField(null=True, verbose_name="has anything improved?")),
                (
                    "cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("workflow", "Workflow complexity"),
                            ("documentation", "Documentation"),
                            ("communication", "Communication"),
                        ],
                        max_length=14,
                        verbose_name="what holds it back",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkpoints",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["organization", "due_date"],
                        name="engagements_checkpoint_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "engagement", "week"), name="engagements_checkpoint_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("week__in", [2, 4])), name="engagements_checkpoint_week"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("cause", ""), ("improved__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("cause", ""), ("improved", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("improved", False),
                                models.Q(("cause", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="engagements_checkpoint_no_has_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunicationEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=160, verbose_name="what")),
                ("who", models.CharField(max_length=120, verbose_name="who reports")),
                ("to_whom", models.CharField(max_length=120, verbose_name="to whom")),
                ("where", models.CharField(max_length=120, verbose_name="where")),
                ("how_often", models.CharField(max_length=80, verbose_name="how often")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="communication_plan",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("engagement"),
                        django.db.models.functions.text.Lower("what"),
                        django.db.models.functions.text.Lower("to_whom"),
                        name="engagements_communication_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EngagementTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("country", models.CharField(blank=True, max_length=2, verbose_name="country")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("content", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("archived_at__isnull", True)),
                        fields=("organization", "name", "country"),
                        name="engagements_template_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExclusionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "claimed_side",
                    models.CharField(
                        choices=[("client", "Us"), ("vendor", "Partner")], max_length=6, verbose_name="claimed by"
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("claim_evidence", models.TextField(blank=True, verbose_name="evidence of the claim")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "waiting for the other side"), ("approved", "approved"), ("refused", "refused")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision_evidence", models.TextField(blank=True, verbose_name="evidence of the decision")),
                ("decision_note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("client_delay", "Client delay"),
                            ("force_majeure", "Force majeure"),
                            ("maintenance", "Planned maintenance"),
                            ("volume", "Volume outside the forecast band"),
                            ("out_of_scope", "Out of scope"),
                            ("third_party", "Client's third party"),
                            ("directed_change", "Client-directed change"),
                            ("ramp", "Ramp period"),
                            ("duplicate", "Duplicate"),
                        ],
                        max_length=16,
                        verbose_name="type",
                    ),
                ),
                ("text", models.TextField(verbose_name="what is excluded, exactly")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("drop", "drop the item"),
                            ("subtract", "subtract the interval"),
                            ("waive", "waive the metric"),
                        ],
                        max_length=8,
                        verbose_name="effect",
                    ),
                ),
                ("claim_days", models.PositiveSmallIntegerField(default=10, verbose_name="days to claim")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exclusion_rules",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "")),
                            models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="engagements_exclusionrule_decided_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("claimed_by")), _negated=True),
                            models.Q(("decision_evidence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagements_exclusionrule_two_people_or_evidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="engagements_exclusionrule_has_text"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FitAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField()),
                (
                    "recommended",
                    models.CharField(
                        choices=[
                            ("in_house", "In-house"),
                            ("augmentation", "Staff augmentation"),
                            ("managed", "Managed service"),
                            ("bot", "Build, operate, transfer"),
                            ("agency", "Agency"),
                            ("freelancer", "Freelancer"),
                            ("assistant", "Dedicated assistant"),
                        ],
                        max_length=14,
                        verbose_name="recommended",
                    ),
                ),
                (
                    "fired",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "chosen",
                    models.CharField(
                        choices=[
                            ("in_house", "In-house"),
                            ("augmentation", "Staff augmentation"),
                            ("managed", "Managed service"),
                            ("bot", "Build, operate, transfer"),
                            ("agency", "Agency"),
                            ("freelancer", "Freelancer"),
                            ("assistant", "Dedicated assistant"),
                        ],
                        max_length=14,
                        verbose_name="chosen",
                    ),
                ),
                ("chosen_reason", models.TextField(blank=True, verbose_name="reason")),
                ("created_at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "process",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="engagements.process",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("organization"),
                        models.F("process"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="engagements_fit_newest",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chosen", models.F("recommended")),
                            models.Q(("chosen_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="engagements_fit_other_choice_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GateOverride",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_key", models.CharField(max_length=60)),
                ("reason", models.TextField(verbose_name="reason")),
                ("overridden_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gate_overrides",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "overridden_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organization", "engagement", "check_key"),
                        name="engagements_override_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="engagements_override_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GraduationCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("to_freelancer", "From agency to freelancer"),
                            ("to_in_house", "From freelancer to in-house"),
                        ],
                        max_length=14,
                        verbose_name="step",
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="criterion")),
                ("met_at", models.DateTimeField(blank=True, null=True)),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "process",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="graduation_criteria",
                        to="engagements.process",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("process"),
                        models.F("step"),
                        django.db.models.functions.text.Lower("text"),
                        name="engagements_graduation_criterion_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_at__isnull", True), models.Q(("evidence", ""), _negated=True), _connector="OR"
                        ),
                        name="engagements_graduation_met_has_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaturityProof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "aspect",
                    models.CharField(
                        choices=[("stable", "Stable"), ("documented", "Documented"), ("measurable", "Measurable")],
                        max_length=10,
                        verbose_name="aspect",
                    ),
                ),
                ("evidence", models.TextField(verbose_name="evidence")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                ("confirmed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "process",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="engagements.process",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organization", "process", "aspect"),
                        name="engagements_proof_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="engagements_proof_has_evidence"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("statement", models.CharField(max_length=300, verbose_name="outcome")),
                ("why", models.TextField(blank=True, verbose_name="why it matters")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("created_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("statement", ""), _negated=True), name="engagements_outcome_has_statement"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at__isnull", True)),
                        fields=("organization", "engagement", "statement"),
                        name="engagements_outcome_statement_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("client", "Us"), ("vendor", "Partner")], max_length=6, verbose_name="side"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="role")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="person")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("owner", "Owner"),
                            ("deputy", "Deputy"),
                            ("vendor_contact", "Partner's single contact"),
                            ("team_lead", "Team lead"),
                        ],
                        max_length=14,
                        verbose_name="named contact",
                    ),
                ),
                ("promoted_on", models.DateField(blank=True, null=True, verbose_name="promoted from the team on")),
                ("handover", models.TextField(blank=True, verbose_name="handover")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("engagement"),
                        models.F("side"),
                        django.db.models.functions.text.Lower("title"),
                        name="engagements_participant_title_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contact", ""), _negated=True),
                        fields=("organization", "engagement", "contact"),
                        name="engagements_participant_contact_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact", "vendor_contact"), _negated=True), ("side", "vendor"), _connector="OR"
                        ),
                        name="engagements_participant_vendor_contact_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact__in", ["owner", "deputy"]), _negated=True),
                            ("side", "client"),
                            _connector="OR",
                        ),
                        name="engagements_participant_owner_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promoted_on__isnull", True), models.Q(("handover", ""), _negated=True), _connector="OR"
                        ),
                        name="engagements_participant_promotion_handed_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="activity")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("intake", "Intake"),
                            ("delivery", "Delivery"),
                            ("quality", "Quality assurance"),
                            ("reporting", "Reporting"),
                            ("acceptance", "Acceptance"),
                            ("payment", "Payment"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "accountable",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accountable_for",
                        to="engagements.participant",
                        verbose_name="accountable",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("engagement"),
                        django.db.models.functions.text.Lower("name"),
                        name="engagements_activity_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionRight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("decision", models.CharField(max_length=160, verbose_name="decision")),
                ("limit", models.CharField(blank=True, max_length=160, verbose_name="up to")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision_rights",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "decided_by",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagements.participant",
                        verbose_name="decided by",
                    ),
                ),
                (
                    "escalates_to",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagements.participant",
                        verbose_name="beyond that",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("engagement"),
                        django.db.models.functions.text.Lower("decision"),
                        name="engagements_decision_right_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProcessBaseline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("who", models.CharField(max_length=120, verbose_name="who")),
                ("done_on", models.DateField(verbose_name="day")),
                ("count", models.PositiveIntegerField(blank=True, null=True, verbose_name="how many")),
                (
                    "minutes",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="minutes in all",
                    ),
                ),
                ("errors", models.PositiveIntegerField(blank=True, null=True, verbose_name="with errors")),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "process",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="baselines",
                        to="engagements.process",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("errors__isnull", True), ("errors__lte", models.F("count")), _connector="OR"
                        ),
                        name="engagements_baseline_errors_within_count",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at__isnull", True), ("stopped_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="engagements_baseline_stops_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_at__isnull", False), ("stopped_at__isnull", True)),
                            models.Q(("count__isnull", False), ("minutes__isnull", False)),
                            _connector="OR",
                        ),
                        name="engagements_baseline_complete",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("started_at__isnull", False), ("stopped_at__isnull", True)),
                        fields=("organization", "process", "created_by"),
                        name="engagements_baseline_one_clock",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RaciAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "letter",
                    models.CharField(
                        choices=[("R", "Responsible"), ("C", "Consulted"), ("I", "Informed")], max_length=1
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "activity",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="engagements.activity",
                    ),
                ),
                (
                    "participant",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="engagements.participant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "activity", "participant", "letter"),
                        name="engagements_raci_letter_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("letter__in", ["C", "I"])),
                        fields=("organization", "activity", "participant"),
                        name="engagements_raci_not_both_c_and_i",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("letter__in", ["R", "C", "I"])), name="engagements_raci_letter_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "from_stage",
                    models.CharField(
                        choices=[
                            ("outcomes", "Outcomes"),
                            ("scope", "Scope"),
                            ("guardrails", "Guardrails"),
                            ("business_case", "Business case"),
                            ("partner", "Partner"),
                            ("pilot", "Pilot"),
                            ("live", "Live"),
                            ("exit", "Exit"),
                        ],
                        max_length=14,
                    ),
                ),
                (
                    "to_stage",
                    models.CharField(
                        choices=[
                            ("outcomes", "Outcomes"),
                            ("scope", "Scope"),
                            ("guardrails", "Guardrails"),
                            ("business_case", "Business case"),
                            ("partner", "Partner"),
                            ("pilot", "Pilot"),
                            ("live", "Live"),
                            ("exit", "Exit"),
                        ],
                        max_length=14,
                    ),
                ),
                ("overridden", models.JSONField(default=list)),
                ("moved_at", models.DateTimeField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stage_moves",
                        to="engagements.engagement",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("organization"),
                        models.F("engagement"),
                        models.OrderBy(models.F("id"), descending=True),
                        name="engagements_move_newest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="tool")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("projects", "Project management"),
                            ("documents", "Documents"),
                            ("channel", "Channel"),
                            ("time", "Time tracking"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                (
                    "owner_side",
                    models.CharField(
                        choices=[("client", "Us"), ("vendor", "Partner")],
                        default="client",
                        max_length=6,
                        verbose_name="whose account",
                    ),
                ),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tools",
                        to="engagements.engagement",
                        verbose_name="engagement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TriageRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="kind of request")),
                ("item_type", models.CharField(blank=True, max_length=120, verbose_name="type")),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="words",
                    ),
                ),
                ("priority", models.CharField(max_length=60, verbose_name="priority")),
                ("example", models.CharField(blank=True, max_length=200, verbose_name="example")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="triage_rules",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("engagement"),
                        django.db.models.functions.text.Lower("name"),
                        name="engagements_triage_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WrittenRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quality_scoring", "How quality is scored"),
                            ("data_protection", "How data is protected"),
                        ],
                        max_length=16,
                        verbose_name="rule",
                    ),
                ),
                ("text", models.TextField(verbose_name="the rule")),
                ("reference", models.CharField(blank=True, max_length=300, verbose_name="where it stands signed")),
                ("in_force_from", models.DateField(blank=True, null=True, verbose_name="in force from")),
                (
                    "organization",
                    models.ForeignKey(
                        db_default=foundation.accounts.tenancy.models.CurrentOrganization(),
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="written_rules",
                        to="engagements.engagement",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "engagement", "kind"), name="engagements_writtenrule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_from__isnull", True),
                            models.Q(models.Q(("text", ""), _negated=True), models.Q(("reference", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="engagements_writtenrule_in_force_is_signed",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="servicelevel",
            name="engagements_servicelevel_kind_once",
        ),
        migrations.AddField(
            model_name="engagement",
            name="raci_revision",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="engagement",
            name="stage",
            field=models.CharField(
                choices=[
                    ("outcomes", "Outcomes"),
                    ("scope", "Scope"),
                    ("guardrails", "Guardrails"),
                    ("business_case", "Business case"),
                    ("partner", "Partner"),
                    ("pilot", "Pilot"),
                    ("live", "Live"),
                    ("exit", "Exit"),
                ],
                db_default="live",
                default="live",
                max_length=14,
                verbose_name="stage",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="acceptance_criteria",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="acceptance criteria"),
        ),
        migrations.AddField(
            model_name="process",
            name="done_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="done by"),
        ),
        migrations.AddField(
            model_name="process",
            name="frequency",
            field=models.CharField(
                blank=True,
                choices=[("daily", "daily"), ("weekly", "weekly"), ("monthly", "monthly")],
                db_default="",
                default="",
                max_length=10,
                verbose_name="frequency",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="inputs",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="inputs"),
        ),
        migrations.AddField(
            model_name="process",
            name="minutes",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="minutes each",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="needs_presence",
            field=models.BooleanField(db_default=False, default=False, verbose_name="somebody has to be there"),
        ),
        migrations.AddField(
            model_name="process",
            name="outputs",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="outputs"),
        ),
        migrations.AddField(
            model_name="process",
            name="presence_place",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="where"),
        ),
        migrations.AddField(
            model_name="process",
            name="quality_bar",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="quality bar"),
        ),
        migrations.AddField(
            model_name="process",
            name="reason_note",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="in your words"),
        ),
        migrations.AddField(
            model_name="process",
            name="reasons",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("capacity", "Capacity or seasonality"),
                        ("coverage", "Coverage of time zones"),
                        ("cost", "Cost of simple, high volume"),
                        ("expertise", "Expertise we lack"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="why we outsource this",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="repetition",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(3)],
                verbose_name="how repetitive",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="review_date",
            field=models.DateField(blank=True, null=True, verbose_name="look at it again on"),
        ),
        migrations.AddField(
            model_name="process",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="process",
            name="service",
            field=models.CharField(
                blank=True,
                choices=[
                    ("operations", "Operations outsourcing"),
                    ("customer_service", "Customer service"),
                    ("it_support", "IT support"),
                    ("field_service", "Field service"),
                    ("virtual_assistance", "Virtual assistance"),
                ],
                db_default="",
                default="",
                max_length=20,
                verbose_name="service",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="strategic",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(3)],
                verbose_name="how strategic",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="trigger",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="trigger"),
        ),
        migrations.AddField(
            model_name="process",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[("", "not decided"), ("can", "can be outsourced"), ("cannot", "cannot be outsourced")],
                db_default="",
                default="",
                max_length=6,
                verbose_name="verdict",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="verdict_reason",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="process",
            name="volume",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="volume"),
        ),
        migrations.AddField(
            model_name="segment",
            name="channel",
            field=models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="channel"),
        ),
        migrations.AddField(
            model_name="segment",
            name="complexity",
            field=models.CharField(
                blank=True,
                choices=[("simple", "simple"), ("medium", "medium"), ("complex", "complex")],
                db_default="",
                default="",
                max_length=8,
                verbose_name="complexity",
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="contact_type",
            field=models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="contact type"),
        ),
        migrations.AddField(
            model_name="segment",
            name="language",
            field=models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="segment",
            name="route",
            field=models.CharField(
                choices=[("partner", "Partner"), ("in_house", "In-house")],
                db_default="partner",
                default="partner",
                max_length=8,
                verbose_name="routed to",
            ),
        ),
        migrations.AddField(
            model_name="segment",
            name="time_zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="time zone"),
        ),
        migrations.AddField(
            model_name="segment",
            name="volume_high",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="band to"),
        ),
        migrations.AddField(
            model_name="segment",
            name="volume_low",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="band from"),
        ),
        migrations.AddField(
            model_name="segment",
            name="weekly_volume",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="expected a week"),
        ),
        migrations.AddField(
            model_name="servicelevelversion",
            name="expected_level",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="expected level"
            ),
        ),
        migrations.AddField(
            model_name="servicelevelversion",
            name="ignored_pauses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="pauses that do not stop the clock",
            ),
        ),
        migrations.AddField(
            model_name="servicelevelversion",
            name="metric",
            field=foundation.accounts.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagements.metric",
                verbose_name="counted by",
            ),
        ),
        migrations.AddField(
            model_name="servicelevelversion",
            name="minimum_level",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=7, null=True, verbose_name="minimum level"
            ),
        ),
        migrations.AddField(
            model_name="servicelevelversion",
            name="weight",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="weight"),
        ),
        migrations.AlterField(
            model_name="metric",
            name="measure",
            field=models.CharField(
                choices=[
                    ("throughput", "Throughput"),
                    ("backlog", "Backlog"),
                    ("backlog_aged", "Backlog older than a limit"),
                    ("sla_adherence", "SLA adherence, all clocks"),
                    ("sla_response", "SLA adherence, response"),
                    ("sla_resolution", "SLA adherence, resolution"),
                    ("source_met", "Met according to the source"),
                    ("error_rate", "Error rate"),
                    ("accuracy", "Accuracy"),
                    ("turnaround_mean", "Turnaround, mean"),
                    ("turnaround_median", "Turnaround, median"),
                    ("turnaround_p90", "Turnaround, 90th percentile"),
                    ("reopen_rate", "Reopen rate"),
                    ("csat", "Customer satisfaction, top two boxes"),
                    ("cost_per_unit", "Cost per unit"),
                    ("completion", "Completion: done on time, of those due"),
                    ("first_contact", "First contact resolution"),
                    ("efficiency", "Process efficiency: handled time of turnaround"),
                    ("external_rating", "External rating, such as a review site"),
                    ("manual", "Entered by hand"),
                ],
                max_length=20,
                verbose_name="measure",
            ),
        ),
        migrations.AlterField(
            model_name="servicelevel",
            name="kind",
            field=models.CharField(
                choices=[("response", "first response"), ("resolution", "resolution"), ("quality", "quality")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="process",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verdict", ""),
                    models.Q(models.Q(("verdict_reason", ""), _negated=True), ("review_date__isnull", False)),
                    _connector="OR",
                ),
                name="engagements_process_verdict_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="process",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_presence", False), models.Q(("presence_place", ""), _negated=True), _connector="OR"
                ),
                name="engagements_process_presence_has_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="segment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("volume_high__isnull", True), ("volume_low__isnull", True)),
                    models.Q(
                        ("volume_high__gte", models.F("weekly_volume")), ("volume_low__lte", models.F("weekly_volume"))
                    ),
                    _connector="OR",
                ),
                name="engagements_segment_band_holds_volume",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevelversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum_level__isnull", True),
                    models.Q(
                        ("expected_level__lte", 100),
                        ("minimum_level__gte", 0),
                        ("minimum_level__lte", models.F("expected_level")),
                    ),
                    _connector="OR",
                ),
                name="engagements_levelversion_minimum_below_expected",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevelversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weight__isnull", True), models.Q(("weight__gte", 0), ("weight__lte", 100)), _connector="OR"
                ),
                name="engagements_levelversion_weight_is_share",
            ),
        ),
        migrations.AddField(
            model_name="metrictarget",
            name="outcome",
            field=foundation.accounts.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="targets",
                to="engagements.outcome",
                verbose_name="outcome it serves",
            ),
        ),
        migrations.AddField(
            model_name="servicelevel",
            name="outcome",
            field=foundation.accounts.tenancy.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="service_levels",
                to="engagements.outcome",
                verbose_name="outcome it serves",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "quality"), _negated=True),
                fields=("organization", "engagement", "kind"),
                name="engagements_servicelevel_kind_once",
            ),
        ),
    ]

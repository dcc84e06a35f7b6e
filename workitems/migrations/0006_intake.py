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
        ("engagements", "0007_scope_review_walls"),
        ("inbox", "0005_hook_walls"),
        ("workitems", "0005_statistics"),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="Shown above the form: what belongs here, and what does not.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "item_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="One a line; the triage rubric can tell them apart.",
                        size=None,
                        verbose_name="kinds of request",
                    ),
                ),
                (
                    "criteria",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="One a line. Each is answered pass or fail when the work is done.",
                        size=None,
                        verbose_name="acceptance criteria",
                    ),
                ),
                (
                    "checklist",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="One step a line, in the order in which they are done.",
                        size=None,
                        verbose_name="checklist",
                    ),
                ),
                (
                    "evidence_before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="One a line, for example: Backup made, and where it lies.",
                        size=None,
                        verbose_name="evidence before the work",
                    ),
                ),
                (
                    "evidence_after",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="One a line, for example: Screenshot of the result.",
                        size=None,
                        verbose_name="evidence after the work",
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
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
                    "engagement",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        help_text="Where its work goes unless a request says otherwise.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagements.engagement",
                        verbose_name="goes to",
                    ),
                ),
                (
                    "hook",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inbox.inboundhook",
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
                    "process",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_forms",
                        to="engagements.process",
                        verbose_name="process",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("organization", "process"),
                        name="workitems_intakeform_one_in_force",
                        violation_error_message="This process has an intake form already. Change that one, or retire it.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("hook__isnull", False)),
                        fields=("organization", "hook"),
                        name="workitems_intakeform_hook_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        max_length=40,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_]*$")],
                        verbose_name="key",
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="label")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "Short text"),
                            ("long_text", "Long text"),
                            ("number", "Number"),
                            ("datetime", "Date and time, with time zone"),
                            ("choice", "Choice"),
                            ("yes_no", "Yes or no"),
                            ("file", "File"),
                        ],
                        default="text",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("required", models.BooleanField(default=False, verbose_name="must be answered")),
                ("help_text", models.CharField(blank=True, max_length=300, verbose_name="help")),
                (
                    "choices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        db_default=[],
                        default=list,
                        help_text="One a line; for the type “Choice”.",
                        size=None,
                        verbose_name="choices",
                    ),
                ),
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
                    "form",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fields",
                        to="workitems.intakeform",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "form", "key"), name="workitems_intakefield_key_once"
                    ),
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("form"),
                        django.db.models.functions.text.Lower("label"),
                        name="workitems_intakefield_label_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField(db_default=1, default=1, editable=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("preset", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("archived_at", models.DateTimeField(blank=True, null=True)),
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
                    "form",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="templates",
                        to="workitems.intakeform",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("organization"),
                        models.F("form"),
                        django.db.models.functions.text.Lower("name"),
                        condition=models.Q(("archived_at__isnull", True)),
                        name="workitems_requesttemplate_name_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "via",
                    models.CharField(
                        choices=[("page", "the page"), ("api", "the API"), ("mail", "mail")], max_length=4
                    ),
                ),
                ("problem", models.TextField()),
                ("outcome", models.TextField()),
                ("known", models.TextField(blank=True)),
                ("steps", models.TextField()),
                ("verification", models.TextField(blank=True)),
                ("answers", models.JSONField(default=list)),
                ("due_zone", models.CharField(max_length=64)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("partner", "to the partner"),
                            ("own_team", "to the own team"),
                            ("unassigned", "to nobody yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                ("priority_because", models.CharField(blank=True, max_length=300)),
                ("committed_on", models.DateField(blank=True, null=True, verbose_name="promised for")),
                ("first_committed_on", models.DateField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField()),
                (
                    "form",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="workitems.intakeform",
                    ),
                ),
                (
                    "item",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="workitems.workitem",
                    ),
                ),
                (
                    "message",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inbox.inboundmessage",
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
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="workitems.requesttemplate",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "item"), name="workitems_intakerequest_item_once"),
                    models.UniqueConstraint(
                        fields=("organization", "number"), name="workitems_intakerequest_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), _negated=True),
                            models.Q(("problem", ""), _negated=True),
                            models.Q(("steps", ""), _negated=True),
                        ),
                        name="workitems_intakerequest_says_enough",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_on__isnull", True), ("first_committed_on__isnull", False), _connector="OR"
                        ),
                        name="workitems_intakerequest_first_promise_kept",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("criterion", "Acceptance criterion"),
                            ("checklist", "Checklist"),
                            ("before", "Evidence before"),
                            ("after", "Evidence after"),
                        ],
                        max_length=9,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=300)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("", "open"), ("done", "done"), ("pass", "pass"), ("fail", "fail")],
                        default="",
                        max_length=4,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
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
                    "request",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="workitems.intakerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "request", "kind", "position"),
                        name="workitems_requestpoint_position_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="workitems_requestpoint_answered_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", ""),
                            models.Q(("answer__in", ["pass", "fail"]), ("kind", "criterion")),
                            models.Q(models.Q(("kind", "criterion"), _negated=True), ("answer", "done")),
                            _connector="OR",
                        ),
                        name="workitems_requestpoint_answer_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "fail"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="workitems_requestpoint_failure_has_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("before", "Before the work"),
                            ("after", "After the work"),
                            ("other", "Something else"),
                        ],
                        default="other",
                        max_length=6,
                        verbose_name="shows",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("added_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inbox.storedfile",
                    ),
                ),
                (
                    "item",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="workitems.workitem",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("organization", "item", "file", "kind"),
                        name="workitems_attachment_once",
                    )
                ],
            },
        ),
    ]

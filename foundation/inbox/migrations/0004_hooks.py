import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.accounts.tenancy.models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_support_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("inbox", "0003_options_and_mending"),
    ]

    operations = [
        migrations.CreateModel(
            name="InboundHook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("public_id", models.CharField(max_length=64)),
                ("salt", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("renewed_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_why", models.CharField(blank=True, max_length=20)),
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
                "indexes": [models.Index(fields=["public_id"], name="inbox_inboundhook_address")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "public_id"), name="inbox_inboundhook_public_id_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=500)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("taken", "Became a work item"),
                            ("waiting", "Needs completing"),
                            ("discarded", "Discarded"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("problems", models.JSONField(default=list)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "body",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inbox.storedfile",
                    ),
                ),
                (
                    "hook",
                    foundation.accounts.tenancy.models.TenantForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
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
                    "settled_by",
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
                        condition=models.Q(("state__in", ["received", "waiting"])),
                        fields=["organization", "state", "received_at"],
                        name="inbox_inboundmessage_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "hook", "message_id"), name="inbox_inboundmessage_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inbox_inboundmessage_discarded_has_note",
                    ),
                ],
            },
        ),
    ]

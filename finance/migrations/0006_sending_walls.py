"""The wall around mailed cases and the links in the mails. The portal sees nothing."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [("finance", "0005_sending")]

    operations: list[Any] = [
        TenantTable("CaseSending"),
        TenantTable("CaseRecipient"),
        TenantTable("CaseLink"),
    ]

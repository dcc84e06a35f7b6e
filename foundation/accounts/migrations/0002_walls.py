"""Who may touch what, and the wall around the first tenant tables."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import BY_VENDOR, ORGANIZATION, Grants, TenantTable

EVERYBODY = "{staff}, {portal}, {system}, {identity}"
READ_ONLY = (
    "django_content_type, auth_permission, auth_group, auth_group_permissions, accounts_user_groups,"
    " accounts_user_user_permissions, guardian_userobjectpermission, guardian_groupobjectpermission"
)
COLLEAGUES = "id IN (SELECT user_id FROM accounts_membership)"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]

    operations: list[Any] = [
        TenantTable("Membership", portal=BY_VENDOR),
        TenantTable("Invitation"),
        TenantTable("ApiToken"),
        TenantTable("AuditEvent", staff="SELECT, INSERT", system="SELECT, INSERT"),
        TenantTable("AuditSeal", staff="SELECT", system="SELECT, INSERT"),
        Grants(
            # The login role itself may only see which migrations are applied.
            "GRANT SELECT ON django_migrations TO {app}",
            f"GRANT SELECT ON {READ_ONLY} TO {EVERYBODY}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON django_session, account_emailaddress, account_emailconfirmation,"
            " mfa_authenticator TO {identity}",
            "GRANT SELECT, INSERT, UPDATE ON accounts_user TO {identity}",
            "GRANT SELECT ON accounts_user TO {staff}, {portal}, {system}",
            "ALTER TABLE accounts_user ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY identity ON accounts_user TO {identity} USING (true) WITH CHECK (true)",
            f"CREATE POLICY colleagues ON accounts_user FOR SELECT TO {{staff}}, {{portal}}, {{system}} USING ({COLLEAGUES})",
            "GRANT SELECT, INSERT ON accounts_organization TO {identity}",
            "GRANT SELECT, UPDATE ON accounts_organization TO {staff}",
            "GRANT SELECT ON accounts_organization TO {portal}, {system}",
            "ALTER TABLE accounts_organization ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY identity ON accounts_organization TO {identity} USING (true) WITH CHECK (true)",
            "CREATE POLICY own ON accounts_organization TO {staff}, {portal}"
            f" USING (id = {ORGANIZATION}) WITH CHECK (id = {ORGANIZATION})",
            "CREATE POLICY listed ON accounts_organization FOR SELECT TO {system}"
            " USING (id = ANY ((SELECT current_setting('app.organization_ids'))::bigint[]))",
            "CREATE POLICY identity ON accounts_membership TO {identity} USING (true) WITH CHECK (true)",
            "GRANT SELECT, INSERT ON accounts_membership TO {identity}",
            "CREATE POLICY identity ON accounts_invitation TO {identity} USING (true) WITH CHECK (true)",
            "GRANT SELECT, UPDATE ON accounts_invitation TO {identity}",
            "CREATE POLICY identity ON accounts_apitoken TO {identity} USING (true) WITH CHECK (true)",
            "GRANT SELECT, UPDATE ON accounts_apitoken TO {identity}",
            # Django's database cache; rate limits alone live in it.
            "CREATE TABLE accounts_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL,"
            " expires timestamptz NOT NULL)",
            "CREATE INDEX accounts_cache_expires ON accounts_cache (expires)",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON accounts_cache TO {EVERYBODY}",
            """
            CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_setting('app.maintenance', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
                RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """,
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditevent"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditseal"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        ),
    ]

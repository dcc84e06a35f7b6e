"""A partner's manager takes a colleague's place away only where the colleague follows nothing that the manager does not.

What a colleague follows is hidden from the manager by the wall, so a function of the owner answers, with yes or no and
for the acting vendor of the acting organization alone.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, Grants

# The setting that lets the owner see is back as it was before the function returns, whatever it found.
WITHIN = """
    CREATE FUNCTION portal_follows_all_of(person bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
        before text := coalesce(current_setting('app.maintenance', true), '');
        within boolean;
    BEGIN
        PERFORM set_config('app.maintenance', 'on', true);
        SELECT NOT EXISTS (
            SELECT 1 FROM engagements_engagementgrant theirs
            JOIN engagements_engagement engagement
              ON engagement.organization_id = theirs.organization_id AND engagement.id = theirs.content_object_id
            WHERE theirs.organization_id = current_setting('app.organization_id')::bigint
              AND engagement.vendor_id = current_setting('app.vendor_id')::bigint
              AND theirs.user_id = person
              AND NOT EXISTS (
                SELECT 1 FROM engagements_engagementgrant own
                WHERE own.organization_id = theirs.organization_id
                  AND own.content_object_id = theirs.content_object_id
                  AND own.user_id = current_setting('app.actor_id')::bigint
              )
        ) INTO within;
        PERFORM set_config('app.maintenance', before, true);
        RETURN within;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0015_partner_work_walls")]

    operations: list[Any] = [
        Grants(
            WITHIN,
            "REVOKE ALL ON FUNCTION portal_follows_all_of(bigint) FROM PUBLIC",
            "GRANT EXECUTE ON FUNCTION portal_follows_all_of(bigint) TO {portal}",
            "ALTER POLICY vendor_hand ON accounts_membership"
            f" WITH CHECK (user_id <> {ACTOR} AND portal_follows_all_of(user_id))",
        ),
    ]

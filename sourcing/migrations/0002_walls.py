"""The wall around selections. Vendors read their brief and write their offer; ours read it when its time is over.

Beside the walls between tenants and vendors the database keeps three promises here: an offer is sealed until its due
time, raters are blind until they have handed in, and weights do not change once they are locked.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

from foundation.accounts.tenancy.operations import ACTOR, BY_VENDOR, Grants, PortalWrites, TenantTable

KEPT = "SELECT, INSERT, UPDATE"
PUBLISHED = (
    "published_at IS NOT NULL AND id IN"
    " (SELECT asked.brief_id FROM sourcing_briefinvitation asked WHERE asked.withdrawn_at IS NULL)"
)
OF_BRIEF = "brief_id IN (SELECT told.id FROM sourcing_brief told)"
TAKES_OFFERS = "brief_id IN (SELECT told.id FROM sourcing_brief told WHERE told.due_at > statement_timestamp())"
# (The wall of a brief reads invitations, so that theirs cannot read briefs: PostgreSQL refuses the circle.)
IS_DRAFT = (
    "offer_id IN (SELECT own.id FROM sourcing_offer own JOIN sourcing_brief told"
    " ON told.organization_id = own.organization_id AND told.id = own.brief_id"
    " WHERE own.submitted_at IS NULL AND told.due_at > statement_timestamp())"
)
# Staff read no word and no price of an offer before it was submitted and its time is over.
OPENED = (
    "offer_id IN (SELECT own.id FROM sourcing_offer own JOIN sourcing_brief told"
    " ON told.organization_id = own.organization_id AND told.id = own.brief_id"
    " WHERE own.submitted_at IS NOT NULL AND told.due_at <= statement_timestamp())"
)
RATER = "(SELECT nullif(current_setting('app.actor_id', true), '')::bigint)"
MINE = f"sheet_id IN (SELECT mine.id FROM sourcing_ratingsheet mine WHERE mine.rater_id = {RATER})"
MINE_AND_OPEN = (
    f"sheet_id IN (SELECT mine.id FROM sourcing_ratingsheet mine WHERE mine.rater_id = {RATER}"
    " AND mine.handed_in_at IS NULL AND mine.excused_at IS NULL)"
)
# One's own; another's that is handed in, once one's own is; everybody's when nobody is still at it.
SEEN = (
    f"{MINE} OR (sheet_id IN (SELECT theirs.id FROM sourcing_ratingsheet theirs WHERE theirs.handed_in_at IS NOT NULL)"
    " AND selection_id IN (SELECT done.selection_id FROM sourcing_ratingsheet done"
    f" WHERE done.rater_id = {RATER} AND done.handed_in_at IS NOT NULL))"
    " OR selection_id NOT IN (SELECT busy.selection_id FROM sourcing_ratingsheet busy"
    " WHERE busy.handed_in_at IS NULL AND busy.excused_at IS NULL)"
)
LOCKED = (
    """
    CREATE FUNCTION sourcing_refuse_change_when_locked() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE what record;
    BEGIN
        what := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        IF current_setting('app.maintenance', true) = 'on' OR NOT EXISTS (
            SELECT 1 FROM sourcing_selection s WHERE s.organization_id = what.organization_id
            AND s.id = what.selection_id AND s.locked_at IS NOT NULL
        ) THEN
            RETURN what;
        END IF;
        RAISE EXCEPTION 'weights and anchors of a selection are locked' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION sourcing_refuse_unlocked_score() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' OR EXISTS (
            SELECT 1 FROM sourcing_selection s WHERE s.organization_id = NEW.organization_id
            AND s.id = NEW.selection_id AND s.locked_at IS NOT NULL AND s.decided_at IS NULL
        ) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'weights are locked before anything is scored' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION sourcing_refuse_change_of_selection() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' THEN
            RETURN NEW;
        END IF;
        IF OLD.decided_at IS NOT NULL THEN
            RAISE EXCEPTION 'a decided selection never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.locked_at IS NOT NULL AND NEW.locked_at IS DISTINCT FROM OLD.locked_at AND EXISTS (
            SELECT 1 FROM sourcing_ratingsheet r WHERE r.organization_id = OLD.organization_id
            AND r.selection_id = OLD.id AND r.begun_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'somebody has scored: the weights stay locked' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE FUNCTION sourcing_refuse_change_of_submitted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' OR OLD.submitted_at IS NULL THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a submitted offer never changes' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE FUNCTION sourcing_refuse_change_of_sheet() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('app.maintenance', true) = 'on' OR OLD.handed_in_at IS NULL THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a sheet that was handed in never changes' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    *(
        f"CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION sourcing_refuse_change_when_locked()"
        for table in ("sourcing_criteriongroup", "sourcing_criterion")
    ),
    (
        "CREATE TRIGGER locked BEFORE INSERT OR UPDATE ON sourcing_score"
        " FOR EACH ROW EXECUTE FUNCTION sourcing_refuse_unlocked_score()"
    ),
    (
        "CREATE TRIGGER sealed BEFORE UPDATE ON sourcing_selection"
        " FOR EACH ROW EXECUTE FUNCTION sourcing_refuse_change_of_selection()"
    ),
    (
        "CREATE TRIGGER sealed BEFORE UPDATE ON sourcing_offer"
        " FOR EACH ROW EXECUTE FUNCTION sourcing_refuse_change_of_submitted()"
    ),
    (
        "CREATE TRIGGER sealed BEFORE UPDATE ON sourcing_ratingsheet"
        " FOR EACH ROW EXECUTE FUNCTION sourcing_refuse_change_of_sheet()"
    ),
)
BLIND = (
    f"CREATE POLICY blind ON sourcing_score AS RESTRICTIVE FOR SELECT TO {{staff}} USING ({SEEN})",
    f"CREATE POLICY own_hand_new ON sourcing_score AS RESTRICTIVE FOR INSERT TO {{staff}} WITH CHECK ({MINE_AND_OPEN})",
    (
        f"CREATE POLICY own_hand ON sourcing_score AS RESTRICTIVE FOR UPDATE TO {{staff}}"
        f" USING ({MINE_AND_OPEN}) WITH CHECK ({MINE_AND_OPEN})"
    ),
    *(
        f"CREATE POLICY opened ON {table} AS RESTRICTIVE FOR SELECT TO {{staff}} USING ({OPENED})"
        for table in ("sourcing_offeranswer", "sourcing_offerprice")
    ),
)


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0001_initial")]

    operations: list[Any] = [
        TenantTable("Selection", staff=KEPT, system=KEPT),
        TenantTable("CriterionGroup"),
        TenantTable("Criterion"),
        TenantTable("Brief", portal=PUBLISHED, staff=KEPT, system=KEPT),
        TenantTable("BriefInvitation", portal=BY_VENDOR, staff=KEPT, system=KEPT),
        TenantTable("BriefQuestion", portal=OF_BRIEF),
        TenantTable("PriceLine", portal=OF_BRIEF),
        TenantTable("Offer", portal=BY_VENDOR, staff="SELECT", system=KEPT),
        TenantTable("OfferAnswer", portal=BY_VENDOR, staff="SELECT", system=KEPT),
        TenantTable("OfferPrice", portal=BY_VENDOR, staff="SELECT", system=KEPT),
        TenantTable("KnockoutVerdict", staff=KEPT, system=KEPT),
        TenantTable("Interview", staff=KEPT, system=KEPT),
        TenantTable("OwnCost"),
        TenantTable("RatingSheet"),
        TenantTable("Score", staff=KEPT, system=KEPT),
        PortalWrites(
            "sourcing_briefinvitation",
            verbs="UPDATE (declined_at, declined_by_id, decline_reason)",
            condition=f"declined_by_id = {ACTOR}",
        ),
        PortalWrites(
            "sourcing_offer",
            verbs="INSERT, UPDATE (submitted_at, submitted_by_id)",
            condition=f"coalesce(submitted_by_id, started_by_id) = {ACTOR} AND {TAKES_OFFERS}",
        ),
        PortalWrites(
            "sourcing_offeranswer",
            verbs="INSERT, UPDATE (says_yes, value, file_id, answered_by_id, answered_at, revision)",
            condition=f"answered_by_id = {ACTOR} AND {IS_DRAFT}",
        ),
        PortalWrites(
            "sourcing_offerprice",
            verbs="INSERT, UPDATE (amount, answered_by_id, answered_at, revision)",
            condition=f"answered_by_id = {ACTOR} AND {IS_DRAFT}",
        ),
        Grants(*LOCKED, *BLIND),
    ]

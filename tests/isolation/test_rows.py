"""The wall, row by row, for every tenant model there is; with any one wall down it must be seen (the long form)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from engagements.models import Participant
from foundation.accounts.models import Invitation
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import identity, system
from foundation.accounts.tenancy.operations import BY_VENDOR
from pilots.models import Pilot, PilotAmendment
from procedures.models import Proposal
from scorecards.models import Scorecard
from sourcing.models import Brief, BriefInvitation, Offer, Selection
from tests.factories.cast import CANARY, Cast
from tests.factories.everything import fill, tenant_models
from tests.isolation import hands, rows
from tests.isolation.catalog import PORTAL_WRITES, STAFF_POLICIES, ask


def test_nobody_sees_or_touches_what_is_not_theirs(cast: Cast, now: datetime) -> None:
    own = fill(cast.northwind, mark="", now=now)
    strange = fill(cast.umbra, mark=f" {CANARY}", now=now)
    assert set(own) == set(tenant_models())
    assert rows.problems(cast, own, strange) == []


def test_what_the_portal_may_see_is_what_it_does_see(cast: Cast, now: datetime) -> None:
    own = fill(cast.northwind, mark="", now=now)
    with rows.scopes(cast)["kestrel"]:
        seen = {m._meta.db_table for m in tenant_models() if rows.attempt(f'SELECT 1 FROM "{m._meta.db_table}"')}
    # The scorecard of the cast is not issued yet; its engagement has no hours.
    unseen = rows.ONCE_ISSUED | {"engagements_calendarversion"}
    # Roles, and what is signed in them, are a person's own; the row of everything is the client's owner's.
    unseen |= {"engagements_participant", "procedures_acknowledgement", "procedures_proposal"}
    assert seen == rows.PORTAL_SEES - unseen
    assert own


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.django_db(transaction=True)
def test_each_wall_taken_down_in_turn_is_seen(now: datetime) -> None:
    from tests.factories.cast import make_cast

    cast = make_cast(now=now)
    own, strange = fill(cast.northwind, mark="", now=now), fill(cast.umbra, mark=f" {CANARY}", now=now)
    with connection.as_owner():  # type: ignore[attr-defined]  # our backend's
        statements = ask(
            "SELECT format('DROP POLICY %%I ON %%I', policyname, tablename), policyname, tablename FROM pg_policies"
            " WHERE policyname IN ('tenant_wall', 'system_wall', 'vendor_wall') ORDER BY 2, 3"
        )
    missed = []
    for statement, policy, table in statements:
        if table in STAFF_POLICIES:
            continue  # behind a second policy, which asks rows behind walls of their own: the catalog alone tells
        with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            [(again,)] = ask(
                "SELECT format('CREATE POLICY %%I ON %%I AS RESTRICTIVE TO %%s USING (%%s) WITH CHECK (%%s)',"
                " policyname, tablename, array_to_string(roles, ','), qual, with_check) FROM pg_policies"
                " WHERE policyname = %s AND tablename = %s",
                policy,
                table,
            )
            cursor.execute(statement)
        if not rows.problems_of(table, cast, own, strange) and not rows.problems(cast, own, strange):
            missed.append(f"{policy} on {table}")
        with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(again)
    assert missed == []


def test_a_vendors_hand_signs_nothing_for_others(cast: Cast, now: datetime) -> None:
    own = furnish_for_hands(cast, now=now)
    assert hands.signed_by_others(cast, own) == []
    assert hands.changed_one_by_one(cast) == []
    assert hands.seen_without_grant(cast) == []


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.django_db(transaction=True)
def test_each_hand_and_the_grant_taken_down_in_turn_is_seen(now: datetime) -> None:
    from tests.factories.cast import make_cast

    cast = make_cast(now=now)
    own = furnish_for_hands(cast, now=now)
    with connection.as_owner():  # type: ignore[attr-defined]  # our backend's
        policies = ask(
            "SELECT tablename, cmd, format('DROP POLICY %%I ON %%I', policyname, tablename),"
            " format('CREATE POLICY %%I ON %%I AS RESTRICTIVE FOR %%s TO %%s %%s WITH CHECK (%%s)', policyname,"
            " tablename, cmd, array_to_string(roles, ','),"
            " CASE WHEN qual IS NULL THEN '' ELSE 'USING (' || qual || ')' END, with_check) FROM pg_policies"
            " WHERE policyname LIKE 'vendor\\_hand%%' AND (with_check <> 'true' OR coalesce(qual, 'true') <> 'true')"
            " ORDER BY 1, 2"
        )
        [(walled, again)] = ask(
            "SELECT format('ALTER POLICY vendor_wall ON engagements_engagement USING (%%s) WITH CHECK (%%s)', w, w),"
            " format('ALTER POLICY vendor_wall ON engagements_engagement USING (%%s) WITH CHECK (%%s)', qual,"
            " with_check)"
            " FROM pg_policies, (SELECT %s::text AS w) wide WHERE policyname = 'vendor_wall'"
            " AND tablename = 'engagements_engagement'",
            BY_VENDOR,
        )
    missed = []
    # A policy for a verb that the portal has not is there for the day it gets it.
    felt = [(down, up) for table, verb, down, up in policies if verb in PORTAL_WRITES.get(table, set())]
    for down, up in [*felt, (walled, again)]:
        with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(down)
        if not (hands.signed_by_others(cast, own) + hands.changed_one_by_one(cast) + hands.seen_without_grant(cast)):
            missed.append(down)
        with connection.as_owner(), connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(up)
    assert missed == []
    assert len(felt) > 30


def furnish_for_hands(cast: Cast, *, now: datetime) -> Any:
    """A row of everything, such that of each hand there is one that nothing but the hand refuses.

    The vendor's invitation is accepted: nobody may answer it any more. Where a trigger seals a row before any wall is
    asked, there is another one: a colleague's amendment and offer. Where the vendor's wall refuses too, it is met: the
    scorecard is issued, the role is the manager's own, the proposal is recorded by the manager, and not as the team's.
    """
    house = cast.northwind
    manager, agent = (house.vendor_people["kestrel", role] for role in (Role.VENDOR_MANAGER, Role.VENDOR_AGENT))
    own: Any = fill(house, mark="", now=now)
    anew = {Selection, Brief, BriefInvitation}
    again: Any = fill(house, mark=" again", now=now, shared={model: own[model] for model in own if model not in anew})
    with identity():
        Invitation.objects.filter(organization=house.pk).update(accepted_by=agent, accepted_at=now)
    with system([house.pk]), transaction.atomic():
        Scorecard.objects.update(state="issued", issued_at=now, seal="0" * 64)
        Participant.objects.update(user=manager)
        PilotAmendment.objects.update(withdrawn_at=now)
        PilotAmendment.objects.create(
            pilot=own[Pilot],
            number=2,
            reason="fewer items",
            proposed_by=house.people[Role.OPS_LEAD],
            proposed_at=now,
            vendor_signed_by=agent,
            vendor_signed_name="Agent",
            vendor_signed_at=now,
        )
        Offer.objects.create(brief=again[Brief], vendor=house.vendors["kestrel"], started_by=agent, started_at=now)
    own[Proposal].recorded_by, own[Proposal].source = manager, "overseer"
    return own

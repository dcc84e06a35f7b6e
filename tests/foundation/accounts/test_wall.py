"""The wall itself, without any page in front of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from engagements.models import Engagement, EngagementGrant
from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.context import TenancyError, identity, portal, staff, system
from tests.conftest import SignIn
from tests.factories.cast import Cast
from vendors.models import Vendor


def test_staff_sees_only_its_own(cast: Cast) -> None:
    with staff(cast.northwind.pk):
        assert set(Vendor.objects.values_list("name", flat=True)) == {"Own team", "Kestrel", "Inkwell"}
        assert Organization.objects.get().slug == "northwind"
        assert not User.objects.filter(email__endswith="umbra.example").exists()


def test_without_a_scope_every_statement_is_refused(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        list(Vendor.objects.all())


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_every_statement_is_refused() -> None:
    with staff(1), pytest.raises(ProgrammingError, match="permission denied"):
        list(Vendor.objects.all())


def test_another_tenants_row_cannot_be_pointed_at(cast: Cast) -> None:
    with staff(cast.northwind.pk), pytest.raises(IntegrityError, match="wall"), transaction.atomic():
        Engagement.objects.filter(name="Night desk").update(vendor_id=cast.umbra.vendors["kestrel"].pk)


def test_another_tenants_row_cannot_be_written(cast: Cast) -> None:
    with staff(cast.northwind.pk), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Vendor.objects.create(name="x", organization_id=cast.umbra.pk)


def test_switching_tenants_inside_a_scope_is_refused(cast: Cast) -> None:
    with staff(cast.northwind.pk), pytest.raises(TenancyError), staff(cast.umbra.pk):
        pass


def test_the_scope_is_back_after_an_excursion_and_after_a_rollback(cast: Cast) -> None:
    with staff(cast.northwind.pk):
        with identity():
            assert Membership.objects.filter(role=Role.OWNER).count() == 2
        undone = transaction.savepoint()
        Vendor.objects.create(name="Gone")
        transaction.savepoint_rollback(undone)
        assert Vendor.objects.count() == 3


def test_system_sees_the_organizations_listed(cast: Cast) -> None:
    with system([cast.northwind.pk]):
        assert Vendor.objects.count() == 3
    with system([cast.northwind.pk, cast.umbra.pk]):
        assert Vendor.objects.count() == 6


def test_a_vendors_person_sees_one_vendor_and_granted_engagements(cast: Cast) -> None:
    house = cast.northwind
    person = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=person.pk):
        assert Vendor.objects.get().name == "Kestrel"
        assert Engagement.objects.get().name == "Night desk"
        assert not User.objects.filter(email__startswith="inkwell").exists()
    with staff(house.pk):
        EngagementGrant.objects.filter(user=person).delete()
    with portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=person.pk):
        assert not Engagement.objects.exists()


def test_a_grant_for_another_vendors_engagement_opens_nothing(cast: Cast) -> None:
    house = cast.northwind
    person = house.vendor_people["kestrel", Role.VENDOR_AGENT]
    with portal(house.pk, vendor=house.vendors["inkwell"].pk, actor=person.pk):
        assert not Engagement.objects.exists()


def test_the_audit_log_only_grows(cast: Cast) -> None:
    with staff(cast.northwind.pk), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM accounts_auditevent")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE accounts_auditevent SET verb = 'x'")


def test_the_scope_of_a_request_ends_with_it(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.northwind.people[Role.OWNER]).get("/northwind/").status_code == 200
    assert context.current() is context.NOBODY

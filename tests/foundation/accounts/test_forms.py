"""The base form: a duplicate is a message, a stranger's row is no choice."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import ModelChoiceField
from django.utils import timezone

from engagements.models import Engagement, Process
from foundation.accounts.forms import TenantModelForm
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import TenancyError, staff
from tests.factories.cast import Cast
from vendors.models import Vendor, VendorKind


class VendorForm(TenantModelForm):
    class Meta:
        model = Vendor
        fields = ("name", "kind")


class EngagementForm(TenantModelForm):
    class Meta:
        model = Engagement
        fields = ("name", "process", "vendor", "owner")


def offered(form: TenantModelForm, name: str) -> set[Any]:
    field = form.fields[name]
    assert isinstance(field, ModelChoiceField)
    return set(field.queryset or ())


def test_a_duplicate_is_a_message_at_its_field_whatever_the_case(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        form = VendorForm({"name": "kESTREL", "kind": VendorKind.EXTERNAL}, organization=house.organization)
        assert form.errors == {"name": ["Another one has this Name already."]}


def test_a_conditional_constraint_is_checked_too(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        form = VendorForm({"name": "Second team", "kind": VendorKind.INTERNAL}, organization=house.organization)
        assert list(form.errors.values()) == [["This exists already."]]


def test_a_row_is_no_duplicate_of_itself_and_the_other_tenants_names_are_free(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        own = VendorForm(
            {"name": "Kestrel", "kind": "external"}, instance=house.vendors["kestrel"], organization=house.organization
        )
        assert own.errors == {}
        free = VendorForm(
            {"name": cast.umbra.vendors["kestrel"].name, "kind": "external"}, organization=house.organization
        )
        assert free.is_valid()
        assert free.save().organization_id == house.pk


def test_choices_are_the_workspaces_rows_and_its_living_staff(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        gone = house.memberships[house.people[Role.VIEWER].pk]
        gone.left_at = timezone.now()
        gone.save()
        form = EngagementForm(organization=house.organization)
        assert offered(form, "process") == set(Process.objects.all())
        assert offered(form, "vendor") == set(house.vendors.values())
        assert offered(form, "owner") == set(house.people.values()) - {gone.user}


def test_the_person_chosen_already_stays_a_choice(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        lead = house.memberships[house.people[Role.OPS_LEAD].pk]
        lead.left_at = timezone.now()
        lead.save()
        form = EngagementForm(instance=house.engagements["kestrel"], organization=house.organization)
        assert lead.user in offered(form, "owner")


def test_another_tenants_row_is_no_choice(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk):
        data = {
            "name": "X",
            "process": 0,
            "vendor": cast.umbra.vendors["kestrel"].pk,
            "owner": cast.umbra.people[Role.OWNER].pk,
        }
        missing = EngagementForm(data | {"vendor": 0, "owner": 0}, organization=house.organization)
        theirs = EngagementForm(data, organization=house.organization)
        assert theirs.errors == missing.errors
        assert set(theirs.errors) >= {"vendor", "owner"}


def test_a_form_over_another_tenants_row_is_refused(cast: Cast) -> None:
    house = cast.northwind
    with staff(house.pk), pytest.raises(TenancyError):
        VendorForm(instance=cast.umbra.vendors["kestrel"], organization=house.organization)

"""The intake form that a template carries."""

from __future__ import annotations

from datetime import datetime

import pytest

from engagements.models import Engagement, Process
from engagements.patterns.builtin.intake import OF
from engagements.patterns.wording import worded
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast
from tests.workitems.asking import make_form
from workitems.models import FieldKind, IntakeForm
from workitems.patterns import apply_intake, export_intake
from workitems.queries.intake import form_parts


@pytest.mark.parametrize("key", sorted(OF))
def test_a_starter_makes_a_form_that_reads_back_the_same(cast: Cast, now: datetime, key: str) -> None:
    house = cast.northwind
    content = worded(OF[key], str)["intake"]
    with staff(house.pk):
        process = Process.objects.create(name="Another process")
        engagement = Engagement.objects.create(
            name="New", process=process, vendor=house.vendors["own"], started_on=now.date()
        )
        apply_intake(engagement, content, house.people[Role.OWNER], now)
        form = IntakeForm.objects.get(process=process)
        assert form.engagement == engagement
        assert export_intake(engagement) == content
        assert {field.kind for field in form_parts(form).fields} <= set(FieldKind.values)


def test_a_process_that_has_a_form_keeps_it(cast: Cast, now: datetime) -> None:
    house = cast.northwind
    with staff(house.pk):
        form = make_form(house, now=now)
        apply_intake(house.engagements["own"], {"name": "Another"}, house.people[Role.OWNER], now)
        assert [each.name for each in IntakeForm.objects.all()] == [form.name]


def test_without_a_form_nothing_is_carried(cast: Cast, now: datetime) -> None:
    with staff(cast.northwind.pk):
        assert export_intake(cast.northwind.engagements["own"]) == {}

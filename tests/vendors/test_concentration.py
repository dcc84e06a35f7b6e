"""How much hangs on few: the worked examples of docs/metrics.md, and what several vendors share."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from engagements.models import EngagementTerms
from foundation.accounts.tenancy.context import staff
from tests.engagements.conftest import url
from tests.factories.cast import CANARY, House
from vendors.concentration import Holding, currencies, exposures, index, shares
from vendors.models import SubProcessor, Vendor

TEXT = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text()
EXAMPLES = re.findall(r"```example\nholdings (.*)\n((?:expect currency.*\n)+)```", TEXT)


def holding(text: str, key: int) -> Holding:
    name, *parts = text.split(":")
    found = dict(part.split("=") for part in parts)
    items = int(found.pop("items", 0))
    return Holding(key, name, {currency: Decimal(fee) for currency, fee in found.items()}, items)


def test_there_is_an_example() -> None:
    assert len(EXAMPLES) == 1


@pytest.mark.parametrize(("given", "expected"), EXAMPLES)
def test_worked_example(given: str, expected: str) -> None:
    holdings = [holding(text, key) for key, text in enumerate(given.split())]
    lines = [dict(part.split("=", 1) for part in line.split()[1:]) for line in expected.splitlines()]
    assert [line["currency"] for line in lines] == [*currencies(holdings)[:2], "items"]
    for line in lines:
        found = shares(holdings, line["currency"].replace("items", ""))
        assert [(each.name, each.percent) for each in found] == [
            (name, Decimal(percent)) for name, percent in (part.split(":") for part in line["shares"].split(","))
        ]
        assert index(found) == Decimal(line["index"])


def test_nothing_has_no_index_and_no_share() -> None:
    assert (shares([Holding(1, "A")], ""), index([]), currencies([Holding(1, "A", {"EUR": Decimal(0)})])) == (
        [],
        None,
        [],
    )


def test_what_several_share_overlaps() -> None:
    found = exposures(
        [
            Holding(1, "A", {"EUR": Decimal(60)}, 5, ("PL", "DE"), ("Host", "Host")),
            Holding(2, "B", {"EUR": Decimal(40)}, 15, ("PL",)),
        ],
        by="countries",
    )
    assert [(each.name, each.vendors, [(m, s.percent) for m, s in each.shares]) for each in found] == [
        ("PL", ("A", "B"), [("EUR", Decimal(100)), ("", Decimal(100))]),
        ("DE", ("A",), [("EUR", Decimal(60)), ("", Decimal(25))]),
    ]


def test_the_page_never_adds_up_currencies(house: House, lead: Client) -> None:
    with staff(house.pk):
        EngagementTerms.objects.filter(engagement=house.engagements["inkwell"]).update(currency="USD", monthly_fee=500)
        Vendor.objects.filter(pk=house.vendors["kestrel"].pk).update(countries=["PL"])
        SubProcessor.objects.create(vendor=house.vendors["kestrel"], name="Hostly", service="hosting")
        SubProcessor.objects.create(
            vendor=house.vendors["inkwell"], name="Gone", service="hosting", ended_on=date(2026, 1, 1)
        )
    page = lead.get(url("outsourcing:vendor-concentration", house))
    assert [(m.currency, [(s.name, s.part, s.percent) for s in m.shares]) for m in page.context["measures"]] == [
        ("EUR", [("Kestrel", Decimal(12000), Decimal(100))]),
        ("USD", [("Inkwell", Decimal(500), Decimal(100))]),
        ("", []),
    ]
    assert [each.name for each in page.context["by_country"]] == ["Poland"]
    assert [each.name for each in page.context["by_sub_processor"]] == ["Hostly"]
    assert CANARY not in page.content.decode()

"""Two people agree something about the same metric: the second one is told, and loses nothing that was typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from engagements.models import MetricTarget, MetricVersion
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.conftest import SignIn
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import errors, url
from tests.factories.cast import House

CONFLICT = "Somebody else saved this in the meantime. Your text is kept: compare it with theirs, then save again."
DEFINITION = {"source": "Tickets", "cadence": "week"}
TARGET = {"minimum": "90", "minimum_sample": "1", "position": "1"}


@pytest.fixture
def owner(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.people[Role.OWNER])


def typed(page: Any, **more: str) -> dict[str, Any]:
    """What the browser sends from a page that was opened: its hidden field and what was typed."""
    return {"seen": page.context["form"]["seen"].value(), **more}


def test_a_definition_that_somebody_else_changed(house: House, agreed: Agreements, lead: Client, owner: Client) -> None:
    address = url("metric-edit", house, pk=agreed.metric.pk)
    mine, theirs = (
        typed(browser.get(address), definition=f"{name}.", **DEFINITION)
        for name, browser in (("Mine", lead), ("Theirs", owner))
    )
    assert b'<input type="hidden" name="seen" value="1"' in lead.get(address).content
    assert owner.post(address, theirs | {"valid_from": "2026-12-07"}).status_code == 302
    refused = lead.post(address, mine | {"valid_from": "2026-12-14"})
    assert errors(refused) == {"__all__": [CONFLICT]}
    text = refused.content.decode()
    assert "Theirs, saved as version 2: “Theirs.”" in text
    assert ">\nMine.</textarea>" in text
    assert (
        lead.post(address, typed(refused, definition="Both.", valid_from="2026-12-14", **DEFINITION)).status_code == 302
    )
    with staff(house.pk):
        kept = list(MetricVersion.objects.order_by("number").values_list("number", "definition"))
    assert kept == [(1, "Clocks met"), (2, "Theirs."), (3, "Both.")]


def test_a_target_that_somebody_else_agreed(house: House, agreed: Agreements, lead: Client, owner: Client) -> None:
    address = url("target-edit", house, pk=agreed.target.engagement_id, metric=agreed.metric.pk)
    mine = typed(lead.get(address), expected="97", valid_from="2026-12-14", **TARGET)
    theirs = typed(owner.get(address), expected="96", valid_from="2026-12-07", **TARGET)
    assert owner.post(address, theirs).status_code == 302
    refused = lead.post(address, mine)
    assert errors(refused) == {"__all__": [CONFLICT]}
    text = " ".join(refused.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Theirs, as it is agreed now: ≥ 96 %, minimum 90 %; from " in text
    assert 'name="expected" value="97"' in text
    again = typed(refused, expected="97", valid_from="2026-12-14", **TARGET)
    assert lead.post(address, again).status_code == 302
    with staff(house.pk):
        kept = MetricTarget.objects.order_by("valid_from").values_list("expected", flat=True)
        assert [int(value) for value in kept] == [95, 96, 97]


def test_a_page_that_does_not_say_what_it_saw_is_refused(house: House, agreed: Agreements, lead: Client) -> None:
    target = url("target-edit", house, pk=agreed.target.engagement_id, metric=agreed.metric.pk)
    assert errors(lead.post(target, TARGET | {"expected": "97", "valid_from": "2026-12-14"})) == {"__all__": [CONFLICT]}
    metric = url("metric-edit", house, pk=agreed.metric.pk)
    said = DEFINITION | {"definition": "Mine.", "valid_from": "2026-12-14"}
    assert errors(lead.post(metric, said)) == {"__all__": [CONFLICT]}


def test_terms_of_a_level_that_somebody_else_agreed(
    house: House, agreed: Agreements, lead: Client, owner: Client
) -> None:
    address = url("level-edit", house, pk=agreed.level.engagement_id, level=agreed.level.pk)

    def terms(page: Any, rule: str, day: str) -> dict[str, str]:
        """What the browser sends from a page that was opened."""
        times = {
            "times-TOTAL_FORMS": "1",
            "times-INITIAL_FORMS": "0",
            "times-0-amount": "30",
            "times-0-unit": "minutes",
        }
        said = {
            "reopen_rule": "keep",
            "pass_rule": rule,
            "valid_from": day,
            "seen": page.context["terms"]["seen"].value(),
        }
        return times | {f"terms-{name}": value for name, value in said.items()}

    opened = lead.get(address)
    assert 'name="terms-seen" value="1"' in opened.content.decode()
    assert owner.post(address, terms(opened, "Theirs.", "2026-12-07")).status_code == 302
    refused = lead.post(address, terms(opened, "Mine.", "2026-12-14"))
    assert errors(refused, "terms") == {"__all__": [CONFLICT]}
    assert "Theirs, as it is agreed now: Theirs." in " ".join(refused.content.decode().split())
    assert lead.post(address, terms(refused, "Both.", "2026-12-14")).status_code == 302
    with staff(house.pk):
        assert [version.pass_rule for version in agreed.level.versions.order_by("number")] == [
            "Answered",
            "Theirs.",
            "Both.",
        ]

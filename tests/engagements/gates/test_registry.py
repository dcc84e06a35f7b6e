from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse

from engagements.gates import checks, registry
from engagements.gates.registry import Finding, check, check_of, checks_of
from engagements.gates.standing import gates
from engagements.models import Engagement, Stage
from tests.engagements.gates.conftest import TODAY

HERE = Path(__file__).parent


def test_each_check_is_one_file_with_one_test() -> None:
    files = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == set(checks.CHECKS)
    assert {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")} - {"registry"} == files


def test_a_higher_room_puts_its_check_in_the_place_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_CHECKS", dict(vars(registry)["_CHECKS"]))
    places = [each.key for each in checks_of(Stage.LIVE)]

    @check(key="exit-plan-kept", stage=Stage.LIVE, label="An exit plan")
    def ask(engagement: Engagement, today: date) -> Finding:
        return Finding(True)

    assert [each.key for each in checks_of(Stage.LIVE)] == places
    assert check_of("exit-plan-kept").ask is ask  # type: ignore[union-attr]  # registered above


def test_every_finding_leads_to_a_page_that_exists(planned: Engagement) -> None:
    lost = []
    for gate in gates(planned, TODAY):
        for standing in gate.standings:
            found = standing.finding
            if found.link:
                words = [found.link_word] if found.link_word else []
                try:
                    reverse(found.link, args=["northwind", found.link_pk or planned.pk, *words])
                except NoReverseMatch:
                    lost.append((standing.check.key, found.link))
    assert lost == []

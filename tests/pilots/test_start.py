"""The start: what was written is locked and sealed, once; and what is refused leaves everything as it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagements.models import ActionItem, Stage
from foundation.accounts.roles import Role
from pilots.actions.plans import change_pilot, remove_part, replace_backlog, save_part, waive, withdraw_waiver
from pilots.actions.starting import start_pilot
from pilots.models import Pilot, PilotTerms, RollbackTrigger, SuccessCriterion
from pilots.queries.plans import criteria_of, terms_of, triggers_of
from pilots.sealing import document, seal_of
from tests.factories.cast import House
from tests.factories.pilots import FIRST, NINE, backlog, planned, started


def start(pilot: Pilot, house: House, today: date = FIRST) -> Pilot:
    return start_pilot(pilot=pilot, by=house.people[Role.OPS_LEAD], now=NINE, today=today)


def test_it_locks_the_plan_under_its_seal(acting: House) -> None:
    pilot = start(planned(acting), acting)
    pilot.refresh_from_db()
    sealed = document(pilot, criteria_of(pilot), triggers_of(pilot), backlog=60)
    assert pilot.plan == sealed
    assert pilot.seal == seal_of(sealed)
    assert len(pilot.seal) == 64
    assert [each["threshold"] for each in pilot.plan["criteria"]] == ["5", "8", "90"]
    text = str(pilot.plan)
    assert not any(secret in text for secret in ("18000", "Day desk", "baseline"))
    drill = ActionItem.objects.get(source_kind="pilot-drill")
    assert (drill.source_key, drill.due_date) == (f"{pilot.pk}/1", FIRST + timedelta(days=35))


def test_a_second_start_changes_nothing(acting: House) -> None:
    pilot = start(planned(acting), acting)
    with pytest.raises(ValidationError, match="has been started already"):
        start(pilot, acting)
    assert Pilot.objects.get(pk=pilot.pk).seal == pilot.seal
    assert ActionItem.objects.filter(source_kind="pilot-drill").count() == 1


def no_trigger(pilot: Pilot) -> None:
    RollbackTrigger.objects.filter(pilot=pilot).delete()


def too_long(pilot: Pilot) -> None:
    pilot.end_date = pilot.start_date + timedelta(days=90)
    pilot.save()


def one_metric(pilot: Pilot) -> None:
    SuccessCriterion.objects.filter(pilot=pilot, position__gt=0).delete()


def small_backlog(pilot: Pilot) -> None:
    replace_backlog(pilot=pilot, items=backlog(49), by=None)


def no_budget(pilot: Pilot) -> None:
    PilotTerms.objects.filter(pilot=pilot).update(budget=None)


def no_owner(pilot: Pilot) -> None:
    Pilot.objects.filter(pk=pilot.pk).update(owner=None)
    pilot.owner = None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (no_trigger, "Rollback triggers"),
        (too_long, "30 to 90 days"),
        (one_metric, "Three to five metrics"),
        (small_backlog, "50 to 200 items"),
        (no_budget, "A budget"),
        (no_owner, "An owner"),
    ],
)
def test_a_plan_with_a_gap_does_not_start(acting: House, spoil: Any, said: str) -> None:
    pilot = planned(acting)
    spoil(pilot)
    with pytest.raises(ValidationError, match=said):
        start(pilot, acting)
    stored = Pilot.objects.get(pk=pilot.pk)
    assert (stored.locked_at, stored.seal, stored.plan) == (None, "", {})


def test_a_limit_is_left_only_with_a_reason(acting: House) -> None:
    pilot, lead = planned(acting), acting.people[Role.OPS_LEAD]
    too_long(pilot)
    with pytest.raises(ValidationError, match="Say why"):
        waive(pilot=pilot, rule="duration", reason=" ", by=lead, now=NINE)
    with pytest.raises(ValidationError, match="Nobody may wave"):
        waive(pilot=pilot, rule="owner", reason="later", by=lead, now=NINE)
    with pytest.raises(ValidationError, match="nothing to wave through"):
        waive(pilot=pilot, rule="budget", reason="later", by=lead, now=NINE)
    waive(pilot=pilot, rule="duration", reason="The season is long.", by=lead, now=NINE)
    withdraw_waiver(pilot=pilot, rule="duration", by=lead, now=NINE)
    with pytest.raises(ValidationError, match="30 to 90 days"):
        start(pilot, acting)
    waive(pilot=pilot, rule="duration", reason="The season is long.", by=lead, now=NINE)
    assert start(pilot, acting).locked_at == NINE


def test_neither_late_nor_early_nor_beside_another(acting: House) -> None:
    pilot = planned(acting)
    with pytest.raises(ValidationError, match="first day has passed"):
        start(pilot, acting, FIRST + timedelta(days=1))
    desk = acting.engagements["kestrel"]
    desk.stage = Stage.PARTNER
    desk.save()
    pilot = Pilot.objects.get(pk=pilot.pk)
    with pytest.raises(ValidationError, match="still at: Partner"):
        start(pilot, acting)
    desk.stage = Stage.PILOT
    desk.save()
    start(Pilot.objects.get(pk=pilot.pk), acting)
    second = Pilot.objects.get(pk=pilot.pk)
    second.pk, second._state.adding, second.title, second.locked_at, second.seal = None, True, "Again", None, ""
    second.save()
    parts: list[Any] = [*criteria_of(pilot), *triggers_of(pilot)]
    for part in parts:
        part.pk, part._state.adding, part.pilot = None, True, second
        save_part(part=part, by=None)
    terms = terms_of(pilot)
    terms.pk, terms._state.adding, terms.pilot = None, True, second
    terms.save()
    replace_backlog(pilot=second, items=backlog(60), by=None)
    with pytest.raises(ValidationError, match="runs already"):
        start(second, acting)


def test_the_plan_is_shut_after_the_start(acting: House) -> None:
    pilot, lead = started(acting), acting.people[Role.OPS_LEAD]
    first = criteria_of(pilot)[0]
    for act in (
        lambda: save_part(part=first, by=lead),
        lambda: remove_part(part=first, by=lead),
        lambda: replace_backlog(pilot=pilot, items=[], by=lead),
        lambda: change_pilot(pilot=pilot, terms=terms_of(pilot), by=lead, was={"title": "x"}, seen=1),
    ):
        with pytest.raises(ValidationError, match="needs an amendment"):
            act()


def test_the_database_keeps_the_lock_too(acting: House) -> None:
    pilot = started(acting)
    row = criteria_of(pilot)[0]
    for act in (
        lambda: SuccessCriterion.objects.filter(pk=row.pk).update(threshold=50),
        lambda: SuccessCriterion.objects.filter(pk=row.pk).delete(),
        lambda: RollbackTrigger.objects.filter(pilot=pilot).update(threshold=99),
        lambda: RollbackTrigger.objects.create(
            pilot=pilot,
            engagement_id=pilot.engagement_id,
            metric=row.metric,
            name="x",
            unit="percent",
            direction="above",
            threshold=1,
        ),
        lambda: Pilot.objects.filter(pk=pilot.pk).update(end_date=date(2027, 1, 1)),
        lambda: Pilot.objects.filter(pk=pilot.pk).update(seal="0" * 64),
        lambda: Pilot.objects.filter(pk=pilot.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()

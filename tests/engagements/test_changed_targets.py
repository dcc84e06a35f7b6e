"""A target is changed: what was closed stays, what has not begun makes way, what it shows is not forgotten."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from engagements.actions.metrics import Definition, add_metric_version
from engagements.actions.outcomes import add_outcome
from engagements.actions.service_levels import LevelTerms, TimeAllowed, add_level_version
from engagements.actions.targets import end_target, set_target
from engagements.gates.standing import standing_of
from engagements.models import MetricTarget
from engagements.periods import period_from_key
from engagements.versions import begins
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from scorecards.models import Scorecard
from scorecards.models.cards import CardState
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import errors, url
from tests.factories.cast import House
from tests.factories.scorecards import metric

CLOSED = "Scorecards of the weeks before 16 Nov 2026 are closed, and what they were judged by stays."
REFUSED = f"{CLOSED} Choose 16 Nov 2026 or later."
W46 = period_from_key("2026-W46", "UTC")
MONDAY = date(2026, 11, 16)


def changed(agreed: Agreements, day: date) -> MetricTarget:
    return MetricTarget(
        engagement=agreed.target.engagement,
        metric=agreed.metric,
        valid_from=day,
        minimum=Decimal(80),
        expected=Decimal(85),
    )


def close_week_46(agreed: Agreements, state: CardState, now: datetime) -> None:
    at = {} if state != CardState.ISSUED else {"issued_at": now, "seal": "0" * 64}
    Scorecard.objects.create(
        engagement=agreed.target.engagement,
        period_kind="week",
        period_key=W46.key,
        period_start=W46.start,
        period_end=W46.end,
        state=state,
        **at,
    )


@pytest.mark.parametrize("state", [CardState.FROZEN, CardState.ISSUED])
def test_a_closed_week_keeps_what_it_was_judged_by(
    house: House, agreed: Agreements, now: datetime, state: CardState
) -> None:
    """Targets, definitions and terms from its last day on are refused; from the next Monday on they are agreed."""
    sunday = MONDAY - timedelta(days=1)
    lead = house.people[Role.OPS_LEAD]

    def terms(day: date) -> LevelTerms:
        return LevelTerms([TimeAllowed("", 60)], "Answered", valid_from=begins(day, "UTC"))

    with staff(house.pk, actor=lead.pk):
        close_week_46(agreed, state, now)
        for field, act in (
            ("valid_from", lambda: set_target(target=changed(agreed, sunday), by=lead)),
            ("ended_on", lambda: end_target(target=agreed.target, last_day=sunday - timedelta(days=1), by=lead)),
            (
                "valid_from",
                lambda: add_metric_version(
                    metric=agreed.metric, definition=Definition("Other", "Desk", valid_from=sunday), by=lead, now=now
                ),
            ),
            (
                "valid_from",
                lambda: add_level_version(service_level=agreed.level, terms=terms(sunday), by=lead, now=now),
            ),
        ):
            with pytest.raises(ValidationError) as refused:
                act()
            assert refused.value.message_dict == {field: [REFUSED]}
        set_target(target=changed(agreed, MONDAY), by=lead)
        add_level_version(service_level=agreed.level, terms=terms(MONDAY), by=lead, now=now)


def test_an_open_week_may_still_be_mended(house: House, agreed: Agreements, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        close_week_46(agreed, CardState.HISTORY, now)
        assert set_target(target=changed(agreed, date(2026, 3, 2)), by=lead).pk


def test_what_the_metric_shows_is_kept(house: House, agreed: Agreements, now: datetime) -> None:
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        quick = add_outcome(
            engagement=agreed.target.engagement, statement="Quick", metrics=[agreed.metric.pk], by=lead, now=now
        )
        assert set_target(target=changed(agreed, MONDAY), by=lead).outcome == quick


@time_machine.travel("2026-11-20 10:00+01:00", tick=False)
def test_a_target_that_has_not_begun_makes_way(house: House, agreed: Agreements, lead: Client) -> None:
    """The form proposes the day on which the planned one begins; saving replaces it, and what has begun stays."""
    address = url("target-edit", house, pk=agreed.target.engagement_id, metric=agreed.metric.pk)
    with staff(house.pk):
        planned = set_target(target=changed(agreed, date(2027, 1, 11)), by=None)

    def post(day: str, seen: int) -> object:
        numbers = {"minimum": "70", "expected": "75", "minimum_sample": "1", "position": "1"}
        return lead.post(address, numbers | {"valid_from": day, "seen": str(seen)})

    form = lead.get(address).context["form"]
    assert (form["valid_from"].value(), form["seen"].value()) == (date(2027, 1, 11), planned.pk)
    later = "A target that begins then or later exists. Choose a later day."
    assert errors(post("2026-01-05", planned.pk)) == {"valid_from": [later]}
    assert post("2027-01-11", planned.pk).status_code == 302  # type: ignore[attr-defined]  # the client's response
    with staff(house.pk):
        rows = MetricTarget.objects.filter(metric=agreed.metric).order_by("valid_from")
        assert [(row.valid_from, int(row.expected)) for row in rows] == [
            (date(2026, 1, 5), 95),
            (date(2027, 1, 11), 75),
        ]


def test_a_new_metric_says_which_outcome_it_shows(
    house: House, agreed: Agreements, lead: Client, now: datetime
) -> None:
    person, engagement = house.people[Role.OPS_LEAD], house.engagements["own"]
    with staff(house.pk, actor=person.pk):
        quick = add_outcome(engagement=engagement, statement="Quick", by=person, now=now)
        other = add_outcome(engagement=agreed.target.engagement, statement="Other", by=person, now=now)
    address = url("target-create", house, pk=engagement.pk)
    form = lead.get(f"{address}?outcome={quick.pk}").context["form"]
    assert form["outcome"].value() == str(quick.pk)
    data = {"metric": str(agreed.metric.pk), "minimum": "70", "expected": "75", "minimum_sample": "1", "position": "1"}
    data |= {"valid_from": "2026-11-16", "outcome": str(other.pk)}
    assert list(errors(lead.post(address, data))) == ["outcome"]
    assert lead.post(address, data | {"outcome": str(quick.pk)}).status_code == 302
    with staff(house.pk):
        assert MetricTarget.objects.get(engagement=engagement).outcome == quick


def test_how_good_it_is_today_is_said_for_all_metrics_at_once(
    house: House, agreed: Agreements, lead: Client, now: datetime
) -> None:
    """What was said stays; no target begins anew."""
    pk = agreed.target.engagement_id
    with staff(house.pk):
        said = metric(
            "reopen_rate",
            house.engagements["kestrel"],
            baseline_value=Decimal(9),
            baseline_period="May",
            baseline_source="Count",
        )
        backlog = metric("backlog", house.engagements["kestrel"])
        standing = standing_of(agreed.target.engagement, "metrics-complete", MONDAY)
        assert standing is not None
        assert standing.finding.link == "engagements:target-baseline"
    address = url("target-baseline", house, pk=pk)
    assert address in lead.get(url("engagement-detail", house, pk=pk)).content.decode()
    asked = {f"baseline_figure_{each.pk}" for each in (agreed.metric, backlog)}
    assert {name for name in lead.get(address).context["form"].fields if "figure" in name} == asked
    assert errors(lead.post(address, {})) == {"__all__": ["Give the figure of at least one metric."]}
    figure = {f"baseline_figure_{agreed.metric.pk}": "82.5", "baseline_period": "October 2026"}
    assert errors(lead.post(address, figure)) == {"baseline_source": ["The figures above need this."]}
    assert lead.post(address, figure | {"baseline_source": "Own count"}).status_code == 302
    with staff(house.pk):
        rows = (
            MetricTarget.objects.filter(engagement=pk)
            .order_by("pk")
            .values_list("metric", "baseline_value", "baseline_period")
        )
        assert list(rows) == [
            (agreed.metric.pk, Decimal("82.5"), "October 2026"),
            (said.pk, Decimal(9), "May"),
            (backlog.pk, None, ""),
        ]

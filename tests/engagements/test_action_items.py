"""Corrective actions: opened once per source, closed once, owned by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from engagements.actions.action_items import (
    complete_action_item,
    drop_action_item,
    open_action_item,
    reopen_action_item,
)
from engagements.models import ActionItem
from engagements.queries import action_items as queries
from engagements.queries.action_items import ActionCounts, ActionFilter
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import Cast, House

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(cast: Cast) -> Iterator[House]:
    with staff(cast.northwind.pk):
        yield cast.northwind


def promise(house: House, now: datetime, *, vendor: str = "kestrel", days: int = 7, **more: object) -> ActionItem:
    return open_action_item(
        engagement=house.engagements[vendor],
        title=f"Hire a night lead {days}",
        due_date=TODAY + timedelta(days=days),
        by=house.people[Role.ANALYST],
        now=now,
        **({"owner_name": "R. Osei"} | more),  # type: ignore[arg-type]  # spread in a test
    )


def test_a_source_opens_one_action_however_often(house: House, now: datetime) -> None:
    first = promise(house, now, source_kind="scorecard", source_key="12")
    complete_action_item(action_item=first, by=house.people[Role.ANALYST], now=now)
    assert promise(house, now, source_kind="scorecard", source_key="12").pk == first.pk
    assert promise(house, now, source_kind="scorecard", source_key="13").pk != first.pk
    assert ActionItem.objects.count() == 2
    assert AuditEvent.objects.filter(verb="actionitem.opened").count() == 2


def test_somebody_owns_it(house: House, now: datetime) -> None:
    with pytest.raises(ValidationError) as refused:
        promise(house, now, owner_name=" ")
    assert list(refused.value.message_dict) == ["owner"]
    assert promise(house, now, owner_name="", owner=house.people[Role.VIEWER]).owner_name == ""


def test_it_is_closed_once(house: House, now: datetime) -> None:
    item, lead = promise(house, now), house.people[Role.OPS_LEAD]
    complete_action_item(action_item=item, by=lead, now=now, note="hired")
    with pytest.raises(ValidationError):
        drop_action_item(action_item=item, by=lead, now=now, note="no budget")
    item.refresh_from_db()
    assert (item.done_at, item.dropped_at, item.closed_by_id, item.closing_note) == (now, None, lead.pk, "hired")
    reopen_action_item(action_item=item, by=lead)
    with pytest.raises(ValidationError):
        reopen_action_item(action_item=item, by=lead)
    with pytest.raises(ValidationError):
        drop_action_item(action_item=item, by=lead, now=now, note="")
    drop_action_item(action_item=item, by=lead, now=now, note="no budget")
    item.refresh_from_db()
    assert (item.done_at, item.dropped_at, item.closing_note) == (None, now, "no budget")


def test_counts_and_filters(house: House, now: datetime) -> None:
    late, soon = promise(house, now, days=-2), promise(house, now, days=0)
    other = promise(house, now, vendor="inkwell", owner_name="", owner=house.people[Role.VIEWER])
    done = promise(house, now, days=-9)
    complete_action_item(action_item=done, by=house.people[Role.OPS_LEAD], now=now)
    kestrel, inkwell = house.engagements["kestrel"].pk, house.engagements["inkwell"].pk
    assert queries.counts_by_engagement(today=TODAY) == {kestrel: ActionCounts(2, 1), inkwell: ActionCounts(1, 0)}
    assert list(queries.overdue_actions(today=TODAY)) == [late]
    assert list(queries.open_actions_of(kestrel)) == [late, soon]
    for wanted, rows in (
        (ActionFilter(), [late, soon, other]),
        (ActionFilter("overdue"), [late]),
        (ActionFilter("done"), [done]),
        (ActionFilter("all"), [other, soon, late, done]),
        (ActionFilter(owner_id=house.people[Role.VIEWER].pk), [other]),
        (ActionFilter(owner_name="R. Osei"), [late, soon]),
        (ActionFilter(engagement_id=inkwell), [other]),
    ):
        assert queries.action_page(wanted, today=TODAY).rows == rows, wanted


@pytest.mark.parametrize("state", ["open", "all"])
def test_pages_follow_each_other_without_gap(
    house: House, now: datetime, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    everything = {promise(house, now, days=days).pk for days in (1, 1, 1, 2, 3)}
    seen, after = [], ""
    for _page in range(3):
        page = queries.action_page(ActionFilter(state), today=TODAY, after=after)
        seen += [row.pk for row in page.rows]
        after = page.after
    assert (after, len(seen), set(seen)) == ("", 5, everything)
    assert queries.action_page(ActionFilter(state), today=TODAY, after="nonsense").rows[0].pk == seen[0]

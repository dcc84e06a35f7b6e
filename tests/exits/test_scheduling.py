from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exits.defaults import STEPS
from exits.scheduling import OrderFault, Planned, Wrong, due_dates, order_faults, waits_for

KEYS = [f"s{n}" for n in range(8)]


def test_every_kind_of_wrong_order_is_named() -> None:
    steps = [Planned("a", 10, ("b",)), Planned("b", 20, ("a",)), Planned("c", 30, ("a", "gone"))]
    assert order_faults(steps) == [
        OrderFault(Wrong.UNKNOWN, "c", "gone"),
        OrderFault(Wrong.CIRCLE, "a", "a"),
        OrderFault(Wrong.CIRCLE, "b", "b"),
    ]
    assert order_faults([Planned("a", 10), Planned("b", 20, ("a",))]) == [OrderFault(Wrong.TOO_EARLY, "b", "a")]


def test_the_default_can_be_walked_in_both_kinds_of_exit() -> None:
    tasks = [step for step in STEPS if step.planned is not None]
    assert order_faults([Planned(step.key, step.planned or 0, step.after) for step in tasks]) == []
    assert order_faults([Planned(step.key, step.stressed or 0, step.after) for step in tasks]) == []


def test_what_is_still_open_is_waited_for() -> None:
    assert waits_for("c", ["a", "b"], ["b", "c"]) == ["b"]


@given(
    st.lists(st.tuples(st.integers(-60, 120), st.sets(st.sampled_from(KEYS))), min_size=1, max_size=8),
    st.integers(0, 200),
)
def test_without_faults_no_task_is_due_before_what_comes_first(steps: list[tuple[int, set[str]]], ahead: int) -> None:
    """However short the time: days are cut at the start, and the order holds."""
    planned = [Planned(f"s{n}", days, tuple(sorted(after))) for n, (days, after) in enumerate(steps)]
    start = date(2026, 11, 23)
    due = due_dates(planned, last_day=start + timedelta(days=ahead), start=start)
    if not order_faults(planned):
        assert all(due[name] <= due[step.key] for step in planned for name in step.after)
    assert min(due.values()) >= start

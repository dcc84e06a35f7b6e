"""How a vendor stands with its papers of a kind."""

from datetime import date, timedelta

import pytest

from vendors.rules import Held, State, reminder_due, standing

LAST = date(2026, 11, 30)
SINCE = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("after", "grace", "state"),
    [
        (-31, 0, State.IN_FORCE),
        (-30, 0, State.ENDING),
        (0, 0, State.ENDING),
        (1, 0, State.LAPSED),
        (1, 10, State.GRACE),
        (10, 10, State.GRACE),
        (11, 10, State.LAPSED),
    ],
)
def test_the_last_day_counts(after: int, grace: int, state: State) -> None:
    today = LAST + timedelta(days=after)
    assert standing([Held(1, SINCE, LAST)], today=today, grace_days=grace).state == state


def test_the_paper_that_reaches_furthest_decides() -> None:
    papers = [Held(1, SINCE, LAST), Held(2, SINCE, None), Held(3, SINCE, date(2026, 1, 1))]
    assert standing(papers, today=LAST, grace_days=0) == (State.IN_FORCE, papers[1])
    later = Held(4, LAST + timedelta(days=1), None)
    assert standing([papers[0], later], today=LAST, grace_days=0) == (State.ENDING, papers[0])


def test_unfit_and_missing() -> None:
    bad = Held(1, SINCE, None, "type_one")
    assert standing([bad], today=LAST, grace_days=0) == (State.UNFIT, bad)
    assert standing([bad, Held(2, SINCE, LAST)], today=LAST, grace_days=0).state == State.ENDING
    assert standing([], today=LAST, grace_days=0) == (State.MISSING, None)


@pytest.mark.parametrize(("before", "due"), [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-1, None)])
def test_reminders_come_thirty_and_seven_days_before_and_on_the_day(before: int, due: int | None) -> None:
    assert reminder_due(LAST, today=LAST - timedelta(days=before)) == due

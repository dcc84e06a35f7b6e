from __future__ import annotations

from datetime import date

from exits.readiness.access_known import ask
from exits.readiness.facts import Facts

TODAY = date(2026, 11, 23)


def test_an_empty_register_and_one_that_is_out_of_date() -> None:
    assert ask(Facts(TODAY)).message == "The access register knows of nobody."
    found = ask(Facts(TODAY, grants=4, grants_overdue=2))
    assert (found.share, found.message) == (0.5, "2 accesses have outlived their last day.")
    assert ask(Facts(TODAY, grants=4)).holds

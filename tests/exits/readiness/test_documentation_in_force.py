from __future__ import annotations

from datetime import date

from exits.readiness.documentation_in_force import ask
from exits.readiness.facts import Facts

TODAY = date(2026, 11, 23)


def test_sops_that_are_not_in_force_do_not_help_a_stranger() -> None:
    assert ask(Facts(TODAY)).message == "No SOP is written."
    found = ask(Facts(TODAY, sops=4, sops_in_force=3))
    assert (found.share, found.message) == (0.75, "1 SOP is not in force.")
    assert ask(Facts(TODAY, sops=2, sops_in_force=2)).holds

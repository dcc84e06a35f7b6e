from __future__ import annotations

from datetime import date, datetime

from engagements.gates.registry import check_of
from engagements.models import Engagement, Stage
from exits.actions.plans import make_plan
from exits.models import ExitStep
from foundation.accounts.models import User
from foundation.accounts.tenancy.context import staff
from tests.factories.cast import House

TODAY = date(2026, 11, 23)


def says(engagement: Engagement) -> tuple[bool, str]:
    check = check_of("exit-plan-kept")
    assert check is not None
    assert check.stage == Stage.LIVE
    found = check.ask(engagement, TODAY)
    return found.holds, found.message


def test_it_holds_once_a_plan_is_kept_whose_every_step_cites_a_clause(
    house: House, engagement: Engagement, by: User, now: datetime
) -> None:
    with staff(house.pk):
        assert says(engagement) == (False, "No exit plan is kept for this engagement yet.")
        plan = make_plan(engagement=engagement, by=by, now=now)
        assert says(engagement) == (True, "")
        ExitStep.objects.filter(plan=plan, key__in=["access", "notice"]).update(clause="")
        assert says(engagement) == (False, "2 steps of the exit plan cite no clause.")
        ExitStep.objects.filter(plan=plan).delete()
        assert says(engagement) == (False, "The exit plan has no steps.")

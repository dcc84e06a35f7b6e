"""Reads about exit plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from engagements.models import Engagement
from engagements.queries.calendars import default_calendar, hours_of, version_at
from exits.data_classes import CLASSES
from exits.models import ExitPlan, ExitStep, RetentionRule
from exits.terms import NoticeDay, Term, is_weekday, next_notice
from finance.case import Category
from finance.case.amounts import Amounts
from finance.models import CaseVersion
from finance.queries.cases import approved_of


def plan_of(engagement_id: int) -> ExitPlan | None:
    """An engagement's plan, None where none is kept."""
    plans = ExitPlan.objects.select_related("alternative_vendor", "reviewed_by")
    found: ExitPlan | None = plans.filter(engagement=engagement_id).first()
    return found


def contract_days(engagement_id: int) -> tuple[date | None, date | None]:
    """The contract's first and original last day, as the plan has them."""
    days = ExitPlan.objects.filter(engagement=engagement_id).values_list("starts_on", "ends_on").first()
    return days or (None, None)


def steps_of(plan: ExitPlan) -> list[ExitStep]:
    """A plan's lines in their order."""
    return list(ExitStep.objects.filter(plan=plan).select_related("owner").order_by("position", "pk"))


def tasks_of(plan: ExitPlan) -> list[ExitStep]:
    """The lines that become tasks: those with a day."""
    return [step for step in steps_of(plan) if step.days_before is not None]


def retention_of(plan: ExitPlan) -> list[RetentionRule]:
    """What becomes of each class of data, in the order in which they are listed everywhere."""
    place = {key: number for number, key in enumerate(CLASSES)}
    rows = RetentionRule.objects.filter(plan=plan).order_by("data")
    return sorted(rows, key=lambda row: place.get(row.data, len(place)))


def term_of(plan: ExitPlan) -> Term | None:
    """What the contract says of its end; None while its last day is not known."""
    return Term(plan.ends_on, plan.tacit_months, plan.notice_months) if plan.ends_on else None


def earliest_end(plan: ExitPlan, today: date) -> date | None:
    """The earliest last day that notice given today reaches; None while nothing is known of the contract's end.

    A contract that ends by itself ends on its last day; one past that day has no term any more.
    """
    term = term_of(plan)
    if term is None:
        return None
    end = term.earliest_end(today)
    return end if end >= today else None


def notice_of(plan: ExitPlan, today: date, is_open: Callable[[date], bool]) -> NoticeDay | None:
    """The next last day for notice of a plan's contract; None when it has none."""
    term = term_of(plan)
    return next_notice(term, today, is_open) if term else None


def working_days(now: datetime) -> Callable[[date], bool]:
    """Whether work is done on a day: Monday to Friday, without the holidays of the workspace's default calendar."""
    calendar = default_calendar()
    hours = hours_of(version_at(calendar.pk, now)) if calendar else None
    if hours is None or hours.always_open:
        return is_weekday

    def is_open(day: date) -> bool:
        start = datetime.combine(day, time(), hours.tzinfo)
        return is_weekday(day) and hours.open_between(start, start + timedelta(days=1)) > 0

    return is_open


class Reserved(NamedTuple):
    """What the approved business case sets aside for leaving."""

    amount: Decimal
    version: CaseVersion


def reserved_in_case(engagement: Engagement) -> Reserved | None:
    """The exit reserve of the option that was asked for, at its base; None without an approved case or such a line."""
    version = approved_of(engagement)
    if version is None:
        return None
    document = version.read()
    lines = document.case.option(document.preferred).lines
    amounts = Amounts(document.case)
    of_exit = [float(amounts.of(line).sum()) for line in lines if line.category == Category.EXIT]
    return Reserved(Decimal(sum(of_exit)).quantize(Decimal(1)), version) if of_exit else None

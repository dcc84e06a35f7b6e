"""The drivers that the starters use, with rules of thumb."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from finance.case import Driver, Per

PERCENT: Final = "%"
"""A driver of this unit is a fraction that people see and type in hundredths."""


@dataclass(frozen=True, slots=True)
class Thumb:
    """A driver before anybody has thought about it: `numbers` is "low base high"; percents are typed in hundredths."""

    name: str | Promise
    numbers: str
    unit: str | Promise = ""
    is_money: bool = False
    per: Per = Per.NOTHING
    at_most: str = ""

    def driver(self, key: str, currency: str, basis: str) -> Driver:
        """The driver in a currency."""
        share = Decimal("0.01") if self.unit == PERCENT else Decimal(1)
        low, base, high = (Decimal(number) * share for number in self.numbers.split())
        return Driver(
            key=key,
            name=str(self.name),
            unit=str(self.unit),
            low=low,
            base=base,
            high=high,
            basis=basis,
            currency=currency if self.is_money else "",
            per=self.per,
            at_most=Decimal(self.at_most) if self.at_most else None,
        )


THUMBS: Final[dict[str, Thumb]] = {
    "volume": Thumb(_("Volume"), "800 1000 1300", _("units a month")),
    "growth": Thumb(_("Growth of the volume"), "0 2 5", PERCENT),
    "ramp": Thumb(_("Ramp to full service"), "2 3 6", _("months")),
    "wage_index": Thumb(_("Wage inflation"), "2 3 5", PERCENT),
    "fee_index": Thumb(_("Indexation of fees"), "0 3 6", PERCENT),
    "people": Thumb(_("People who do it"), "4.5 5 5.5", _("full-time posts")),
    "salary": Thumb(_("Salary of a post"), "3800 4200 4600", _("a post"), is_money=True, per=Per.MONTH),
    "benefits": Thumb(_("Benefits and social cost"), "18 22 28", PERCENT, at_most="2"),
    "office": Thumb(_("Office of a post"), "200 300 400", _("a post"), is_money=True, per=Per.MONTH),
    "equipment": Thumb(_("Equipment of a post"), "80 110 150", _("a post"), is_money=True, per=Per.MONTH),
    "fee": Thumb(_("Vendor fee"), "15500 17000 19500", is_money=True, per=Per.MONTH),
    "unit_price": Thumb(_("Price of a unit"), "13.5 15.5 18", _("a unit"), is_money=True),
    "seats": Thumb(_("Seats"), "4 4.5 5", _("people of the vendor")),
    "seat_price": Thumb(_("Price of a seat"), "3600 4000 4600", _("a seat"), is_money=True, per=Per.MONTH),
    "oversight_today": Thumb(_("Oversight today"), "6 8 10", _("hours"), per=Per.WEEK),
    "oversight": Thumb(_("Oversight of the vendor"), "6 8 14", _("hours"), per=Per.WEEK),
    "oversight_seats": Thumb(_("Oversight of seats"), "14 18 24", _("hours"), per=Per.WEEK),
    "oversight_rate": Thumb(_("Loaded rate of oversight"), "55 60 65", _("an hour"), is_money=True),
    "tools": Thumb(_("Tools and licences"), "450 600 800", is_money=True, per=Per.MONTH),
    "training": Thumb(_("Training and handover"), "9000 12000 18000", is_money=True),
    "rework": Thumb(_("Rework buffer"), "2 4 8", PERCENT, at_most="1"),
    "leakage": Thumb(_("Contract leakage"), "2 5 12", PERCENT, at_most="1"),
    "transition": Thumb(_("Transition"), "14000 18000 26000", is_money=True),
    "overlap": Thumb(_("Own people kept on during the ramp"), "50 70 100", PERCENT, at_most="1"),
    "exit_months": Thumb(_("Exit reserve"), "1 2 3", _("months of fee")),
    "exit_cost": Thumb(_("Cost of leaving"), "12000 20000 30000", is_money=True),
    "vacancy": Thumb(_("Vacant weeks avoided"), "4 8 12", _("weeks"), per=Per.YEAR),
    "vacancy_cost": Thumb(_("Cost of a vacant week"), "600 900 1200", _("a week"), is_money=True),
    "nights": Thumb(_("Hours covered that nobody covers today"), "40 60 80", _("hours"), per=Per.MONTH),
    "night_value": Thumb(_("Worth of a covered hour"), "15 20 30", _("an hour"), is_money=True),
    "hours_saved": Thumb(_("Cycle time saved"), "20 30 45", _("hours of users"), per=Per.MONTH),
    "hour_value": Thumb(_("Worth of a user's hour"), "20 30 40", _("an hour"), is_money=True),
    "leader_hours": Thumb(_("Leadership time freed"), "8 12 20", _("hours"), per=Per.MONTH),
    "leader_rate": Thumb(_("Loaded rate of leadership"), "80 95 110", _("an hour"), is_money=True),
    "fewer_errors": Thumb(_("Fewer units that go wrong"), "0 2 4", PERCENT, at_most="1"),
    "error_cost": Thumb(_("Cost of a unit gone wrong"), "20 35 60", _("a unit"), is_money=True),
}

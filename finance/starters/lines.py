"""The cost and value lines of each way to get the work done."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from finance.case import Band, Category, Follows, Line, Timing


def _line(key: str, name: str, category: Category, *drivers: str, **more: Any) -> Line:
    return Line(key, name, category, drivers, **more)


def today() -> tuple[Line, ...]:
    """The own team: wages, benefits, office, equipment, oversight, tools."""
    people = {"index": "wage_index"}
    return (
        _line("wages", _("Wages"), Category.SERVICE, "people", "salary", **people),
        _line("benefits", _("Benefits and social cost"), Category.SERVICE, "people", "salary", "benefits", **people),
        _line("office", _("Office"), Category.OTHER_COST, "people", "office"),
        _line("equipment", _("Equipment"), Category.OTHER_COST, "people", "equipment"),
        _line("oversight", _("Oversight"), Category.OVERSIGHT, "oversight_today", "oversight_rate", **people),
        _line("tools", _("Tools and licences"), Category.TOOLS, "tools"),
    )


def shared_desk(months: int) -> tuple[Line, ...]:
    """A fee a month for a part of a desk that works for several."""
    service = _line("service", _("Service"), Category.SERVICE, "fee", index="fee_index", follows=Follows.RAMP)
    return (service, *_around("fee", "oversight", months), *_value())


def augmentation(months: int) -> tuple[Line, ...]:
    """The vendor's people under one's own lead, paid by the seat."""
    service = _line(
        "service", _("Seats"), Category.SERVICE, "seats", "seat_price", index="fee_index", follows=Follows.RAMP
    )
    return (service, *_around("seat_price", "oversight_seats", months, "seats"), *_value()[:1])


def managed_service(months: int) -> tuple[Line, ...]:
    """A price for each unit, cheaper beyond a band of volume, without a commitment to a volume."""
    bands = (Band(Decimal(1000), Decimal("0.9")), Band(Decimal(1500), Decimal("0.8")))
    service = _line(
        "service",
        _("Service by the unit"),
        Category.SERVICE,
        "unit_price",
        timing=Timing.PER_UNIT,
        bands=bands,
        index="fee_index",
        follows=Follows.RAMP,
    )
    by_unit = {"timing": Timing.PER_UNIT, "index": "fee_index", "follows": Follows.RAMP}
    return (
        service,
        *_beside("oversight"),
        _line("rework", _("Rework buffer"), Category.REWORK, "unit_price", "rework", **by_unit),
        _line("leakage", _("Contract leakage"), Category.LEAKAGE, "unit_price", "leakage", **by_unit),
        _line("exit", _("Exit reserve"), Category.EXIT, "exit_cost", timing=Timing.ONCE, month=months),
        *_value(),
    )


def avoided(first_month: int = 1) -> tuple[Line, ...]:
    """What is not paid because nobody is hired: wages, benefits, office, equipment."""
    more: dict[str, Any] = {"first_month": first_month, "follows": Follows.RAMP}
    wages = {"index": "wage_index", **more}
    return (
        _line("avoided_wages", _("Wages avoided"), Category.AVOIDED_WAGES, "people", "salary", **wages),
        _line(
            "avoided_benefits",
            _("Benefits avoided"),
            Category.AVOIDED_BENEFITS,
            "people",
            "salary",
            "benefits",
            **wages,
        ),
        _line("avoided_office", _("Office avoided"), Category.AVOIDED_OFFICE, "people", "office", **more),
        _line("avoided_equipment", _("Equipment avoided"), Category.AVOIDED_EQUIPMENT, "people", "equipment", **more),
    )


def overlap() -> tuple[Line, ...]:
    """The own people who go on in parallel while the service ramps up."""
    drivers = ("people", "salary", "overlap")
    return (_line("parallel", _("Parallel run"), Category.TRANSITION, *drivers, follows=Follows.REST),)


def _around(fee: str, oversight: str, months: int, *times: str) -> tuple[Line, ...]:
    """What a vendor's fee draws after it."""
    indexed: dict[str, Any] = {"index": "fee_index", "follows": Follows.RAMP}
    fees = (*times, fee)
    return (
        *_beside(oversight),
        _line("rework", _("Rework buffer"), Category.REWORK, *fees, "rework", **indexed),
        _line("leakage", _("Contract leakage"), Category.LEAKAGE, *fees, "leakage", **indexed),
        _line("exit", _("Exit reserve"), Category.EXIT, *fees, "exit_months", timing=Timing.ONCE, month=months),
    )


def _beside(oversight: str) -> tuple[Line, ...]:
    """What comes beside the service, however that is paid."""
    return (
        _line("oversight", _("Oversight"), Category.OVERSIGHT, oversight, "oversight_rate", index="wage_index"),
        _line("tools", _("Tools and licences"), Category.TOOLS, "tools"),
        _line("training", _("Training and handover"), Category.TRAINING, "training", timing=Timing.ONCE),
        _line("transition", _("Transition"), Category.TRANSITION, "transition", timing=Timing.ONCE),
    )


def _value() -> tuple[Line, ...]:
    """Value beside the cost; all but poor quality is no money that anybody pays out, and only listed."""
    listed: dict[str, Any] = {"is_cash": False}
    return (
        _line("speed", _("Speed to staff"), Category.SPEED_TO_STAFF, "vacancy", "vacancy_cost", **listed),
        _line("coverage", _("24x7 coverage"), Category.COVERAGE, "nights", "night_value", **listed),
        _line("cycle", _("Shorter cycle time"), Category.CYCLE_TIME, "hours_saved", "hour_value", **listed),
        _line("leaders", _("Leadership time"), Category.LEADERSHIP_TIME, "leader_hours", "leader_rate", **listed),
        _line(
            "quality",
            _("Less poor quality: rework, escalations, churn"),
            Category.POOR_QUALITY,
            "fewer_errors",
            "error_cost",
            timing=Timing.PER_UNIT,
            follows=Follows.RAMP,
        ),
    )

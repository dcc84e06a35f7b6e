"""The words and figures of a business case in the reader's language: one place, so that page, mail and PDF agree."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from finance.case import (
    Case,
    Category,
    Driver,
    Findings,
    Follows,
    Line,
    OptionNote,
    PaybackMonth,
    PaybackStatus,
    Per,
    Results,
    SourceKind,
    Timing,
    Way,
)

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
DASH: Final = "\N{EN DASH}"
PERCENT: Final = "%"
_HUNDRED: Final = Decimal(100)
_LARGEST_RATE: Final = Decimal(10)

CATEGORIES: Final[dict[Category, str | Promise]] = {
    Category.SERVICE: gettext_lazy("Service"),
    Category.OVERSIGHT: gettext_lazy("Oversight"),
    Category.TOOLS: gettext_lazy("Tools and licences"),
    Category.TRAINING: gettext_lazy("Training and handover"),
    Category.REWORK: gettext_lazy("Rework buffer"),
    Category.LEAKAGE: gettext_lazy("Contract leakage"),
    Category.TRANSITION: gettext_lazy("Transition and parallel run"),
    Category.EXIT: gettext_lazy("Exit reserve"),
    Category.OTHER_COST: gettext_lazy("Other cost"),
    Category.AVOIDED_WAGES: gettext_lazy("Avoided wages"),
    Category.AVOIDED_OFFICE: gettext_lazy("Avoided office"),
    Category.AVOIDED_EQUIPMENT: gettext_lazy("Avoided equipment"),
    Category.AVOIDED_BENEFITS: gettext_lazy("Avoided benefits"),
    Category.SPEED_TO_STAFF: gettext_lazy("Speed to staff"),
    Category.COVERAGE: gettext_lazy("24x7 coverage"),
    Category.CYCLE_TIME: gettext_lazy("Cycle time"),
    Category.LEADERSHIP_TIME: gettext_lazy("Leadership time"),
    Category.POOR_QUALITY: gettext_lazy("Cost of poor quality"),
    Category.OTHER_VALUE: gettext_lazy("Other value"),
}
WAYS: Final[dict[Way, str | Promise]] = {
    Way.OWN_TEAM: gettext_lazy("Own team"),
    Way.SHARED_DESK: gettext_lazy("Shared desk"),
    Way.AUGMENTATION: gettext_lazy("Staff augmentation"),
    Way.MANAGED_SERVICE: gettext_lazy("Managed service"),
    Way.FIELD_NETWORK: gettext_lazy("Field network"),
    Way.OTHER: gettext_lazy("Something else"),
}
_TRADE_OFFS: Final[dict[Way, tuple[str | Promise, str | Promise]]] = {
    Way.OWN_TEAM: (
        gettext_lazy("Keeps what is known about the brand in the house"),
        gettext_lazy("Nights and peaks wear the team out"),
    ),
    Way.SHARED_DESK: (
        gettext_lazy("Pooled staffing: 24x7, and peaks are absorbed"),
        gettext_lazy("People who also serve others know the brand less"),
    ),
    Way.AUGMENTATION: (
        gettext_lazy("Under your own lead, and quick to change"),
        gettext_lazy("Most of the oversight stays with you"),
    ),
    Way.MANAGED_SERVICE: (
        gettext_lazy("A price for the result, that follows the volume"),
        gettext_lazy("Harder to take back: know-how goes to the vendor"),
    ),
    Way.FIELD_NETWORK: (
        gettext_lazy("Local dispatch after one playbook"),
        gettext_lazy("Quality differs from place to place"),
    ),
    Way.OTHER: ("", ""),
}
SOURCES: Final[dict[SourceKind, str | Promise]] = {
    SourceKind.TYPED: gettext_lazy("typed by %(label)s"),
    SourceKind.TEMPLATE: gettext_lazy("rule of thumb (%(label)s)"),
    SourceKind.PROCESS: gettext_lazy("process %(label)s"),
    SourceKind.SCOPE: gettext_lazy("scope of %(label)s"),
    SourceKind.ENGAGEMENT: gettext_lazy("terms of %(label)s"),
    SourceKind.PILOT: gettext_lazy("pilot %(label)s"),
    SourceKind.OFFER: gettext_lazy("offer of %(label)s"),
}
PERS: Final[dict[Per, str | Promise]] = {
    Per.NOTHING: "",
    Per.WEEK: gettext_lazy("a week"),
    Per.MONTH: gettext_lazy("a month"),
    Per.QUARTER: gettext_lazy("a quarter"),
    Per.YEAR: gettext_lazy("a year"),
}


def number(value: Decimal, places: int | None = None) -> str:
    """A number in the reader's locale, with as many places as it has, or as given."""
    if places is None:
        normal = value.normalize()
        places = max(0, -int(normal.as_tuple().exponent))
    shown = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number_format(shown or abs(shown), places, force_grouping=True).replace("-", MINUS)


def money(value: Decimal | None, currency: str) -> str:
    """An amount to the whole unit: ``172,000 EUR``; nothing is a dash."""
    return DASH if value is None else f"{number(value, 0)}{NO_BREAK}{currency}"


def price(value: Decimal | None, currency: str) -> str:
    """An amount to the cent: ``28.77 EUR``; nothing is a dash."""
    return DASH if value is None else f"{number(value, 2)}{NO_BREAK}{currency}"


def percent(value: Decimal | None, places: int = 1) -> str:
    """A fraction in hundredths: ``46.2 %``; nothing is a dash."""
    return DASH if value is None else f"{number(value * _HUNDRED, places)}{NO_BREAK}%"


def driver_value(driver: Driver, value: Decimal) -> str:
    """A value of a driver with its unit: ``14 hours a week``, ``5 %``, ``20,200 EUR a month``."""
    if driver.unit == PERCENT:
        return f"{number(value * _HUNDRED)}{NO_BREAK}%"
    words = [number(value), driver.currency, driver.unit, str(PERS[driver.per])]
    return " ".join(word for word in words if word)


def cut(text: str, most: int) -> str:
    """At most so many characters; what is longer ends between words, unless that would take more than a third."""
    short = Truncator(text).chars(most)
    if not short.endswith("…") or text.endswith("…"):
        return short
    whole = short[: short.rfind(" ")].rstrip(" .,;:(")
    return f"{whole}…" if len(whole) * 3 >= most * 2 else short


def driver_range(driver: Driver) -> str:
    """Low and high of a driver with its unit once: ``14 to 22 hours a week``; "" when they do not differ."""
    if not driver.varies:
        return ""
    high = driver_value(driver, driver.high)
    low = number(driver.low * _HUNDRED if driver.unit == PERCENT else driver.low)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def payback(found: PaybackMonth) -> str:
    """When the money is back, in words."""
    if found.month is None:
        return _("never")
    if found.status is PaybackStatus.NOTHING_OUT:
        return _("at once")
    months = ngettext("%(n)s month", "%(n)s months", 1 if found.month == 1 else 2) % {"n": number(found.month, 1)}
    if found.status is PaybackStatus.LOST_AGAIN:
        return _("reached in %(months)s, lost again in month %(lost)s") % {"months": months, "lost": found.lost_in}
    return months


def irr(found: Results) -> str:
    """The internal rate a year, or why it is not shown."""
    if found.irr_a_year is not None and found.irr_a_year <= _LARGEST_RATE:
        return percent(found.irr_a_year)
    if found.irr_a_year is not None:
        return _("over 1,000 %")
    count = found.sign_changes
    if count == 1:
        return _("not shown: beyond what means anything")
    return ngettext("not shown: %(n)s sign change", "not shown: %(n)s sign changes", count) % {"n": count}


def verdict(case: Case, findings: Findings, option: str) -> str:
    """Both halves: how many single tests stay positive, and what the combined low case does."""
    found = findings.sensitivities[option]
    low = found.low_case
    words = {
        "n": found.positive_tests,
        "tests": found.tests,
        "npv": money(low.npv, case.currency),
        "payback": payback(low.payback),
    }
    if not found.tests:
        return _("No driver varies, so nothing was tested.")
    single = _("The NPV stays positive in %(n)s of %(tests)s single tests") % words
    if low.is_positive:
        return f"{single}; {_('even if all go wrong together it is %(npv)s, payback %(payback)s.') % words}"
    return f"{single}; {_('if all go wrong together it is %(npv)s.') % words}"


def headline(case: Case, findings: Findings, option: str) -> str:
    """What the case says in one sentence, before anything was tested."""
    found = findings.results[option]
    words = {"option": case.option(option).name, "npv": money(abs(found.npv), case.currency), "months": case.months}
    if found.npv == 0:
        return _("%(option)s neither gains nor loses over %(months)s months.") % words
    if found.is_positive:
        return _("%(option)s gains %(npv)s of present value over %(months)s months.") % words
    return _("%(option)s loses %(npv)s of present value over %(months)s months.") % words


def trade_offs(note: OptionNote) -> tuple[str, str]:
    """What an option gains and what it gives up: its own words, or those of its way."""
    gains, gives_up = _TRADE_OFFS[note.way]
    return note.gains or str(gains), note.gives_up or str(gives_up)


def timing(line: Line) -> str:
    """When a line falls due."""
    if line.timing is Timing.ONCE:
        return _("once, month %(month)s") % {"month": line.month}
    if line.timing is Timing.STEPPED:
        steps = "; ".join(f"{step.month}: {percent(step.factor, 0)}" for step in line.steps)
        words = _("in steps (%(steps)s)") % {"steps": steps}
    elif line.timing is Timing.PER_UNIT:
        bands = "; ".join(f">{NO_BREAK}{number(band.above)}: {percent(band.factor, 0)}" for band in line.bands)
        words = _("per unit, bands %(bands)s") % {"bands": bands} if bands else _("per unit")
    else:
        words = _("monthly")
    if line.first_month > 1 or line.last_month is not None:
        words += ", " + _("months %(first)s to %(last)s") % {"first": line.first_month, "last": line.last_month or "…"}
    follows = {Follows.RAMP: _("with the ramp"), Follows.REST: _("until the ramp is done")}.get(line.follows)
    return f"{words}, {follows}" if follows else words


def formula(case: Case, line: Line) -> str:
    """What is multiplied: ``Oversight of the vendor x Loaded rate``."""
    return " \N{MULTIPLICATION SIGN} ".join(case.driver(key).name for key in line.drivers)


def change(value: Decimal | None) -> str:
    """A change with its sign: ``+23 %``."""
    return DASH if value is None else ("+" if value > 0 else "") + percent(value, 0)

"""A case made ready to be shown: every figure in words, each with its low and high, and the charts behind tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance import words
from finance.case import Case, Category, Document, Findings, Line, Option, Results, SourceKind
from finance.case.rounding import adding_up
from foundation import charts
from foundation.charts.templatetags.charts import WORDS

MOST_BARS: Final = 10
_WIDE: Final = 620
_PHONE: Final = 330


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an option: at base, and in the combined low and high case; ``note`` goes with the base."""

    label: str
    base: str
    low: str
    high: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option in the comparison."""

    key: str
    name: str
    is_preferred: bool
    is_today: bool
    status: str
    way: str
    npv: str
    npv_range: str
    payback: str
    total: str
    per_unit: str
    chance: str
    gains: str
    gives_up: str


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of the cost table: the amount of each option, in its order, and preferred less today."""

    name: str
    cells: tuple[str, ...]
    difference: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart for a wide page and one for a phone, with the sentence that it shows."""

    finding: str
    wide: SafeString
    phone: SafeString


@dataclass(frozen=True, slots=True)
class DriverRow:
    """A driver in the tornado's table and the break-evens."""

    name: str
    base: str
    low: str
    high: str
    npv_at_low: str
    npv_at_high: str
    break_even: str
    change: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number with where it comes from."""

    key: str
    name: str
    value: str
    spread: str
    grade: str
    basis: str
    source: str
    is_thumb: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Showing:
    """What the pages show of a document and its findings; about the preferred option unless it says otherwise."""

    document: Document
    headline: str
    verdict: str
    status: str
    figures: tuple[Figure, ...]
    options: tuple[OptionRow, ...]
    cost_rows: tuple[TotalRow, ...]
    cost_total: TotalRow
    value_rows: tuple[TotalRow, ...]
    listed: tuple[str, ...]
    cumulative: Drawing
    tornado: Drawing
    drivers: tuple[DriverRow, ...]
    chance: str
    flows: tuple[tuple[int, str, str, str, str, str], ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]

    @property
    def preferred(self) -> Option:
        """The option that is asked for."""
        return self.document.case.option(self.document.preferred)


def shown(document: Document, findings: Findings, *, gone: set[str]) -> Showing:
    """Everything in words; ``gone`` are drivers whose source is no longer there."""
    case, preferred = document.case, document.preferred
    result = findings.results[preferred]
    rows, total = _costs(case, findings, preferred)
    return Showing(
        document=document,
        headline=words.headline(case, findings, preferred),
        verdict=words.verdict(case, findings, preferred),
        status=_status(findings, preferred),
        figures=figures(case, findings, preferred),
        options=tuple(_option(document, findings, option) for option in case.options),
        cost_rows=rows,
        cost_total=total,
        value_rows=_values(case, findings),
        listed=_listed(case, findings, preferred),
        cumulative=_cumulative(case, findings, preferred),
        tornado=_tornado(case, findings, preferred),
        drivers=_drivers(case, findings, preferred),
        chance=_chance(case, findings, preferred),
        flows=_flows(document, result, findings),
        assumptions=_assumptions(document, gone),
        warnings=_warnings(document, gone),
    )


def figures(case: Case, findings: Findings, option: str) -> tuple[Figure, ...]:
    """The figures of a compared option, each with the combined low and high case."""
    currency = case.currency
    readings: list[tuple[str, Callable[[Results], str]]] = [
        (_("NPV, %(months)s months") % {"months": case.months}, lambda r: words.money(r.npv, currency)),
        (_("Payback"), lambda r: words.payback(r.payback)),
        (_("Discounted payback"), lambda r: words.payback(r.discounted_payback)),
        (_("MIRR a year"), lambda r: words.percent(r.mirr_a_year)),
        (_("Return on cost"), lambda r: words.percent(r.roi)),
        (_("Peak cash out"), lambda r: words.money(r.peak_cash_out, currency)),
        (_("Cost per unit"), lambda r: words.price(r.cost_per_unit, currency)),
        (_("IRR a year"), words.irr),
        (_("Cost in all"), lambda r: words.money(r.total_cost, currency)),
    ]
    cases = (
        findings.results[option],
        findings.sensitivities[option].low_case,
        findings.sensitivities[option].high_case,
    )
    notes = {_("Peak cash out"): _peak(cases[0])}
    return tuple(
        Figure(label, read(cases[0]), read(cases[1]), read(cases[2]), notes.get(label, "")) for label, read in readings
    )


def _peak(result: Results) -> str:
    if result.peak_month is None:
        return _("nothing goes out")
    return _("month %(month)s") % {"month": result.peak_month}


def _status(findings: Findings, option: str) -> str:
    """ok: positive, and in the low case too; warn: positive; bad: not."""
    if not findings.results[option].is_positive:
        return "bad"
    return "ok" if findings.sensitivities[option].low_case.is_positive else "warn"


def _option(document: Document, findings: Findings, option: Option) -> OptionRow:
    case, found = document.case, findings.results[option.key]
    note = document.notes[option.key]
    tested = findings.sensitivities.get(option.key)
    money = [words.money(each.npv, case.currency) for each in (tested.low_case, tested.high_case)] if tested else []
    gains, gives_up = words.trade_offs(note)
    return OptionRow(
        key=option.key,
        name=option.name,
        is_preferred=option.key == document.preferred,
        is_today=option.key == case.baseline,
        status=_status(findings, option.key) if tested else "none",
        way=str(words.WAYS[note.way]),
        npv=words.money(found.npv, case.currency) if tested else words.DASH,
        npv_range=_("%(low)s to %(high)s") % {"low": money[0], "high": money[1]} if money else "",
        payback=words.payback(found.payback) if tested else words.DASH,
        total=words.money(found.total_cost, case.currency),
        per_unit=words.price(found.cost_per_unit, case.currency),
        chance=words.percent(findings.chances[option.key].share_positive, 0) if tested else words.DASH,
        gains=gains,
        gives_up=gives_up,
    )


def _costs(case: Case, findings: Findings, preferred: str) -> tuple[tuple[TotalRow, ...], TotalRow]:
    """Counted cost by category, whole amounts that add up in every column."""
    kinds = [each for each in Category if each.is_cost]
    sums = {key: _by_category(found) for key, found in findings.results.items()}
    used = [kind for kind in kinds if any(kind in found for found in sums.values())]
    columns = {key: adding_up([found.get(kind, Decimal(0)) for kind in used]) for key, found in sums.items()}
    cells = {key: (*column, total) for key, (column, total) in columns.items()}
    made = []
    for place, kind in enumerate([*used, None]):
        amounts = {key: column[place] for key, column in cells.items()}
        there = {key: kind is None or kind in sums[key] for key in cells}
        difference = amounts[preferred] - amounts[case.baseline] if case.baseline else None
        made.append(
            TotalRow(
                _("Total") if kind is None else str(words.CATEGORIES[kind]),
                tuple(words.number(Decimal(amounts[o.key])) if there[o.key] else words.DASH for o in case.options),
                "" if difference is None else _signed(difference),
                "" if not difference else ("bad" if difference > 0 else "ok"),
            )
        )
    return tuple(made[:-1]), made[-1]


def _by_category(found: Results) -> dict[Category, Decimal]:
    sums: dict[Category, Decimal] = {}
    for line in found.lines:
        if line.is_counted:
            sums[line.category] = sums.get(line.category, Decimal(0)) + line.total
    return sums


def _values(case: Case, findings: Findings) -> tuple[TotalRow, ...]:
    sums = {key: _by_category(found) for key, found in findings.results.items()}
    used = [each for each in Category if not each.is_cost and any(each in found for found in sums.values())]
    return tuple(
        TotalRow(
            str(words.CATEGORIES[kind]),
            tuple(words.number(sums[o.key][kind], 0) if kind in sums[o.key] else words.DASH for o in case.options),
        )
        for kind in used
    )


def _listed(case: Case, findings: Findings, preferred: str) -> tuple[str, ...]:
    """Value and cost that is not counted, with its amount."""
    lines = [line for line in findings.results[preferred].lines if not line.is_counted]
    return tuple(f"{line.name}: {words.money(line.total, case.currency)}" for line in lines)


def _signed(value: int) -> str:
    return ("+" if value > 0 else "") + words.number(Decimal(value))


def _cumulative(case: Case, findings: Findings, option: str) -> Drawing:
    found, tested = findings.results[option], findings.sensitivities[option]
    back = found.payback
    held = back.month if back.lost_in is None and back.month else None
    finding = _("Cash is back after %(months)s") % {"months": words.payback(back)} if held else _back(found)
    series = charts.CumulativeSeries(
        _floats(found.cumulative),
        _floats(tested.low_case.cumulative),
        _floats(tested.high_case.cumulative),
        float(held) if held else None,
        _("payback %(months)s") % {"months": words.payback(back)} if held else "",
    )
    name = _("Cumulative net cash of %(option)s, %(currency)s") % {
        "option": case.option(option).name,
        "currency": case.currency,
    }

    def draw(width: int) -> SafeString:
        drawn = charts.cumulative_chart(series, width=width, height=230, name=name, finding=finding, words=WORDS)
        return mark_safe(drawn)  # noqa: S308  # made by the charts, which escape

    return Drawing(finding, draw(_WIDE), draw(_PHONE))


def _back(found: Results) -> str:
    if found.payback.month is None:
        return _("The cash never comes back")
    if found.payback.lost_in is not None:
        return _("The cash is back and lost again in month %(month)s") % {"month": found.payback.lost_in}
    return _("No cash is ever out")


def _tornado(case: Case, findings: Findings, option: str) -> Drawing:
    tested = findings.sensitivities[option]
    bars = tested.bars[:MOST_BARS]
    swings = [
        charts.Swing(
            case.driver(bar.driver).name,
            float(bar.npv_at_low),
            float(bar.npv_at_high),
            _end(case, bar.driver, bar.low),
            _end(case, bar.driver, bar.high),
        )
        for bar in bars
    ]
    finding = _matters([swing.label for swing in swings[:2]], tested.tests - tested.positive_tests)

    def draw(width: int) -> SafeString:
        drawn = charts.tornado(
            swings,
            base=float(tested.base_npv),
            width=width,
            base_text=_("base NPV %(npv)s") % {"npv": words.money(tested.base_npv, case.currency)},
            zero_text=_("NPV = 0"),
            name=_("NPV with one driver at its low and high, the others at base"),
            finding=finding,
            words=WORDS,
        )
        return mark_safe(drawn)  # noqa: S308  # made by the charts, which escape

    return Drawing(finding, draw(_WIDE), draw(_PHONE))


def _end(case: Case, key: str, value: Decimal) -> str:
    """The value at a bar's end, short: ``-15 %`` of money, ``22`` of all else."""
    driver = case.driver(key)
    if driver.unit == words.PERCENT:
        return f"{words.number(value * 100)}{words.NO_BREAK}%"
    if driver.currency and driver.base:
        return words.change((value - driver.base) / driver.base)
    return words.number(value)


def _matters(first: Sequence[str], negative: int) -> str:
    if not first:
        return _("No driver varies")
    most = _("%(first)s and %(second)s matter most") % {"first": first[0], "second": first[-1]}
    if len(first) == 1:
        most = _("%(first)s alone matters") % {"first": first[0]}
    if not negative:
        return f"{most}; {_('none alone turns it negative')}"
    tests = ngettext("%(n)s single test turns it negative", "%(n)s single tests turn it negative", negative)
    return f"{most}; {tests % {'n': negative}}"


def _drivers(case: Case, findings: Findings, option: str) -> tuple[DriverRow, ...]:
    """All that move the option: first those that vary by their swing, then the fixed ones."""
    bars = {bar.driver: bar for bar in findings.sensitivities[option].bars}
    points = {point.driver: point for point in findings.break_evens[option]}
    made = []
    for key in [*bars, *(key for key in points if key not in bars)]:
        driver, point, bar = case.driver(key), points[key], bars.get(key)
        made.append(
            DriverRow(
                name=driver.name,
                base=words.driver_value(driver, driver.base),
                low=words.driver_value(driver, driver.low) if bar else words.DASH,
                high=words.driver_value(driver, driver.high) if bar else words.DASH,
                npv_at_low=words.money(bar.npv_at_low, case.currency) if bar else words.DASH,
                npv_at_high=words.money(bar.npv_at_high, case.currency) if bar else words.DASH,
                break_even=_("none") if point.value is None else words.driver_value(driver, _short(point.value)),
                change=words.change(point.change),
            )
        )
    return tuple(made)


def _short(value: Decimal) -> Decimal:
    """At most four places, none from a thousand on."""
    places = 0 if abs(value) >= 1000 else 4  # noqa: PLR2004  # digits people read
    return value.quantize(Decimal(1).scaleb(-places))


def _chance(case: Case, findings: Findings, option: str) -> str:
    found = findings.chances[option]
    figures_of = {
        "draws": words.number(Decimal(found.draws)),
        "p10": words.money(found.p10, case.currency),
        "p50": words.money(found.p50, case.currency),
        "p90": words.money(found.p90, case.currency),
        "share": words.percent(found.share_positive, 0),
        "seed": found.seed,
    }
    return (
        _(
            "Of %(draws)s draws of all drivers at once %(share)s have a positive NPV: P10 %(p10)s, P50 %(p50)s, P90"
            " %(p90)s (seed %(seed)s)."
        )
        % figures_of
    )


def _flows(document: Document, result: Results, findings: Findings) -> tuple[tuple[int, str, str, str, str, str], ...]:
    tested = findings.sensitivities[document.preferred]
    low, high = tested.low_case.cumulative, tested.high_case.cumulative
    made = []
    for month, (flow, total) in enumerate(zip(result.flows, result.cumulative, strict=True)):
        when = date_format(_month(document.start_date, month), "M Y") if month else _("start")
        amounts = (words.number(each, 0) for each in (flow, total, low[month], high[month]))
        made.append((month, when, *amounts))
    return tuple(made)  # type: ignore[arg-type]  # four amounts


def _month(start: date, number: int) -> date:
    months = start.year * 12 + start.month - 1 + number - 1
    return date(months // 12, months % 12 + 1, 1)


def _assumptions(document: Document, gone: set[str]) -> tuple[Assumption, ...]:
    made = []
    for driver in document.case.drivers:
        source = document.source(driver.key)
        spread = ""
        if driver.varies:
            ends = (words.driver_value(driver, driver.low), words.driver_value(driver, driver.high))
            spread = _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
        made.append(
            Assumption(
                key=driver.key,
                name=driver.name,
                value=words.driver_value(driver, driver.base),
                spread=spread,
                grade=driver.grade.value,
                basis=driver.basis,
                source=source_words(document, driver.key),
                is_thumb=source.kind is SourceKind.TEMPLATE,
                is_gone=driver.key in gone,
            )
        )
    return tuple(made)


def source_words(document: Document, key: str) -> str:
    """Where a driver's numbers came from: ``typed by Mara Lind, 30 Nov 2026``."""
    source = document.source(key)
    return f"{words.SOURCES[source.kind] % {'label': source.label}}, {date_format(source.on, 'j M Y')}"


def _warnings(document: Document, gone: set[str]) -> tuple[str, ...]:
    case, found = document.case, []
    thumbs = sum(source.kind is SourceKind.TEMPLATE for source in document.sources.values())
    if thumbs:
        text = ngettext(
            "%(n)s of %(all)s numbers is still a rule of thumb: put your own there.",
            "%(n)s of %(all)s numbers are still rules of thumb: put your own there.",
            thumbs,
        )
        found.append(text % {"n": thumbs, "all": len(case.drivers)})
    for option in case.options:
        if twice := case.twice_counted(option):
            names = ", ".join(line.name for line in twice)
            text = _("%(option)s: %(lines)s may be counted twice, since what today costs is a benefit already.")
            found.append(text % {"option": option.name, "lines": names})
    if gone:
        names = ", ".join(case.driver(key).name for key in sorted(gone))
        text = _("What %(names)s came from is no longer in this workspace; the numbers stand as they were taken.")
        found.append(text % {"names": names})
    return tuple(found)


def lines_of(case: Case, findings: Findings, option: Option) -> list[tuple[Line, str, str, str]]:
    """Each line with what is multiplied, when it falls due, and its total over the horizon."""
    totals = {line.key: line.total for line in findings.results[option.key].lines}
    return [
        (line, words.formula(case, line), words.timing(line), words.money(totals[line.key], case.currency))
        for line in option.lines
    ]


def _floats(values: Sequence[Decimal]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)

"""The drivers: tornado and break-evens as a table, assumptions with their sources, chances, warnings."""

from __future__ import annotations

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from finance import words
from finance.case import Case, Document, Findings, SourceKind
from finance.showing.parts import Assumption, DriverRow


def driver_rows(case: Case, findings: Findings, option: str) -> tuple[DriverRow, ...]:
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


def chance_words(case: Case, findings: Findings, option: str) -> str:
    """What the draws say."""
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


def assumption_rows(document: Document, gone: set[str]) -> tuple[Assumption, ...]:
    """Every driver with its numbers, grade, basis and source."""
    made = []
    for driver in document.case.drivers:
        source = document.source(driver.key)
        made.append(
            Assumption(
                key=driver.key,
                name=driver.name,
                value=words.driver_value(driver, driver.base),
                spread=words.driver_range(driver),
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


def warning_texts(document: Document, gone: set[str]) -> tuple[str, ...]:
    """What a reader should know before trusting it."""
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

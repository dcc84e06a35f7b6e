"""The editor's live answer (benchmark 16): 5 options, 60 months and 20 drivers, against one pass and a loop by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from statistics import median
from time import process_time
from typing import Any, Final

import django
from django.conf import settings
from django.template.loader import render_to_string

from finance.case import (
    DRAWS,
    Case,
    Category,
    Document,
    Driver,
    Follows,
    Line,
    Option,
    OptionNote,
    Per,
    Source,
    SourceKind,
    Timing,
    all_results,
)

RUNS: Final = 15
OPTIONS: Final = 5
MONTHS: Final = 60
DAY: Final = date(2026, 11, 16)
_KINDS: Final = (Category.SERVICE, Category.OVERSIGHT, Category.TOOLS, Category.OTHER_VALUE)


def benchmarks() -> list[dict[str, Any]]:
    """The whole answer to what was typed against one pass of results, and against its draws one by one."""
    if not settings.configured or not django.apps.apps.ready:
        django.setup()
    document = large()
    answers = _answer(document)
    whole, one_draw, one_pass = [], [], []
    for _ in range(RUNS + 1):
        whole.append(_seconds(answers))
        one_draw.append(_seconds(lambda: [loop(document.case, option) for option in document.case.options]))
        one_pass.append(_seconds(lambda: all_results(document.case)))
    milliseconds = round(1000 * median(whole[1:]))
    passes = [ours / theirs for ours, theirs in zip(whole[1:], one_pass[1:], strict=True)]
    loops = [DRAWS * theirs / ours for ours, theirs in zip(whole[1:], one_draw[1:], strict=True)]
    return [
        {
            "name": "live answer of a case / one pass of its results",
            "value": round(median(passes), 1),
            "target": "<= 40",
            "baseline": f"{1000 * median(one_pass[1:]):.1f} ms of processor time",
            "n": RUNS,
            "milliseconds": milliseconds,
        },
        {
            "name": f"{DRAWS:,} draws by a loop over months and lines / the whole live answer",
            "value": round(median(loops)),
            "target": ">= 50",
            "baseline": f"{1000 * median(one_draw[1:]):.1f} ms of processor time a draw",
            "n": RUNS,
            "milliseconds": milliseconds,
        },
    ]


def _answer(document: Document) -> Callable[[], str]:
    """What the preview does with a form as typed, from its values to the HTML; only reading the draft is left out."""
    from finance.forms.drafts import DraftForm  # noqa: PLC0415  # needs Django set up
    from finance.views.drafts import preview  # noqa: PLC0415

    def made(data: dict[str, Any] | None) -> DraftForm:
        return DraftForm(data, document=document, by="Mara", today=DAY, counts_non_cash=False, seen=1, note="")

    typed = dict(made(None).initial)

    def answer() -> str:
        problems, shown = preview(made(typed))
        assert shown is not None, problems  # noqa: S101  # a fault of the benchmark
        return render_to_string("finance/case_results.html", {"shown": shown, "problems": problems})

    return answer


def large() -> Document:
    """Five options of ten lines each over sixty months, twenty drivers, all of which vary."""
    drivers = [
        _driver("volume", "900", "1000", "1200"),
        _driver("growth", "0", "0.02", "0.05"),
        _driver("ramp", "1", "3", "6"),
        _driver("index", "0", "0.03", "0.06"),
        *(
            _driver(f"price_{n}", f"{800 + n}", f"{1000 + 10 * n}", f"{1400 + 10 * n}", currency="EUR")
            for n in range(10)
        ),
        *(_driver(f"times_{n}", "8", "10", "15", per=Per.MONTH) for n in range(6)),
    ]
    options = tuple(Option(f"option_{o}", f"Option {o}", tuple(_line(n, o) for n in range(10))) for o in range(OPTIONS))
    case = Case(
        MONTHS,
        "EUR",
        Decimal("0.09"),
        tuple(drivers),
        options,
        baseline="option_0",
        volume="volume",
        growth="growth",
        ramp="ramp",
    )
    return Document(
        case,
        start_date=date(2027, 1, 1),
        preferred="option_1",
        seed=47,
        sources={each.key: Source(SourceKind.TYPED, "Mara", DAY) for each in drivers},
        notes={option.key: OptionNote() for option in options},
    )


def _driver(key: str, low: str, base: str, high: str, **more: Any) -> Driver:
    return Driver(key, key, "", Decimal(low), Decimal(base), Decimal(high), **more)


def _line(n: int, option: int) -> Line:
    return Line(
        f"line_{n}",
        f"Line {n}",
        _KINDS[n % 4],
        (f"price_{n}", f"times_{(n + option) % 6}"),
        timing=Timing.PER_UNIT if n == 3 else Timing.MONTHLY,  # one of the ten
        follows=Follows.RAMP if n % 3 == 0 else Follows.NOTHING,
        index="index" if n % 2 else "",
    )


def loop(case: Case, option: Option) -> list[float]:
    """The option's own flows, month by month and line by line, as one would write them down."""
    base = {driver.key: float(driver.base) * driver.per.in_a_month for driver in case.drivers}
    length, flows = base["ramp"], []
    for month in range(case.months + 1):
        flow, years = 0.0, max(month - 1, 0) // 12
        for line in option.lines:
            if month < line.first_month:
                continue
            amount = 1.0
            for key in line.drivers:
                amount *= base[key]
            if line.timing is Timing.PER_UNIT:
                amount *= base["volume"] * (1 + base["growth"]) ** years
            if line.follows is Follows.RAMP and month <= length:
                amount *= (month - 0.5) / length
            if line.index:
                amount *= (1 + base[line.index]) ** years
            flow += line.sign * amount
        flows.append(flow)
    return flows


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor, since others work on the same machine."""
    began = process_time()
    work()
    return process_time() - began

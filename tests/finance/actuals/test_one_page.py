"""The one page about what became of a case: one page whatever there is to say, and what it says is what was found."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pypdfium2
import pytest

from finance.actuals.bring_back import bring_back
from finance.actuals.course import course, ends, quarter_of
from finance.actuals.realisation import Realisation, Told, realise
from finance.actuals.telling import realisation_json, told_from_json, told_json
from finance.case import Case, Category, Document, Driver, Line, Option, Timing, canonical, from_json, to_json
from finance.pdf.realised import render_realisation
from finance.realised.sheet import RealisedFacts, RealisedSheet
from foundation.outbox.documents import Pdf
from tests.factories.realisation import desk_document
from tests.finance.papers import LONG
from tests.scorecards.test_pdf import smallest_text, text_of

PAPERS = {"A4": (595, 842), "Letter": (612, 792)}
FACTS = RealisedFacts(
    organization="Northwind Services",
    title="Nights to a shared desk",
    about="After-hours IT support",
    prepared_by="Mara Lind",
    period="Q4 2026",
    made_on=date(2027, 1, 10),
    number=1,
    seal="7c1e90ab" * 8,
    link="https://northwind.example/northwind/cases/17/realisation/",
    made_at=datetime(2027, 1, 10, 9, tzinfo=UTC),
)


def told(month: int, line: str, amount: str, quantity: str | None = None) -> Told:
    return Told(month, line, Fraction(amount), None if quantity is None else Fraction(quantity))


EVERYDAY = [
    told(0, "move", "5600"),
    *(told(month, "service", amount) for month, amount in enumerate(("8200", "8600", "9100", "9000", "8800"), start=1)),
    *(
        told(month, "oversight", str(60 * hours), str(hours))
        for month, hours in enumerate((16, 14, 12, 10, 10), start=1)
    ),
    *(told(month, "freed", "350") for month in range(1, 6)),
    told(3, "tools", "250"),
]
UNITS = {month: Decimal(units) for month, units in enumerate((990, 1040, 1100, 1080, 1050), start=1)}


def longest() -> tuple[Document, list[Told]]:
    """Thirty lines with names of 120 letters, twelve-digit amounts, guardrails without end."""
    drivers = (
        Driver.fixed("volume", 1000),
        *(Driver.fixed(f"d{at}", 300_000_000_000 + at, currency="USD") for at in range(30)),
    )
    kinds = [category for category in Category if category.is_cost]
    lines = tuple(Line(f"l{at}", f"{LONG[:116]} {at:03}", kinds[at % len(kinds)], (f"d{at}",)) for at in range(30))
    today = Option("today", f"{LONG[:116]} 000", (Line("old", f"{LONG[:116]} 999", Category.SERVICE, ("d0",)),))
    options = (today, Option("desk", f"{LONG[:116]} 001", lines))
    case = Case(60, "USD", Decimal("0.1"), drivers, options, baseline="today", volume="volume")
    made = desk_document()
    document = replace(
        made,
        case=case,
        sources={each.key: next(iter(made.sources.values())) for each in drivers},
        guardrails=(LONG * 4,) * 12,
    )
    known = [told(month, f"l{at}", "412345678901.23") for at in range(0, 30, 2) for month in (1, 2, 3)]
    return document, [*known, told(2, "other_cost", "999999999999")]


def losing() -> Document:
    """A partner that costs more than today ever did."""
    made = desk_document()
    times = {"ticket": 9}
    drivers = tuple(
        replace(each, **{end: getattr(each, end) * times.get(each.key, 1) for end in ("low", "base", "high")})
        for each in made.case.drivers
    )
    return replace(made, case=replace(made.case, drivers=drivers))


def alone() -> Document:
    """One option against nothing, without a volume."""
    option = Option("desk", "Desk", (Line("fee", "Fee", Category.SERVICE, ("move",)),))
    made = desk_document()
    used = tuple(each for each in made.case.drivers if each.key == "move")
    case = Case(12, "EUR", Decimal(0), used, (option,))
    return replace(made, case=case, sources={"move": made.sources["move"]}, notes={"desk": made.notes["desk"]})


def sheet(name: str) -> tuple[RealisedSheet, bytes]:
    document, facts, said, units, closed = desk_document(), FACTS, EVERYDAY, UNITS, 5
    others: tuple[str, ...] = ()
    if name == "longest":
        document, said = longest()
        facts = replace(FACTS, organization=LONG, title=f"{LONG} ever", about=LONG, prepared_by=LONG)
        others = ("CHF", "EUR", "GBP", "JPY")
    elif name == "nothing known":
        said, units, closed = [], {}, 3
    elif name == "losing":
        document, said = (
            losing(),
            [told(0, "move", "5600"), *(told(month, "service", "72000") for month in range(1, 6))],
        )
    elif name == "alone":
        document, said, units, closed = alone(), [told(1, "fee", "5000")], {}, 1
    elif name == "over":
        closed = 24
    found = realise(document.case, document.preferred, said, units, closed=closed)
    back = bring_back(document.case, document.preferred, found.units, {}, closed=closed)
    made = RealisedSheet.of(document, found, facts, bring_back=back, other_currencies=others)
    inputs = {"case": to_json(document), "told": told_json((each, "invoice K-1") for each in said), "closed": closed,
              "units": {str(month): str(count) for month, count in units.items()}}  # fmt: skip
    return made, canonical({"inputs": inputs, "results": realisation_json(found)})


def rendered(name: str, paper: str = "A4") -> Pdf:
    return render_realisation(*sheet(name), paper)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["everyday", "longest", "nothing known", "losing", "alone", "over"])
def test_it_is_one_page_and_nothing_is_smaller_than_seven_points(name: str, paper: str) -> None:
    made = rendered(name, paper)
    assert made.page_count == 1
    assert smallest_text(made) >= 7
    assert tuple(map(round, pypdfium2.PdfDocument(bytes(made)).get_page_size(0))) == PAPERS[paper]
    assert not {"nan", "inf", "infinity"} & set(text_of(made).lower().split())


def test_what_it_says_is_what_was_found() -> None:
    made, _inside = sheet("everyday")
    found, text = made.found, text_of(rendered("everyday"))
    assert (found.planned_cost, found.actual_cost) == (Decimal(48000), Decimal(53270))
    for part in (
        "Northwind Services", "Q4 2026", "month 5 of 24", "Dearer than planned, still pays",
        "So far it costs 5,270 EUR more than planned", "48,000", "53,270", "+5,270", "Why it differs",
        "Tickets: ", "by volume", "Tools and licences, not in the plan", "Cost per unit", "planned 8.60",
        "accrual", "Decision for the next quarter", "fingerprint 7c1e 90ab", "the partner costs",
        f"{ends(found).cost:,.0f}",
    ):  # fmt: skip
        assert part in text, part


def test_columns_add_up_and_the_difference_is_that_of_the_figures_shown() -> None:
    for name in ("everyday", "longest", "losing", "over"):
        made, _inside = sheet(name)
        for pair in ("quarter", "to_date", "end"):
            for side in (0, 1):
                column = [value for row in made.rows if (value := getattr(row.cells, pair)[side]) is not None]
                assert sum(column) == (getattr(made.total, pair)[side] or 0), (name, pair)


def test_what_is_attached_gives_the_same_results_again() -> None:
    made = pypdfium2.PdfDocument(io.BytesIO(rendered("everyday")))
    assert (made.get_attachment(0).get_name(), made.is_tagged()) == ("realisation.json", True)
    data = json.loads(bytes(made.get_attachment(0).get_data()))
    document, inputs = from_json(data["inputs"]["case"]), data["inputs"]
    units = {int(month): Decimal(count) for month, count in inputs["units"].items()}
    again = realise(document.case, document.preferred, told_from_json(inputs["told"]), units, closed=inputs["closed"])
    assert realisation_json(again) == data["results"]


def test_the_same_gives_the_same_bytes() -> None:
    assert bytes(rendered("alone")) == bytes(rendered("alone"))


def test_what_has_no_room_or_no_data_is_said() -> None:
    text = text_of(rendered("longest"))
    for part in ("further lines", "Left out: invoices and entries in CHF, EUR, GBP, JPY", "no data"):
        assert part in text, part
    assert "Nothing is known yet" in text_of(rendered("nothing known"))
    assert "At its pace it does not pay" in text_of(rendered("losing"))


def everyday() -> Realisation:
    return sheet("everyday")[0].found


def test_the_course_ends_at_the_forecast() -> None:
    found = everyday()
    made = course(found)
    assert (len(made.planned), len(made.actual), len(made.expected)) == (25, 6, 19)
    assert made.planned[-1] == ends(found).planned_cost == Decimal(24 * 8600 + 5000 + 3000)
    assert made.actual[-1] == found.actual_cost
    assert abs(made.expected[-1] - ends(found).cost) < 1
    gappy = sheet("longest")[0]
    assert (made.filled, gappy.course.filled) == (False, True)
    assert abs(gappy.course.expected[-1] / gappy.ends.cost - 1) < Decimal("0.000001")
    assert quarter_of(found) == (3, 4, 5)


def test_a_line_that_falls_once_late_is_not_at_a_pace() -> None:
    leave = next(row for row in everyday().rows if row.key == "leave")
    assert (leave.plan and leave.plan.timing, leave.forecast.run_rate) == (Timing.ONCE, None)

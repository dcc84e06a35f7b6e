"""The import wizard, page by page, as a person goes through it."""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from engagements.models import BusinessCalendar, Engagement, MetricTarget, ServiceLevelTarget
from foundation.accounts.actions import create_organization
from foundation.accounts.models import Organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from foundation.inbox.models import ImportBatch, ImportMapping
from foundation.inbox.reading.limits import MIB
from foundation.jobs import running
from foundation.outbox.models import Message
from tests.conftest import SignIn
from tests.factories.cast import Cast
from tests.workitems.importing import ITEM, Importer, rules, table
from vendors.models import Vendor
from workitems.actions.reminding import remind_of_missing_weeks
from workitems.models import SlaClock, WorkItem
from workitems.queries.completeness import weeks_without_data

COLUMNS = ITEM | {"state": "State"}
ROWS = [
    {"external_id": "A1", "opened_at": "2026-11-02 09:00", "queue": "Night desk", "state": "New", "priority": "High"},
    {"external_id": "A2", "opened_at": "2026-11-03 09:00", "queue": "Mystery", "state": "On ice", "priority": "High"},
    {"external_id": "", "opened_at": "2026-11-04 09:00", "queue": "Night desk", "state": "New", "priority": "Low"},
]
WEEK = table(COLUMNS, ROWS)


@dataclass
class Wizard:
    """A browser without pictures, going through the wizard of one workspace."""

    browser: Client
    organization: Organization

    def url(self, path: str = "") -> str:
        return f"/{self.organization.slug}/imports/{path}"

    def upload(self, content: bytes, name: str = "week.csv") -> Any:
        return self.browser.post(self.url("new/"), {"file": SimpleUploadedFile(name, content)})

    def refusal(self, content: bytes, name: str = "week.csv") -> str:
        """The message at the file's field."""
        response = self.upload(content, name)
        assert response.status_code == 422
        return str(response.context["form"].errors["file"][0])

    def batch(self) -> ImportBatch:
        with system([self.organization.pk]):
            return ImportBatch.objects.select_related("file", "job").latest("pk")

    def work(self) -> ImportBatch:
        """Let a worker do what was queued."""
        job = self.batch().job
        assert job is not None
        with system([self.organization.pk]):
            running.run(job_id=job.pk)
        return self.batch()

    def post(self, path: str, data: Any = None) -> Any:
        """The answer to a form sent."""
        return self.browser.post(self.url(path), data or {})

    def answers(self, response: Any, **changes: Any) -> dict[str, Any]:
        """A form as it is shown, with some fields answered otherwise."""
        form = response.context["form"]
        shown = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in (shown | changes).items() if value is not None}

    def step(self, name: str, **changes: Any) -> Any:
        """Answer a step's form as it is proposed but for the changes; the answer must lead on."""
        url = self.url(f"{self.batch().pk}/{name}/")
        response = self.browser.post(url, self.answers(self.browser.get(url), **changes))
        assert response.status_code == 302, dict(response.context["form"].errors)
        return response


@pytest.fixture
def wizard(cast: Cast, sign_in: SignIn) -> Wizard:
    return Wizard(sign_in(cast.northwind.people[Role.OPS_LEAD]), cast.northwind.organization)


def figures(page: str) -> list[str]:
    """The values of the tiles of a page."""
    return re.findall(r'tile-value"><strong>([\d,]+)', page)


def test_from_a_file_to_items(wizard: Wizard, cast: Cast) -> None:
    assert wizard.upload(WEEK).url == wizard.url(f"{wizard.batch().pk}/columns/")
    wizard.step("columns", source="desk", placement="Group")
    values = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/values/"))
    shown = wizard.answers(values)
    night = cast.northwind.engagements["kestrel"].pk
    assert (shown["place_0"], shown["place_1"]) == (f"#{night}", "")
    states = [value for value, _count in values.context["form"].states]
    assert states == ["New", "On ice"]
    assert [shown["state_0"], shown["state_1"]] == ["running", "undecided"]
    assert wizard.step("values").url == wizard.url(f"{wizard.batch().pk}/check/")
    waiting = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/check/")).content.decode()
    assert f'hx-get="{wizard.url(f"{wizard.batch().pk}/progress/")}" hx-trigger="every 1s"' in waiting
    wizard.work()
    page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/check/")).content.decode()
    assert figures(page) == ["2", "0", "0", "1"]
    assert "Nobody has said what the state “On ice” means." in page
    assert "1 item goes to Unassigned." in page
    assert "Number: The row has no number or key" in page
    assert wizard.post(f"{wizard.batch().pk}/commit/").url == wizard.url(f"{wizard.batch().pk}/")
    batch = wizard.work()
    result = wizard.browser.get(wizard.url(f"{batch.pk}/")).content.decode()
    assert figures(result) == ["2", "0", "0", "1"]
    with system([cast.northwind.pk]):
        assert WorkItem.objects.get(external_id="A1").engagement_id == night
        assert ImportMapping.objects.get().rules["states"]["New"] == "running"


def test_week_two_is_two_clicks(wizard: Wizard) -> None:
    test_from = table(COLUMNS, ROWS[:2])
    wizard.upload(test_from)
    wizard.step("columns", source="desk", placement="Group")
    wizard.step("values")
    wizard.work()
    wizard.browser.post(wizard.url(f"{wizard.batch().pk}/commit/"))
    wizard.work()
    second = table(COLUMNS, [ROWS[0] | {"priority": "Low"}, {**ROWS[1], "external_id": "A9"}])
    assert wizard.upload(second, "week-two.csv").url == wizard.url(f"{wizard.batch().pk}/check/")
    wizard.work()
    assert figures(wizard.browser.get(wizard.url(f"{wizard.batch().pk}/check/")).content.decode()) == [
        "1",
        "1",
        "0",
        "0",
    ]
    wizard.browser.post(wizard.url(f"{wizard.batch().pk}/commit/"))
    assert wizard.work().state == "committed"
    first = wizard.batch().pk
    assert wizard.upload(second, "again.csv").url == wizard.url(f"{first}/")


def test_import_first_proposes_everything_on_one_page(cast: Cast, sign_in: SignIn, now: datetime) -> None:
    person = cast.northwind.people[Role.OWNER]
    organization = create_organization(name="Fresh", by=person, slug="fresh").organization
    wizard = Wizard(sign_in(person), organization)
    rows = [
        {
            "external_id": f"N{number}",
            "opened_at": f"2026-{6 + number // 24:02d}-{1 + number % 24:02d} 08:30",
            "resolved_at": f"2026-{6 + number // 24:02d}-{1 + number % 24:02d} {9 + number % 8:02d}:15",
            "queue": "Kestrel" if number % 3 else "Inkwell",
            "priority": "P1" if number % 2 else "P2",
        }
        for number in range(120)
    ]
    wizard.upload(table(ITEM, rows), "history.csv")
    wizard.step("columns", source="desk", placement="Group")
    wizard.step("values", vendor_1="Inkwell Ltd")
    wizard.work()
    check = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/check/")).content.decode()
    assert "Go on to what is agreed" in check
    page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/agreements/"))
    shown = wizard.answers(page)
    assert (shown["always"], shown["window"]) == (False, "09:00-17:00")
    assert page.context["proposal"]["weeks"] == [f"2026-W{week}" for week in range(23, 35)]
    wizard.step("agreements", days=["mon", "tue", "wed", "thu", "fri"], minimum_0_reopen_rate="10")
    batch = wizard.work()
    assert batch.state == "committed"
    with system([organization.pk]):
        assert sorted(Vendor.objects.filter(kind="external").values_list("name", flat=True)) == [
            "Inkwell Ltd",
            "Kestrel",
        ]
        kestrel = Engagement.objects.get(name="Kestrel")
        assert BusinessCalendar.objects.get().name == "Service hours"
        target = MetricTarget.objects.get(engagement=kestrel, metric__measure="turnaround_p90")
        assert (target.baseline_period, target.baseline_source) == (
            "2026-W23 to 2026-W34",
            "First 12 weeks of the import",
        )
        assert target.expected == target.baseline_value
        priorities = ServiceLevelTarget.objects.filter(version__service_level__engagement=kestrel)
        assert sorted(priorities.values_list("priority", flat=True)) == ["P1", "P2"]
        assert WorkItem.objects.filter(engagement=kestrel).count() == 80
        assert SlaClock.objects.filter(engagement=kestrel, is_quiet=True).count() == 80


def book(*sheets: tuple[str, list[list[Any]]], hidden: str = "") -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


HEADER = ["Number", "Opened", "Resolved", "Priority", "Group", "Cost"]
ROW = ["A1", "2026-11-02 09:00", "", "P1", "Night", "1"]


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "name", "message"),
        [
            (b"", "week.csv", "The file is empty. Export it again and upload the result."),
            (b"x" * (20 * MIB + 1), "week.csv", "The file has 20 MB; at most 20 MB can be read."),
            (
                gzip.compress(b"a" * (120 * MIB), mtime=0),
                "bomb.csv.gz",
                "The file unpacks to more than 100 times its size",
            ),
            (b"\xff\xfeN\x00\x00", "week.csv", "UTF-16"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "week.csv", "This is"),
            (b"\n\n", "week.csv", "There is no line with column names."),
            (gzip.compress(WEEK, mtime=0)[:40], "week.csv.gz", "The gzip file is cut off or damaged."),
        ],
        ids=["empty", "too large", "bomb", "bad encoding", "picture", "no header", "gzip cut off"],
    )
    def test_a_file_that_cannot_be_read_says_what_to_do(
        self, wizard: Wizard, content: bytes, name: str, message: str
    ) -> None:
        assert message in wizard.refusal(content, name)
        with system([wizard.organization.pk]):
            assert ImportBatch.objects.count() == 0

    def test_a_broken_line_is_named(self, wizard: Wizard) -> None:
        content = b"\xef\xbb\xbfNumber,Opened\nA1,2026-11-02\nA\xff2,2026-11-02\n"
        assert wizard.refusal(content).startswith("Line 3")

    def test_dates_that_may_be_either_are_asked_never_guessed(self, wizard: Wizard) -> None:
        wizard.upload(table(ITEM, [{"external_id": "A1", "opened_at": "03/04/2026 09:00"}]))
        url = wizard.url(f"{wizard.batch().pk}/columns/")
        page = wizard.browser.get(url)
        [question] = page.context["form"].questions()
        assert question.value() == ""
        assert question.help_text == (
            "Line 2, column Opened: “03/04/2026 09:00” may be day/month or month/day, and no value of the column "
            "decides. Choose the order of its dates."
        )
        answers = wizard.answers(page, source="desk")
        assert wizard.browser.post(url, answers).status_code == 422
        for order, month in (("day_first", 4), ("month_first", 3)):
            answered = answers | {question.name: order, "date_order": order}
            assert wizard.browser.post(url, answered).status_code == 302
            wizard.browser.post(wizard.url(f"{wizard.batch().pk}/check/again/"))
            assert wizard.work().findings["first_at"][:10] == f"2026-{month:02d}-{7 - month:02d}"

    def test_a_missing_required_column_is_asked_for(self, wizard: Wizard) -> None:
        wizard.upload(b"Colour,Opened\nred,2026-11-02\n")
        url = wizard.url(f"{wizard.batch().pk}/columns/")
        response = wizard.browser.post(url, wizard.answers(wizard.browser.get(url), source="desk"))
        assert response.status_code == 422
        assert "column_external_id" in response.context["form"].errors

    def test_a_header_used_twice_is_named(self, wizard: Wizard) -> None:
        wizard.upload(b"Number,Opened,Group,Group\nA1,2026-11-02,a,b\n")
        page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/columns/"))
        assert page.context["warnings"] == [
            "Line 1, column D: The name “Group” is used by more than one column; this one is called “Group (2)” here."
        ]

    def test_a_header_alone_is_an_import_of_nothing(self, wizard: Wizard) -> None:
        wizard.upload(b"Number,Opened\n")
        wizard.step("columns", source="desk")
        wizard.step("values")
        wizard.work()
        page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/check/")).content.decode()
        assert figures(page) == ["0", "0", "0", "0"]

    @pytest.mark.parametrize(
        ("cell", "code", "column"),
        [("=1+1", "formula_without_value", "Cost"), ("a\0b", "nul_character", "Number")],
        ids=["formula", "NUL"],
    )
    def test_a_cell_that_cannot_be_used_sets_its_row_aside(
        self, wizard: Wizard, cell: str, code: str, column: str
    ) -> None:
        if code == "nul_character":
            wizard.upload(table(ITEM, [{"external_id": cell, "opened_at": "2026-11-02"}]))
        else:
            wizard.upload(book(("Week", [HEADER, [*ROW[:5], cell]])), "week.xlsx")
        wizard.step("columns", source="desk")
        wizard.step("values")
        batch = wizard.work()
        assert [each["problem"]["code"] for each in batch.findings["repairs"]] == [code]
        problem = batch.findings["repairs"][0]["problem"]
        assert (problem["line"], problem["column"]) == (2, column)
        page = wizard.browser.get(wizard.url(f"{batch.pk}/check/")).content.decode()
        assert f"<strong>{column}: " in page

    def test_a_workbook_with_several_sheets_is_asked_about(self, wizard: Wizard) -> None:
        wizard.upload(book(("Notes", [["a"], ["b"]]), ("Week", [HEADER, ROW])), "week.xlsx")
        page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/columns/"))
        assert page.context["question"] == "The workbook has several sheets: Notes, Week. Choose the one to import."
        wizard.step("columns", sheet="Week")
        assert "Number" in wizard.answers(wizard.browser.get(wizard.url(f"{wizard.batch().pk}/columns/"))).values()

    def test_a_hidden_sheet_is_skipped_and_named(self, wizard: Wizard) -> None:
        wizard.upload(book(("Secret", [["a"], ["b"]]), ("Week", [HEADER, ROW]), hidden="Secret"), "week.xlsx")
        page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/columns/"))
        assert page.context["warnings"] == [
            "The hidden sheet “Secret” was skipped. Choose it by name if its rows belong to the import."
        ]


class TestMending:
    @pytest.fixture
    def importer(self, cast: Cast, now: datetime) -> Importer:
        return Importer(cast.northwind, now)

    @pytest.fixture
    def batch(self, importer: Importer) -> ImportBatch:
        rows = [
            {"external_id": "A1", "opened_at": "2026-11-02 09:00", "queue": "Night"},
            {"external_id": "=A2", "opened_at": "soon", "queue": "Night"},
            {"external_id": "A3", "opened_at": "", "queue": "Day"},
        ]
        return importer.items(rows)

    def test_a_row_is_put_right_in_a_form(self, wizard: Wizard, batch: ImportBatch, importer: Importer) -> None:
        page = wizard.browser.get(wizard.url(f"{batch.pk}/"))
        [first, second] = page.context["rows"]
        assert (first["line"], second["line"]) == (3, 4)
        url = wizard.url(f"{batch.pk}/rows/{second['pk']}/")
        form = wizard.browser.get(url)
        assert next(iter(form.context["form"].fields.values())).label == "Opened"
        assert wizard.browser.post(url, wizard.answers(form)).status_code == 422
        response: Any = wizard.browser.post(url, wizard.answers(form, cell_1="2026-11-03 10:00"))
        correction = wizard.work()
        assert response.url == wizard.url(f"{correction.pk}/")
        assert (correction.corrects_id, correction.rows_read, correction.items_created) == (batch.pk, 1, 1)
        assert importer.item("A3").engagement_id == importer.house.engagements["own"].pk

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_the_file_of_rejected_rows_comes_back_mended(
        self, wizard: Wizard, batch: ImportBatch, importer: Importer, kind: str
    ) -> None:
        response = wizard.browser.get(wizard.url(f"{batch.pk}/quarantined.{kind}"))
        assert f"week-{batch.pk}" in response["Content-Disposition"].replace("weekcsv", "week")
        if kind == "csv":
            text = response.content.decode("utf-8-sig")
            said = "3,Opened: “soon” is not a date in the chosen order (year-month-day)."
            assert text.splitlines()[1].startswith(said)
            mended = text.replace(",soon,", ",2026-11-05 10:00,").encode()
        else:
            workbook = openpyxl.load_workbook(io.BytesIO(response.content))
            sheet = workbook.worksheets[0]
            assert [cell.value for cell in sheet[2]][2:4] == ["=A2", "soon"]
            sheet["D2"] = "2026-11-05 10:00"
            sheet["C2"].data_type = "s"
            file = io.BytesIO()
            workbook.save(file)
            mended = file.getvalue()
        upload = {"file": SimpleUploadedFile(f"mended.{kind}", mended)}
        assert wizard.browser.post(wizard.url(f"{batch.pk}/mend/"), upload).status_code == 302
        assert wizard.work().items_created == 1
        assert importer.item("=A2").opened_at.day == 5

    def test_what_a_later_file_told_is_not_overwritten(
        self, wizard: Wizard, batch: ImportBatch, importer: Importer
    ) -> None:
        importer.items([{"external_id": "A3", "opened_at": "2026-11-03 09:00", "queue": "Night"}])
        [_, second] = wizard.browser.get(wizard.url(f"{batch.pk}/")).context["rows"]
        url = wizard.url(f"{batch.pk}/rows/{second['pk']}/")
        answers = wizard.answers(wizard.browser.get(url), cell_1="2026-11-01 10:00")
        response = wizard.browser.post(url, answers)
        assert response.context["form"].non_field_errors() == [
            "A later import has told 1 of these items anew. Mend it in the source, and import the next file."
        ]


def test_an_import_is_taken_back_from_its_page(wizard: Wizard, cast: Cast, now: datetime) -> None:
    batch = Importer(cast.northwind, now).items(ROWS[:1], rules())
    page = wizard.browser.get(wizard.url(f"{batch.pk}/")).content.decode()
    assert 'data-dialog-open="undo"' in page
    wizard.browser.post(wizard.url(f"{batch.pk}/undo/"))
    assert wizard.work().state == "undone"
    page = wizard.browser.get(wizard.url(f"{batch.pk}/")).content.decode()
    assert ("Taken back on" in page, 'data-dialog-open="undo"' in page) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    wizard: Wizard, cast: Cast, now: datetime, count: int, django_assert_num_queries: Any
) -> None:
    importer = Importer(cast.northwind, now)
    for number in range(count):
        importer.items([{"external_id": f"A{number}", "opened_at": "2026-11-02 09:00", "queue": "Night"}])
    wizard.browser.get(wizard.url())
    with django_assert_num_queries(QUERIES):
        page = wizard.browser.get(wizard.url())
    assert page.content.decode().count("<tr data-row>") == count


QUERIES = 19


def test_a_source_whose_data_ends_too_early_is_named(wizard: Wizard, cast: Cast, now: datetime) -> None:
    Importer(cast.northwind, now).items([{"external_id": "A1", "opened_at": "2026-11-04 09:00", "queue": "Night"}])
    with system([cast.northwind.pk]):
        [gap] = weeks_without_data(zone="UTC", now=now)
        assert weeks_without_data(zone="UTC", now=datetime(2026, 11, 8, 23, tzinfo=UTC)) == []
    weeks = ["2026-W45", "2026-W46", "2026-W47"]
    assert (gap.source, [week.key for week in gap.weeks], gap.engagements) == ("desk", weeks, ("Night desk",))
    assert [each.source for each in wizard.browser.get(wizard.url()).context["gaps"]] == ["desk"]


def test_the_owner_is_reminded_once_of_a_week_without_data(wizard: Wizard, cast: Cast, now: datetime) -> None:
    houses = (cast.northwind.pk, cast.umbra.pk)
    Importer(cast.northwind, now).items([{"external_id": "A1", "opened_at": "2026-11-11 09:00", "queue": "Night"}])
    Importer(cast.umbra, now).items([{"external_id": "A1", "opened_at": "2026-11-22 09:00", "queue": "Night"}])
    early, monday = datetime(2026, 11, 23, 6, 59, tzinfo=UTC), datetime(2026, 11, 23, 7, 3, tzinfo=UTC)
    with system(houses), transaction.atomic():
        assert remind_of_missing_weeks(now=early, organization_ids=houses) == 0
        assert remind_of_missing_weeks(now=monday, organization_ids=houses) == 1
        assert remind_of_missing_weeks(now=monday + timedelta(hours=1), organization_ids=houses) == 1
        [mail] = Message.objects.all()
        assert (mail.organization_id, mail.to_address) == (cast.northwind.pk, "ops_lead@northwind.example")
        assert mail.subject == "No data from desk for week 2026-W47 yet"
        assert "frozen on Mon 23 Nov 2026 09:00 UTC" in mail.text
        assert "/northwind/imports/new/" in mail.text
        later = monday + timedelta(weeks=6)
        assert remind_of_missing_weeks(now=later, organization_ids=houses[:1]) == 0, "a source given up"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.VIEWER, 403), (Role.ANALYST, 200), (Role.FINANCE, 403), (Role.OWNER, 200)]
)
def test_who_may_import(cast: Cast, sign_in: SignIn, role: Role, status: int) -> None:
    browser = sign_in(cast.northwind.people[role])
    assert browser.get("/northwind/imports/new/").status_code == status
    assert browser.get("/northwind/imports/").status_code == 200


def test_another_tenant_s_import_is_not_found(wizard: Wizard, cast: Cast, now: datetime) -> None:
    batch = Importer(cast.umbra, now).items(
        [{"external_id": "A1", "opened_at": "2026-11-02 09:00"}], rules(placement=None)
    )
    missing = batch.pk + 10_000
    for path in ("", "columns/", "values/", "check/", "progress/", "agreements/", "mend/", "quarantined.csv"):
        codes = [wizard.browser.get(wizard.url(f"{pk}/{path}")).status_code for pk in (batch.pk, missing)]
        assert codes == [404, 404]
    for path in ("commit/", "undo/", "discard/", "check/again/"):
        codes = [wizard.browser.post(wizard.url(f"{pk}/{path}")).status_code for pk in (batch.pk, missing)]
        assert codes == [404, 404]


def test_a_column_that_holds_something_else_is_not_proposed_and_the_page_says_why(wizard: Wizard) -> None:
    content = b"Ticket,Opened,Closed\n1,2026-11-02 09:00,<b>yes\n2,2026-11-03 09:00,no\n"
    wizard.upload(content)
    page = wizard.browser.get(wizard.url(f"{wizard.batch().pk}/columns/"))
    assert page.context["form"].rules.columns == {"external_id": "Ticket", "opened_at": "Opened"}
    assert (
        "Column “Closed” is called like “Closed” but holds &lt;b&gt;yes, no, so it is not proposed."
        in page.content.decode()
    )

"""A partner imports its own items: checked, decided, written; and nothing beyond its own engagement and columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.inbox.queries import newest_batches
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.isolation.rows import attempt
from workitems.actions.partner_files import close_partner_source, open_partner_source, take_files
from workitems.actions.undoing import undo_batch
from workitems.models import PartnerFile, PartnerSource, WorkItem
from workitems.models.partner_files import source_name

HEADER = "Number,Opened,Resolved,Priority,Short description,Cost,Vendor"
GOOD = f"""{HEADER}
T-1,2026-11-16 08:00,2026-11-16 09:30,P2,Password reset,87.50,Inkwell
T-2,2026-11-17 08:00,,P3,New laptop,12,Inkwell
T-3,yesterday,,P3,Broken screen,12,Inkwell
"""


@pytest.fixture
def house(cast: Cast, now: datetime) -> House:
    """Kestrel may import its items of the Night desk itself."""
    house = cast.northwind
    with context.staff(house.pk):
        open_partner_source(engagement=house.engagements["kestrel"], by=house.people[Role.OPS_LEAD], now=now)
    return house


@pytest.fixture
def robert(house: House, sign_in: SignIn) -> Client:
    return sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])


def place(house: House, name: str = "-list", vendor: str = "kestrel", **ids: int) -> str:
    return reverse(
        f"workitems:partnerfile-portal{name}", kwargs={"org": house.slug, "vendor": house.vendors[vendor].pk, **ids}
    )


def send(robert: Client, house: House, content: bytes | str, name: str = "week.csv", **more: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    sent = {
        "engagement": house.engagements["kestrel"].pk,
        "zone": "UTC",
        "date_order": "",
        "file": SimpleUploadedFile(name, data),
        **more,
    }
    return robert.post(place(house), sent)


def take(house: House, now: datetime) -> int:
    with context.system([house.pk]):
        return take_files(now=now)


def imports_shown(house: House) -> int:
    """How many imports stand in the client's list."""
    with context.staff(house.pk):
        return newest_batches("workitems").count()


def newest(house: House) -> PartnerFile:
    with context.staff(house.pk):
        found: PartnerFile = PartnerFile.objects.order_by("-pk")[0]
        return found


def items(house: House) -> dict[str, WorkItem]:
    with context.staff(house.pk):
        rows = WorkItem.objects.select_related("engagement", "vendor").order_by("pk")
        return {f"{row.source} {row.external_id}": row for row in rows}


def test_a_file_is_checked_decided_and_imported(house: House, robert: Client, now: datetime) -> None:
    with context.staff(house.pk):
        WorkItem.objects.create(
            source="desk", external_id="T-1", title="Ours", engagement=house.engagements["inkwell"], opened_at=now,
            row_hash="x", created_at=now, updated_at=now,
        )  # fmt: skip
    assert send(robert, house, GOOD).status_code == 302
    file = newest(house)
    detail = place(house, "", pk=file.pk)
    assert "Being checked" in robert.get(detail).content.decode()
    early = robert.post(place(house, "-decide", pk=file.pk), {"decision": "import"}, follow=True)
    assert "Somebody has decided on this file already" in early.content.decode()
    assert take(house, now) == 1
    page = robert.get(detail)
    text = page.content.decode()
    assert [page.context["file"].counts[f"items_{name}"] for name in ("created", "updated", "unchanged")] == [2, 0, 0]
    [wrong] = page.context["wrong"]
    assert (wrong.line, wrong.column, wrong.value) == (4, "Opened", "yesterday")
    assert "they are not yours to say: Cost, Vendor" in text
    assert robert.get(detail, {"csv": "1"}).content.decode().count("yesterday") >= 1
    assert list(items(house)) == ["desk T-1"]
    assert imports_shown(house) == 0
    robert.post(place(house, "-decide", pk=file.pk), {"decision": "import"})
    assert (take(house, now), take(house, now)) == (1, 0)
    found = items(house)
    source = source_name(house.engagements["kestrel"].pk)
    assert list(found) == ["desk T-1", f"{source} T-1", f"{source} T-2"]
    assert imports_shown(house) == 1
    first = found[f"{source} T-1"]
    assert (first.engagement, first.vendor, first.cost, first.priority) == (
        house.engagements["kestrel"], house.vendors["kestrel"], None, "P2",
    )  # fmt: skip
    assert found["desk T-1"].title == "Ours"
    assert "Imported" in robert.get(detail).content.decode()
    assert (
        "Password reset"
        in robert.get(
            reverse("workitems:item-portal-list", args=[house.slug, house.vendors["kestrel"].pk])
        ).content.decode()
    )


def test_the_same_twice_changes_nothing_a_later_one_changes_and_the_client_takes_it_back(
    house: House, robert: Client, now: datetime
) -> None:
    def bring(text: str) -> PartnerFile:
        assert send(robert, house, text).status_code == 302
        take(house, now)
        file = newest(house)
        if file.can_decide:
            robert.post(place(house, "-decide", pk=file.pk), {"decision": "import"})
            take(house, now)
        return newest(house)

    bring(GOOD)
    assert "This very file is in already" in bring(GOOD).refused
    later = bring(
        GOOD.replace("New laptop", "New laptop delivered").replace(
            "T-2,2026-11-17 08:00,,", "T-2,2026-11-17 08:00,2026-11-18 10:00,"
        )
    )
    assert (later.counts["items_updated"], later.counts["items_unchanged"]) == (1, 1)
    source = source_name(house.engagements["kestrel"].pk)
    assert items(house)[f"{source} T-2"].title == "New laptop delivered"
    with context.staff(house.pk):
        undo_batch(batch_id=later.batch_id or 0, by=house.people[Role.OPS_LEAD], now=now)
    assert items(house)[f"{source} T-2"].title == "New laptop"


def workbook(*rows: tuple[Any, ...]) -> bytes:
    import io

    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def test_a_workbook_works_as_well(house: House, robert: Client, now: datetime) -> None:
    opened = datetime(2026, 11, 16, 8, tzinfo=UTC).replace(tzinfo=None)  # a workbook knows no zones
    content = workbook(("Number", "Opened", "Short description"), ("T-9", opened, "Router"))
    assert send(robert, house, content, "week.xlsx").status_code == 302
    assert take(house, now) == 1
    assert newest(house).counts["items_created"] == 1


@pytest.mark.parametrize(
    ("content", "name", "field", "said"),
    [
        (b"", "week.csv", "file", "The file is empty"),
        (b"MZ\x90\x00\x03" + b"\x00" * 200, "week.csv", "file", ""),
        (b"PK\x03\x04 no workbook at all", "week.xlsx", "file", ""),
        (b"%PDF-1.4 a report", "week.csv", "file", ""),
        (b"<html><body>Number,Opened</body></html>", "week.xlsx", "file", ""),
        ("Number,Title\nT-1,Router\n", "week.csv", "file", "No column says “Opened”"),
        ("Opened,Title\n2026-11-16,Router\n", "week.csv", "file", "No column says “Number or key”"),
        ("Number,Opened\nT-1,03/04/2026 08:00\n", "week.csv", "date_order", "column Opened"),
        (b"Number,Opened\n" + b"T-1,2026-11-16 08:00\n" * 260_000, "week.csv", "file", "5"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_at_its_field(
    house: House, robert: Client, content: bytes | str, name: str, field: str, said: str
) -> None:
    answer = send(robert, house, content, name)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert said in answer.context["form"].errors[field][0]
    with context.staff(house.pk):
        assert not PartnerFile.objects.exists()


def test_rows_that_cannot_be_used_are_named_and_the_others_wait(house: House, robert: Client, now: datetime) -> None:
    rows = (
        "Number,Opened,Resolved\n"
        "T-1,2026-11-16 08:00,2026-11-15 08:00\n"  # ends before it begins
        ",2026-11-16 08:00,\n"  # no number
        "T-3,2026-11-16 \x0008:00,\n"  # a NUL
        "T-4,2026-11-16 08:00,,too,many\n"
        "T-5,2026-11-16 08:00,\n"
        "T-5,2026-11-16 08:00,2026-11-16 09:00\n"  # the later row decides
        "=T-6,2026-11-16 08:00,\n"  # text, never a formula
    )
    sent = send(robert, house, rows)
    assert sent.status_code == 302, sent.context["form"].errors
    take(house, now)
    page = robert.get(place(house, "", pk=newest(house).pk))
    counts = page.context["file"].counts
    assert [(wrong.line, wrong.column) for wrong in page.context["wrong"]][:2] == [(2, "Resolved"), (3, "Number")]
    assert {wrong.line for wrong in page.context["wrong"]} == {2, 3, 4, 5}
    assert (counts["rows_read"], counts["rows_quarantined"], counts["rows_duplicate"], counts["items_created"]) == (
        7, 4, 1, 2,
    )  # fmt: skip
    assert "'=T-6" not in robert.get(place(house, "", pk=newest(house).pk), {"csv": "1"}).content.decode()


def test_dates_that_could_be_either_are_read_as_they_are_said_to_be(
    house: House, robert: Client, now: datetime
) -> None:
    assert send(robert, house, "Number,Opened\nT-1,03/04/2026 08:00\n", date_order="month_first").status_code == 302
    take(house, now)
    robert.post(place(house, "-decide", pk=newest(house).pk), {"decision": "import"})
    take(house, now)
    [item] = items(house).values()
    assert item.opened_at == datetime(2026, 3, 4, 8, tzinfo=UTC)


def test_discarded_and_taken_back(house: House, robert: Client, now: datetime) -> None:
    send(robert, house, GOOD)
    take(house, now)
    again = send(robert, house, GOOD)
    assert "This very file is here already and waits below." in again.content.decode()
    robert.post(place(house, "-decide", pk=newest(house).pk), {"decision": "discard"})
    take(house, now)
    assert (newest(house).batch_id, items(house)) == (None, {})
    send(robert, house, GOOD)
    take(house, now)
    with context.staff(house.pk):
        close_partner_source(source=PartnerSource.objects.get(), by=house.people[Role.OPS_LEAD], now=now)
    robert.post(place(house, "-decide", pk=newest(house).pk), {"decision": "import"})
    take(house, now)
    assert ("took the permission back" in newest(house).refused, items(house)) == (True, {})
    late = send(robert, house, GOOD.replace("T-1", "T-8"))
    assert (late.status_code, "engagement" in late.context["form"].errors) == (422, True)


def test_another_partners_engagement_and_file_are_not_there(house: House, sign_in: SignIn, robert: Client) -> None:
    refused = send(robert, house, GOOD, engagement=house.engagements["inkwell"].pk)
    assert list(refused.context["form"].errors) == ["engagement"]
    send(robert, house, GOOD)
    file = newest(house)
    other = sign_in(house.vendor_people["inkwell", Role.VENDOR_MANAGER])
    assert other.get(place(house, "", "inkwell", pk=file.pk)).status_code == 404
    assert other.post(place(house, "-decide", "inkwell", pk=file.pk), {"decision": "import"}).status_code == 404
    assert "No file is taken from you" in other.get(place(house, vendor="inkwell")).content.decode()


def test_the_machine_trusts_nothing_but_how_columns_are_read(house: House, robert: Client, now: datetime) -> None:
    """Rules that were written past the form send nothing elsewhere, and bring no column that is the client's."""
    send(robert, house, GOOD)
    file = newest(house)
    forged = {
        **file.rules,
        "source": "desk",
        "columns": {**file.rules["columns"], "cost": "Cost"},
        "placement": {"column": "", "target": "engagement", "values": {"": f"#{house.engagements['inkwell'].pk}"}},
    }
    with context.system([house.pk]):
        PartnerFile.objects.filter(pk=file.pk).update(rules=forged)
    take(house, now)
    robert.post(place(house, "-decide", pk=file.pk), {"decision": "import"})
    take(house, now)
    assert {(row.source, row.engagement, row.cost) for row in items(house).values()} == {
        (source_name(house.engagements["kestrel"].pk), house.engagements["kestrel"], None)
    }


def test_the_wall_lets_a_partner_send_and_decide_and_no_more(house: House, robert: Client, now: datetime) -> None:
    send(robert, house, GOOD)
    actor = house.vendor_people["kestrel", Role.VENDOR_AGENT].pk
    copy = (
        "INSERT INTO workitems_partnerfile (engagement_id, name, size, sha256, content, rules, left_out, sent_by_id,"
        " sent_by_name, sent_at, counts, problems, decision, refused, checked_at) SELECT engagement_id, name, size,"
        " sha256, content, rules, left_out, {by}, sent_by_name, sent_at, counts, problems, '', '', {checked}"
        " FROM workitems_partnerfile"
    )
    with context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=actor):
        assert attempt(copy.format(by=actor, checked="NULL")) == [(1,)]
        assert attempt(copy.format(by=actor, checked="now()")) is None
        assert attempt(copy.format(by=house.people[Role.OWNER].pk, checked="NULL")) is None
        decide = f"UPDATE workitems_partnerfile SET decision = 'import', decided_at = now(), decided_by_id = {actor}"
        assert attempt(decide) == [(0,)]  # not checked yet
        for column in ("counts = '{}'", "batch_id = NULL", "rules = '{}'", "refused = ''", "checked_at = now()"):
            assert attempt(f"UPDATE workitems_partnerfile SET {column}") is None, column
        assert attempt("DELETE FROM workitems_partnerfile") is None
        assert attempt("UPDATE workitems_partnersource SET closed_at = NULL") is None
    take(house, now)
    with context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=actor):
        assert attempt(decide) == [(1,)]
        assert attempt(decide.replace(f"_id = {actor}", f"_id = {house.people[Role.OWNER].pk}")) is None
    with context.staff(house.pk):
        PartnerSource.objects.update(closed_at=now, closed_by=house.people[Role.OWNER])
    with context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=actor):
        assert attempt(copy.format(by=actor, checked="NULL")) is None


def test_the_client_lets_a_partner_and_is_warned_of_counting_twice(
    house: House, sign_in: SignIn, now: datetime
) -> None:
    lead = sign_in(house.people[Role.OPS_LEAD])
    page = reverse("workitems:partnersource-list", args=[house.slug])
    inkwell = house.engagements["inkwell"]
    again = lead.post(page, {"engagement": house.engagements["kestrel"].pk})
    assert "imports its items itself already" in again.content.decode()
    with context.staff(house.pk):
        WorkItem.objects.create(
            source="desk", external_id="I-1", engagement=inkwell, opened_at=datetime.now(UTC) - timedelta(days=2),
            row_hash="x", created_at=now, updated_at=now,
        )  # fmt: skip
    twice = lead.post(page, {"engagement": inkwell.pk})
    assert "would count the same work twice" in twice.content.decode()
    assert lead.post(page, {"engagement": inkwell.pk, "beside": "on"}).status_code == 302
    with context.staff(house.pk):
        source = PartnerSource.objects.get(engagement=inkwell)
    assert lead.post(reverse("workitems:partnersource-close", args=[house.slug, source.pk])).status_code == 302
    assert (
        page
        not in sign_in(house.people[Role.VIEWER])
        .get(reverse("workitems:import-list", args=[house.slug]))
        .content.decode()
    )


def test_the_list_asks_a_fixed_number_of_times(house: House, robert: Client) -> None:
    counts = []
    for numbers in (("T-1",), ("T-5", "T-6")):
        for number in numbers:
            send(robert, house, GOOD.replace("T-1", number))
        robert.get(place(house))
        with CaptureQueriesContext(connection) as asked:
            robert.get(place(house))
        counts.append(len(asked))
    assert counts[0] == counts[1]

"""The workbook of figures: what is stored, week by week; no data is an empty cell."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from decimal import Decimal

import time_machine
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import system
from scorecards.models import MetricValue
from tests.conftest import SignIn
from tests.factories.cast import Cast
from tests.factories.everything import fill


def sheet_of(content: bytes) -> Worksheet:
    sheet = load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_workbook_has_a_row_a_metric_and_a_column_a_week(cast: Cast, now: datetime, sign_in: SignIn) -> None:
    fill(cast.northwind, mark="", now=now)
    with system([cast.northwind.pk]):
        kept = MetricValue.objects.get()
        MetricValue.objects.update(
            segment=None, period_key="2026-W46", period_start=now - timedelta(days=14), value="94.1"
        )
        kept.pk = None
        kept.segment = None
        kept.period_key, kept.period_start, kept.value = "2026-W47", now - timedelta(days=7), None
        kept.save(force_insert=True)
        kept.pk = None
        kept.period_key, kept.period_start, kept.value = "2026-W45", now - timedelta(days=21), Decimal("95.5")
        kept.save(force_insert=True)
    with time_machine.travel(now, tick=False):
        response = sign_in(cast.northwind.people[Role.VIEWER]).get("/northwind/scorecards/figures.xlsx")
    sheet = sheet_of(response.content)
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0][-2:] == ["2026-W45", "2026-W46"]
    assert rows[1][:2] == ["Kestrel", "Night desk"]
    assert rows[1][-2:] == [95.5, 94.1]


def test_an_empty_workspace_has_an_empty_workbook(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.northwind.people[Role.VIEWER]).get("/northwind/scorecards/figures.xlsx")
    sheet = sheet_of(response.content)
    assert [cell.value for cell in sheet[1]] == ["Vendor", "Engagement", "Segment", "Metric", "Unit"]
    assert sheet.max_row == 1

"""The figures to take away."""

from __future__ import annotations

import io
from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.export import Cell, write_xlsx
from scorecards.queries.figures import figures_by_week

WEEKS = 26
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.VIEW)
@require_safe
def figures_export(request: TenantRequest) -> HttpResponse:
    """Half a year of weekly figures as a workbook; a cell without data is empty, never zero."""
    table = figures_by_week(since=timezone.now() - timedelta(weeks=WEEKS + 1))
    header = [_("Vendor"), _("Engagement"), _("Segment"), _("Metric"), _("Unit"), *map(str, table.columns)]
    rows: list[list[Cell]] = [
        [*map(str, names), *(None if value != value else float(value) for value in values)]  # noqa: PLR0124  # not a number
        for names, values in zip(table.index, table.to_numpy(), strict=True)
    ]
    file = io.BytesIO()
    write_xlsx(file, header, rows, title=_("Figures"))
    name = f"{request.organization.slug}-figures.xlsx"
    return HttpResponse(
        file.getvalue(), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

"""The stored figures as a table for analysts: one row a metric of an engagement, one column a week."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from engagements.models.metrics import Cadence
from scorecards.models import MetricValue

if TYPE_CHECKING:
    import pandas as pd

ROW = ("vendor", "engagement", "segment", "metric", "unit")


def figures_by_week(*, since: datetime) -> pd.DataFrame:
    """Weekly figures of weeks that start at or after ``since``, in the metric's unit.

    Index: vendor, engagement, segment (empty for the whole), metric, unit. Columns: week keys, oldest first. No data is
    missing (NaN), never zero; a metric without any figure has no row.
    """
    import pandas as pd  # noqa: PLC0415  # 0.3 s and 55 MB that only this page needs

    rows = MetricValue.objects.filter(period_kind=Cadence.WEEK, period_start__gte=since, value__isnull=False)
    columns = ("engagement__vendor__name", "engagement__name", "segment__name", "metric__name", "metric__unit")
    frame = pd.DataFrame.from_records(
        list(rows.values_list(*columns, "period_key", "value")), columns=[*ROW, "week", "value"], coerce_float=True
    )
    frame["segment"] = frame["segment"].fillna("")
    return frame.pivot_table(index=list(ROW), columns="week", values="value", aggfunc="first", sort=True)

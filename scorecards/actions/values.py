"""Storing figures, so that storing the same again changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from scorecards.measures import FORMULA, Figure, Request
from scorecards.measures.windows import array

_CHUNK = 4000
_COLUMNS = {
    "organization_id": "bigint",
    "engagement_id": "bigint",
    "metric_id": "bigint",
    "version_id": "bigint",
    "segment_id": "bigint",
    "period_kind": "text",
    "period_key": "text",
    "period_start": "timestamptz",
    "period_end": "timestamptz",
    "numerator": "numeric",
    "denominator": "numeric",
    "value": "numeric",
    "raw_numerator": "numeric",
    "raw_denominator": "numeric",
    "raw_value": "numeric",
    "sample": "int",
    "excluded": "int",
    "detail": "jsonb",
    "formula": "smallint",
    "computed_at": "timestamptz",
}
_KEY = ("organization_id", "engagement_id", "metric_id", "segment_id", "period_kind", "period_key")
_FIGURES = tuple(name for name in _COLUMNS if name not in _KEY)
_COMPARED = tuple(name for name in _FIGURES if name != "computed_at")
_UPSERT = (
    f"INSERT INTO scorecards_metricvalue AS v ({', '.join(_COLUMNS)})"  # noqa: S608  # column names above alone
    f" SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in _COLUMNS.values())})"
    f" ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {', '.join(f'{name} = EXCLUDED.{name}' for name in _FIGURES)}"
    f" WHERE ({', '.join(f'v.{name}' for name in _COMPARED)})"
    f" IS DISTINCT FROM ({', '.join(f'EXCLUDED.{name}' for name in _COMPARED)})"
    " RETURNING engagement_id"
)


@transaction.atomic
def store_figures(figures: Mapping[Request, Figure], *, now: datetime) -> int:
    """Upsert figures as metric values, in key order so that two at once cannot deadlock. Returns how many changed."""
    rows = sorted((_row(request, figure, now) for request, figure in figures.items()), key=_sort_key)
    changed = 0
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            cursor.execute(_UPSERT, [array(column) for column in zip(*chunk, strict=True)])
            changed += cursor.rowcount
    return changed


def _row(request: Request, figure: Figure, now: datetime) -> tuple[Any, ...]:
    period = request.period
    return (
        request.organization_id,
        request.engagement_ids[0],
        request.metric_id,
        request.version_id,
        request.segment_id,
        period.kind.value,
        period.key,
        period.start,
        period.end,
        figure.numerator,
        figure.denominator,
        figure.value,
        figure.raw_numerator,
        figure.raw_denominator,
        figure.raw_value,
        figure.sample,
        figure.excluded,
        json.dumps(figure.detail) if figure.detail else "{}",
        FORMULA,
        now,
    )


def _sort_key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row[:3], row[4] or 0, row[6])


def _chunks(rows: Sequence[tuple[Any, ...]]) -> Iterator[Sequence[tuple[Any, ...]]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]

"""What has to be decided in the review, derived from a scorecard; nothing is asked that the sheet does not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scorecards.paper import whole_words
from scorecards.sheets import Sheet

TITLE: Final = 38
"""Letters of an action's title that a question repeats."""

LONG: Final = 3
"""Weeks in a row off target from which escalation is a question."""


def decisions(sheet: Sheet) -> list[str]:
    """Questions for today, the most urgent first; empty when there is nothing to decide."""
    return list(_questions(sheet))


def _questions(sheet: Sheet) -> Iterator[str]:
    explained = {cause.metric_id for cause in sheet.causes}
    promised = {promise.metric_id for promise in sheet.open_promises}
    late = sheet.late_promises
    if late:
        titles = ", ".join(f"“{whole_words(promise.title, TITLE)}”" for promise in late[:2])
        yield ngettext(
            "%(count)d action is late (%(titles)s): a new date, or help?",
            "%(count)d actions are late (%(titles)s): new dates, or help?",
            len(late),
        ) % {"count": len(late), "titles": titles + ("…" if len(late) > 2 else "")}  # noqa: PLR2004  # two are named
    for line in sheet.missed:
        if line.metric_id not in explained:
            yield _("%(metric)s missed its target and has no root cause on record: who finds it, by when?") % {
                "metric": line.name
            }
        elif line.metric_id not in promised:
            yield _("%(metric)s missed its target and no action is open: what is done, by whom, by when?") % {
                "metric": line.name
            }
    if sheet.status == "off_target" and sheet.streak >= LONG:
        yield _("Off target for %(count)d weeks in a row: escalate, or change the plan?") % {"count": sheet.streak}
    silent = [line.name for line in sheet.lines if line.status == "no_data" and line.target is not None]
    if silent:
        yield _("No data for %(metrics)s: who delivers it?") % {"metrics": ", ".join(silent[:3])}

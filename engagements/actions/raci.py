"""The RACI grid, saved whole or not at all; and the one that an engagement begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from engagements.actions.parties import fits
from engagements.models import Activity, Engagement, RaciAssignment
from engagements.queries.raci import StoredGrid, grid_of
from engagements.raci import Grid, Level, Row, faults_of, write_letters
from engagements.raci.letters import ACCOUNTABLE
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class RowDraft:
    """A row as it is to be: ``key`` is the activity's id, None for a new one; cells by participant id."""

    name: str
    kind: str = Activity.Kind.OTHER
    cells: Mapping[int, frozenset[str]] = field(default_factory=dict)
    key: int | None = None

    @property
    def row(self) -> Row:
        """What the rules look at."""
        return Row(self.name, self.kind, self.cells)


@transaction.atomic
def save_raci(*, engagement: Engagement, rows: Sequence[RowDraft], seen: int, by: User | None, today: date) -> None:
    """Replace the grid of an engagement; activities that are not among ``rows`` go.

    Raises:
        ConflictError: when somebody saved it since revision ``seen``.
        ValidationError: when a row lacks its one A, has a C and an I in one cell, or has no name of its own.
    """
    _take_revision(engagement, seen)
    stored = grid_of(engagement.pk, today)
    refuse(rows, stored)
    activities = _write_rows(engagement, rows, stored)
    _write_letters(engagement, rows, activities)
    record("raci.saved", by=by, subject=engagement, revision=seen + 1, **_difference(rows, stored))


def refuse(rows: Sequence[RowDraft], stored: StoredGrid) -> None:
    """Raise a ValidationError with every reason why rows cannot be saved over the columns of a stored grid."""
    reasons = [] if fits(rows=len(rows), columns=len(stored.participants)) else [_("The grid is too large.")]
    columns = {column.key for column in stored.grid.columns}
    names = Counter(row.name.casefold() for row in rows)
    for number, row in enumerate(rows, 1):
        if not row.name:
            reasons.append(_("Row %(number)d: give the activity a name.") % {"number": number})
        elif len(row.name) > LONGEST_NAME:
            reasons.append(_("%(name)s…: the name is longer than 120 characters.") % {"name": row.name[:30]})
        elif names[row.name.casefold()] > 1:
            reasons.append(_("%(name)s stands there twice: give each activity a name of its own.") % {"name": row.name})
        if {key for key, letters in row.cells.items() if letters} - columns:
            reasons.append(_("%(name)s: one of its roles was removed.") % {"name": row.name})
    faults = faults_of(Grid(stored.grid.columns, tuple(row.row for row in rows)))
    reasons += [_(fault.text) % fault.params for fault in faults if fault.level == Level.REFUSED]
    if reasons:
        raise ValidationError(list(dict.fromkeys(reasons)))


def _take_revision(engagement: Engagement, seen: int) -> None:
    taken = Engagement.objects.filter(pk=engagement.pk, raci_revision=seen).update(raci_revision=F("raci_revision") + 1)
    if taken != 1:
        raise ConflictError(_("Somebody else saved the roles in the meantime. What you typed is kept below."))
    engagement.raci_revision = seen + 1


def _write_rows(engagement: Engagement, rows: Sequence[RowDraft], stored: StoredGrid) -> list[Activity]:
    """The activities of the rows, in their order."""
    there = {each.pk: each for each in Activity.objects.filter(engagement=engagement, pk__in=stored.keys)}
    kept = {row.key for row in rows if row.key in there}
    Activity.objects.filter(engagement=engagement).exclude(pk__in=kept).delete()
    renamed = [row.key for row in rows if row.key in kept and there[row.key].name != row.name]
    # Two rows may swap their names: neither may stand in the other's way.
    Activity.objects.filter(pk__in=renamed).update(name=Concat(Value("~ "), Cast("pk", CharField())))
    activities = []
    for position, row in enumerate(rows):
        activity = there.pop(row.key, None) if row.key else None
        activity = activity or Activity(engagement=engagement)
        activity.name, activity.kind, activity.position = row.name, row.kind, position
        activity.accountable_id = next(key for key, letters in row.cells.items() if ACCOUNTABLE in letters)
        activities.append(activity)
    fields = ["name", "kind", "position", "accountable"]
    Activity.objects.bulk_update([each for each in activities if each.pk], fields)
    Activity.objects.bulk_create([each for each in activities if not each.pk])
    return activities


def _write_letters(engagement: Engagement, rows: Sequence[RowDraft], activities: list[Activity]) -> None:
    wanted = {
        (activity.pk, participant, letter)
        for row, activity in zip(rows, activities, strict=True)
        for participant, letters in row.cells.items()
        for letter in letters - {ACCOUNTABLE}
    }
    given = RaciAssignment.objects.filter(activity__engagement=engagement)
    there = {(each.activity_id, each.participant_id, each.letter): each.pk for each in given}
    RaciAssignment.objects.filter(pk__in=[pk for cell, pk in there.items() if cell not in wanted]).delete()
    RaciAssignment.objects.bulk_create(
        RaciAssignment(activity_id=activity, participant_id=participant, letter=letter)
        for activity, participant, letter in sorted(wanted - set(there))
    )


def _difference(rows: Sequence[RowDraft], stored: StoredGrid) -> dict[str, Any]:
    """For the audit log: the rows that changed, before and after, in words."""
    grid = stored.grid

    def words(row: Row) -> str:
        cells = [f"{each.title} {write_letters(row.at(each.key))}" for each in grid.columns if row.at(each.key)]
        return f"{row.name}: {', '.join(cells)}"

    before = {key: words(row) for key, row in zip(stored.keys, grid.rows, strict=True)}
    after = {row.key: words(row.row) for row in rows if row.key in before}
    return {
        "changed": [[before[key], text] for key, text in after.items() if key and before[key] != text],
        "added": [words(row.row) for row in rows if row.key not in before],
        "removed": [text for key, text in before.items() if key not in after],
    }

"""Reads of the RACI grid, and what its rules say about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from engagements.models import Activity, Engagement, Participant, RaciAssignment, Side
from engagements.queries.parties import decision_rights_of, participants_of
from engagements.raci import Column, Fault, Grid, Level, Row, faults_of, write_letters
from engagements.raci.letters import ACCOUNTABLE


@dataclass(frozen=True, slots=True)
class StoredGrid:
    """A grid as it is kept: ``keys`` are the activities' ids, row by row; ``participants`` the columns' rows."""

    grid: Grid
    keys: tuple[int, ...]
    participants: tuple[Participant, ...]


def raci_findings(engagement: Engagement, today: date) -> list[Fault]:
    """What the rules say about an engagement's grid on a local date; without errors it may go on."""
    return faults_of(grid_of(engagement.pk, today).grid)


def is_complete(findings: Iterable[Fault]) -> bool:
    """Whether nothing but warnings is left."""
    return all(fault.level == Level.WARNING for fault in findings)


def grid_of(engagement_id: int, today: date) -> StoredGrid:
    """The grid of an engagement, in three statements."""
    participants = tuple(participants_of(engagement_id, today))
    activities = list(Activity.objects.filter(engagement_id=engagement_id).order_by("position", "pk"))
    cells: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for activity in activities:
        cells[activity.pk][activity.accountable_id].add(ACCOUNTABLE)
    given = RaciAssignment.objects.filter(activity__engagement_id=engagement_id)
    for activity_id, participant_id, letter in given.values_list("activity_id", "participant_id", "letter"):
        cells[activity_id][participant_id].add(letter)
    rows = tuple(
        Row(each.name, each.kind, {key: frozenset(letters) for key, letters in cells[each.pk].items()})
        for each in activities
    )
    grid = Grid(tuple(column_of(each) for each in participants), rows)
    return StoredGrid(grid, tuple(each.pk for each in activities), participants)


def column_of(participant: Participant) -> Column:
    """A role as the rules see it; ``participant`` comes from ``participants_of``."""
    name = participant.name
    identity = f"user {participant.user_id}" if participant.user_id else " ".join(name.split()).casefold()
    return Column(
        participant.pk,
        participant.title,
        name,
        identity,
        at_vendor=participant.side == Side.VENDOR,
        has_left=bool(getattr(participant, "has_left", False)),
    )


def outline(engagement: Engagement, today: date) -> dict[str, Any]:
    """Roles, activities and decisions as plain values without people: what a template carries (``raci.starter``)."""
    stored = grid_of(engagement.pk, today)
    titles = _titles(stored.participants)
    return {
        "roles": [{"side": each.side, "title": each.title, "contact": each.contact} for each in stored.participants],
        "activities": [
            {
                "name": row.name,
                "kind": row.kind,
                "cells": {titles[key]: write_letters(letters) for key, letters in row.cells.items() if letters},
            }
            for row in stored.grid.rows
        ],
        "decisions": [
            {
                "decision": right.decision,
                "by": titles[right.decided_by_id],
                "limit": right.limit,
                "beyond": titles[right.escalates_to_id] if right.escalates_to_id else "",
            }
            for right in decision_rights_of(engagement.pk)
        ],
    }


def _titles(participants: Iterable[Participant]) -> dict[int, str]:
    """What an outline calls each role: its title, with the side in front where both sides have one of that title."""
    found = list(participants)
    said = [each.title.casefold() for each in found]
    return {
        each.pk: each.title if said.count(each.title.casefold()) == 1 else f"{each.side}: {each.title}"
        for each in found
    }

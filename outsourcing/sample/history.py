"""Half a year of work: the event log of every engagement, imported the way a person would."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from itertools import chain

from engagements.models import Engagement
from engagements.periods import Period
from foundation.accounts.models import User
from foundation.inbox.actions import store_file
from foundation.inbox.models import ImportBatch
from outsourcing.sample.agreements import opening_hours
from outsourcing.sample.generator import HEADER, event_log, group_name
from outsourcing.sample.story import Plan
from workitems.actions.imports import COMMIT, begin, commit_batch, open_batch
from workitems.canonical import Shape
from workitems.mapping import Mapping, Placement
from workitems.states import StateMeaning

COLUMNS = {
    "external_id": "Number",
    "state": "State",
    "event_at": "Updated",
    "opened_at": "Opened",
    "first_response_at": "First response",
    "resolved_at": "Resolved",
    "closed_at": "Closed",
    "title": "Title",
    "item_type": "Type",
    "priority": "Priority",
    "queue": "Group",
    "requester": "Requester",
    "csat_score": "Satisfaction",
    "csat_at": "Satisfaction given",
    "checked": "Checked",
    "defective": "Defective",
    "source_met": "SLA met",
    "handled_minutes": "Handled minutes",
}
STATES = {
    "New": StateMeaning.RUNNING,
    "In progress": StateMeaning.RUNNING,
    "Waiting for customer": StateMeaning.CLIENT,
    "Resolved": StateMeaning.STOPPED,
}


def log_file(plans: tuple[Plan, ...], weeks: list[Period], *, seed: int, until: datetime) -> bytes:
    """The event log of these plans as a CSV file, times in UTC."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    rows = (event_log(plan, weeks, opening_hours(plan.calendar), seed=seed, until=until) for plan in plans)
    writer.writerows(chain.from_iterable(rows))
    return text.getvalue().encode()


def mapping_for(plans: tuple[Plan, ...], engagements: dict[str, Engagement], source: str) -> Mapping:
    """Which column is what; a group of the desk is an engagement, or a segment of one."""
    groups = {
        group_name(plan, segment): f"#{engagements[plan.name].pk}" + (f"/{segment}" if segment else "")
        for plan in plans
        for segment in plan.segments or ("",)
    }
    return Mapping(
        source=source,
        shape=Shape.EVENT_LOG,
        columns=COLUMNS,
        zone="UTC",
        states=STATES,
        placement=Placement("Group", "engagement", groups),
        preset="generic_event_log",
    )


def import_history(
    plans: tuple[Plan, ...], engagements: dict[str, Engagement], weeks: list[Period], *, seed: int, by: User,
    now: datetime,
) -> None:  # fmt: skip
    """Import the log of every engagement as one file; everything that happened until ``now``.

    Who is late has a system of its own, whose last file came on the Monday before the last closed week.
    """
    late = tuple(plan for plan in plans if plan.is_late)
    if late:
        import_log(late, engagements, weeks, source="partner", seed=seed, by=by, now=weeks[-2].start)
    import_log(
        tuple(plan for plan in plans if not plan.is_late), engagements, weeks, source="desk", seed=seed, by=by, now=now
    )


def import_log(
    plans: tuple[Plan, ...], engagements: dict[str, Engagement], weeks: list[Period], *, source: str, seed: int,
    by: User, now: datetime,
) -> ImportBatch:  # fmt: skip
    """Import the log of some engagements as one file of one system."""
    content = log_file(plans, weeks, seed=seed, until=now)
    file = store_file(content=content, name=f"{source}-export-{now:%Y-%m-%d}.csv", by=by, now=now)
    batch = open_batch(file=file, header=HEADER, by=by, now=now, mapping=mapping_for(plans, engagements, source))
    job = begin(batch=batch, kind=COMMIT, title=file.name, by=by, now=now)
    committed = commit_batch(batch_id=batch.pk, by=by, now=now)
    job.state, job.finished_at, job.done, job.total = "done", now, committed.rows_read, committed.rows_read
    job.save()
    return committed

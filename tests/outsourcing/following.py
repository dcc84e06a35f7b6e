"""Pilots and exits that are due, and the books: what fired, was judged, told, narrowed, kept and deleted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Final

from django.apps import apps
from django.db import transaction
from django.db.models import F, Model, Q, Sum
from django.db.models.functions import Now
from guardian.shortcuts import assign_perm

from engagements.models import ActionItem, Engagement, Metric, Thread, ThreadMessage
from engagements.models.metrics import Measure
from exits.actions.erasing import approve_erasure, count_erasure
from exits.actions.plans import make_plan
from exits.actions.runs import start_exit
from exits.models import Disposition, Erasure, Exit, ExitPlan, Mode
from exits.queries.held_data import rows_left
from foundation.accounts.models import AuditEvent, Organization
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from foundation.jobs.actions import LEASE
from foundation.jobs.models import Job, JobState
from foundation.outbox.models import Message
from foundation.outbox.states import OVER
from pilots.actions.starting import start_pilot
from pilots.models import PilotRetrospective, RollbackTrigger, Verdict
from pilots.queries.plans import ROLLBACK
from tests.factories.cast import House
from tests.factories.pilots import NINE, days, items_of, planned, trigger
from tests.factories.scorecards import item
from workitems.models import WorkItem

BELLS: Final = ("pilots.tasks.follow_all_pilots", "exits.tasks.follow_exits", "foundation.jobs.tasks.sweep_jobs")
GONE: Final = ("requesters", "messages")
"""Classes of a left engagement whose day has come and that were approved; one more is kept, the rest has to wait."""
SILENT = timedelta(seconds=3)
"""A living worker writes how far it is every half second."""
NOON = 12
WEEKS = 3
ITEMS = 5
LETTERS = (
    Q(subject_key__startswith="pilot/") | Q(subject_key__startswith="exit/") | Q(subject_key__startswith="notice/")
)


@dataclass
class Books:
    """What is due, and what became of it."""

    houses: list[int] = field(default_factory=list)
    letters: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What a mail is about and its address: each must come once."""
    bad: list[int] = field(default_factory=list)
    """Pilots of which two triggers fire."""
    good: list[int] = field(default_factory=list)
    """Pilots with three verdicts."""
    left: list[int] = field(default_factory=list)
    """Exits whose last day is long over."""
    rows: int = 0
    """How many rows are to be emptied."""
    kept: list[int] = field(default_factory=list)
    """Items that nobody leaves."""

    def progress(self, *, with_mails: bool = False) -> float:
        """The share of all that is due that is done."""
        with transaction.atomic(), system(self.houses):
            self._a_minute_passes()
            fired = RollbackTrigger.objects.filter(fired_at__isnull=False).count()
            judged = Verdict.objects.count() + PilotRetrospective.objects.count()
            queued = Message.objects.filter(LETTERS)
            mails = (queued.filter(state__in=OVER) if with_mails else queued).count()
            over = Erasure.objects.filter(finished_at__isnull=False).count()
            erased = Erasure.objects.aggregate(rows=Sum("erased"))["rows"] or 0
            narrowed = Exit.objects.filter(narrowed_at__isnull=False).count()
            at_work = Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).count()
        done = fired + judged + mails + over + narrowed + erased - at_work
        pilots = (2 + WEEKS) * len(self.bad) + (3 + WEEKS) * len(self.good)
        return done / (pilots + self.letters.total() + 4 * len(self.left) + self.rows)

    def check(self) -> None:
        """Each trigger fired once, with one notice a person and one checklist; each exit was followed once."""
        with transaction.atomic(), system(self.houses):
            told = Counter(Message.objects.filter(LETTERS).values_list("subject_key", "to_address"))
            verbs = Counter(AuditEvent.objects.values_list("verb", flat=True))
            steps = Counter(ActionItem.objects.filter(source_kind=ROLLBACK).values_list("source_key", flat=True))
            judged = Counter(Verdict.objects.values_list("criterion__pilot", "look"))
            fired = Counter(RollbackTrigger.objects.exclude(fired_at=None).values_list("pilot", flat=True))
            weeks = Counter(PilotRetrospective.objects.values_list("pilot", "week_start"))
        assert told == self.letters
        assert fired == Counter(dict.fromkeys(self.bad, 2))
        assert steps == Counter(f"{pilot}/{number}" for pilot in self.bad for number in (1, 2, 3))
        assert judged == Counter({(pilot, 1): 3 for pilot in self.good})
        assert Counter(pilot for pilot, _week in weeks) == Counter(dict.fromkeys((*self.bad, *self.good), WEEKS))
        assert (verbs["pilot.trigger_fired"], verbs["pilot.rollback_started"]) == (2 * len(self.bad), len(self.bad))
        assert (verbs["exit.portal_narrowed"], verbs["exit.data_kept"]) == (len(self.left), len(self.left))
        self._check_erasures()

    def _check_erasures(self) -> None:
        """What was counted, approved and due was emptied, counted once and told once; nothing else was touched."""
        with transaction.atomic(), system(self.houses):
            told = AuditEvent.objects.filter(verb="exit.data_erased").values_list("data", flat=True)
            gone = Counter((line["exit"], line["data"], line["rows"]) for line in told)
            rows = list(Erasure.objects.filter(exit__in=self.left).values_list("exit", "data", "counted", "erased"))
            desks = Exit.objects.filter(pk__in=self.left).values_list("engagement", flat=True)
            left = {rows_left(data, desk) for desk in desks for data in GONE}
            kept = WorkItem.objects.filter(pk__in=self.kept).exclude(title="").exclude(requester="").count()
            jobs = set(Job.objects.filter(kind="exits.erase").values_list("state", flat=True))
        assert sum(rows for _exit, _data, rows in gone) == self.rows
        assert gone == Counter(row[:3] for row in rows if row[1] in GONE)
        assert {row[:2] for row in rows if row[3]} == {(pk, data) for pk in self.left for data in GONE}
        assert (left, kept) == ({0}, len(self.kept))
        assert jobs <= {JobState.DONE, JobState.FAILED}  # given up after five deaths, and begun again the next hour

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """Every row of both rooms, of the mails, jobs, actions, items and the audit log."""
        rooms = [apps.get_app_config(name).get_models() for name in ("pilots", "exits")]
        models: list[type[Model]] = [*chain(*rooms), Message, Job, ActionItem, AuditEvent, WorkItem, ThreadMessage]
        with transaction.atomic(), system(self.houses):
            return [list(model._default_manager.order_by("pk").values_list()) for model in models]

    def _a_minute_passes(self) -> None:
        """Jobs that were not heard of for some seconds count as dead, those that wait as overlooked."""
        lately = Now() - LEASE
        dead = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__gt=lately, heartbeat_at__lt=Now() - SILENT)
        dead.update(heartbeat_at=F("heartbeat_at") - LEASE)
        Job.objects.filter(state=JobState.QUEUED, created_at__gt=lately).update(created_at=F("created_at") - LEASE)


def make_due(books: Books, house: House, now: datetime, *, desks: int = 1, messages: int = 10) -> None:
    """So many of each: a pilot that fails, one that goes well, an exit under way, one that is over, a notice near."""
    books.houses = sorted({*books.houses, house.pk})
    lead, today = house.people[Role.OPS_LEAD], now.date()
    with staff(house.pk, actor=lead.pk), transaction.atomic():
        Organization.objects.update(time_zone=f"Etc/GMT{now.hour - NOON:+d}")
        for number in range(desks):
            books.bad.append(_pilot(house, _desk(house, f"Bad {number}"), today, is_bad=True))
            books.good.append(_pilot(house, _desk(house, f"Good {number}"), today, is_bad=False))
            _leaving(books, house, _desk(house, f"Leaving {number}"), now)
            _left(books, house, _desk(house, f"Left {number}"), now, messages)
            _renews(books, house, _desk(house, f"Renews {number}"), now)
        books.kept += [item(house.engagements["own"], now, title="Call", requester="Jo").pk]
        theirs = (
            house.vendor_people["kestrel", Role.VENDOR_MANAGER],
            house.vendor_people["kestrel", Role.VENDOR_AGENT],
        )
        for pk, pilot in RollbackTrigger.objects.filter(pilot__in=books.bad).values_list("pk", "pilot"):
            books.letters.update((f"pilot/{pilot}/trigger/{pk}", person.email) for person in (lead, *theirs))


def _desk(house: House, name: str) -> Engagement:
    """A desk of Kestrel's whose people may follow it."""
    like = house.engagements["kestrel"]
    desk: Engagement = Engagement.objects.create(
        name=f"{name} {house.slug}",
        process=like.process,
        client=like.client,
        vendor=like.vendor,
        owner=like.owner,
        started_on=like.started_on,
    )
    for role in (Role.VENDOR_MANAGER, Role.VENDOR_AGENT):
        assign_perm("engagements.follow_engagement", house.vendor_people["kestrel", role], desk)
    return desk


def _pilot(house: House, desk: Engagement, today: date, *, is_bad: bool) -> int:
    """Three weeks old, from a Monday. The bad one is right for three days, then half wrong; the good one is right."""
    first = today - timedelta(days=7 * WEEKS + today.weekday())
    pilot = planned(house, engagement=desk, title=desk.name, start_date=first, end_date=first + timedelta(days=50))
    trigger(pilot, Metric.objects.get(measure=Measure.SOURCE_MET), "80", direction="below")
    start_pilot(pilot=pilot, by=house.people[Role.OPS_LEAD], now=NINE, today=first)
    if is_bad:
        items_of(desk, days(first, 3), a_day=4)
        items_of(desk, days(first + timedelta(days=3), 4), a_day=4, defective=2)
    else:
        items_of(desk, days(first, 10), a_day=10)
    return pilot.pk


def _leaving(books: Books, house: House, desk: Engagement, now: datetime) -> None:
    """It is left in four days: the day's mail goes to the lead and to the partner's manager."""
    run = _exit(house, desk, now - timedelta(days=1), timedelta(days=5))
    _two_letters(books, house, f"exit/{run.pk}/{now.date()}")


def _left(books: Books, house: House, desk: Engagement, now: datetime, messages: int) -> None:
    """It was left 110 days ago: the portal is to be narrowed, two classes go, one is kept, the others must wait."""
    lead = house.people[Role.OPS_LEAD]
    run = _exit(house, desk, now - timedelta(days=130), timedelta(days=20))
    items_of(desk, [run.ends_on], a_day=ITEMS)
    WorkItem.objects.filter(engagement=desk).update(title="Call", requester="Jo")
    who = {"side": "client", "author": lead, "author_name": "Lead", "written_at": now}
    thread = Thread.objects.create(
        engagement=desk, subject="Keys", side="client", opened_by=lead, opened_by_name="Lead", opened_at=now
    )
    ThreadMessage.objects.bulk_create(ThreadMessage(thread=thread, text="Call me", **who) for _ in range(messages))
    rows = Erasure.objects.filter(exit=run)
    rows.filter(data="import-rows").update(disposition=Disposition.KEEP)
    rows.filter(data="ticket-texts").update(due_date=now.date() + timedelta(days=1))
    for row in rows.filter(data__in=[*GONE, "ticket-texts"]).select_related("exit"):
        count_erasure(erasure=row, by=lead, now=now)
        approve_erasure(erasure=row, by=lead, now=now)
    books.left.append(run.pk)
    books.rows += messages + ITEMS
    _two_letters(books, house, f"exit/{run.pk}/{now.date()}")


def _renews(books: Books, house: House, desk: Engagement, now: datetime) -> None:
    """Its contract renews itself in a hundred days, with a month's notice."""
    plan = make_plan(engagement=desk, by=house.people[Role.OPS_LEAD], now=now)
    end = now.date() + timedelta(days=100)
    ExitPlan.objects.filter(pk=plan.pk).update(ends_on=end, tacit_months=12, notice_months=1)
    books.letters[f"notice/{desk.pk}/{end}/90", house.people[Role.OPS_LEAD].email] += 1


def _exit(house: House, desk: Engagement, then: datetime, lasts: timedelta) -> Exit:
    lead, day = house.people[Role.OPS_LEAD], then.date()
    make_plan(engagement=desk, by=lead, now=then)
    return start_exit(
        engagement=desk, mode=Mode.STRESSED, ends_on=day + lasts, reason="Brought home.", by=lead, now=then, today=day
    )


def _two_letters(books: Books, house: House, about: str) -> None:
    people = (house.people[Role.OPS_LEAD], house.vendor_people["kestrel", Role.VENDOR_MANAGER])
    books.letters.update((about, person.email) for person in people)

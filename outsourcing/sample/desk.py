"""Working together in the sample: questions answered in time and late, days, pulses, and an item's evidence."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final, NamedTuple

from engagements.actions.conversations import mark_read, open_thread, post_message, set_promise
from engagements.actions.files import scan_new_files, share_file
from engagements.actions.rhythm import answer_pulse, check_in
from engagements.models import AboutKind, Engagement, Participant, Side, ThreadMessage
from engagements.periods import PeriodKind, local_instant, period_at
from engagements.queries.engagements import local_today
from foundation.accounts.models import Membership, Organization, User
from workitems.actions.reports import report_comment, report_promise, take_reports
from workitems.models import IntakeRequest

_EVENING: Final = time(17, 40)
ENGAGEMENT: Final = "After-hours IT support"
PICTURE: Final = b"%PDF-1.4\n% The shared calendar before the change, 16 November.\n"


class Talk(NamedTuple):
    """A question: who asks, when (hours back from now), and after how many hours it was answered."""

    subject: str
    question: str
    side: Side
    hours_back: int
    answer: str = ""
    after: int = 0


TALKS: Final = (
    Talk("Badge list of the new floor", "Who may enter floor 4 at night? Two callers were not on our list.",
         Side.VENDOR, 24 * 40, "The updated list is in the shared folder; it is sent every Monday from now on.", 5),
    Talk("VPN change on 12 November", "Does the change at 22:00 need somebody of yours on the call?",
         Side.VENDOR, 24 * 24, "Yes: Jonas joins from 21:45.", 20),
    Talk("Priority of printer tickets", "Priority 2 or 3 for a whole floor without printers?",
         Side.VENDOR, 24 * 17, "Priority 2. The triage rubric says so now.", 71),
    Talk("Handover at 08:00", "Can the handover note name the tickets that wait for us?",
         Side.CLIENT, 24 * 12, "From tonight on it does, with the ticket numbers first.", 6),
    Talk("Test phone number", "Which number may we call to test the escalation chain?",
         Side.VENDOR, 24 * 6, "Use the ops lead's second number, never the board's.", 3),
    Talk("Admin rights for Zofia", "Zofia needs admin rights on the backup console to close a ticket. Who grants them?",
         Side.VENDOR, 76),
    Talk("Christmas cover", "How many people will be there from 24 to 26 December?", Side.CLIENT, 8),
)  # fmt: skip
DAYS: Final = (
    ("31 tickets closed, 2 handed over", "Patch window at 23:00", "", 6),
    ("28 tickets closed; the patch window went as planned", "Password resets of the new joiners", "", 6),
    ("19 tickets closed, one outage of the mail gateway (42 minutes)", "Report of the outage",
     "No admin rights on the backup console since Monday: waiting for the client", 5),
    ("34 tickets closed; the outage report is in the folder", "Badge list, handover note",
     "Backup console as yesterday", 6),
)  # fmt: skip


def work_together(organization: Organization, engagements: dict[str, Engagement], *, by: User, now: datetime) -> None:
    """Give one engagement the life of a quarter; nothing when it, or its vendor's people, are not there."""
    engagement = engagements.get(ENGAGEMENT)
    if engagement is None:
        return
    members = Membership.objects.filter(vendor_id=engagement.vendor_id, left_at=None).select_related("user")
    people = [each.user for each in members.order_by("pk")]
    if not people:
        return
    _give_roles(engagement, people)
    first = (now - timedelta(days=90)).date()
    set_promise(engagement=engagement, valid_from=first, amount=1, unit="business_days", by=by, now=now)
    for talk in TALKS:
        _talk(organization, engagement, talk, ours=by, theirs=people[0], now=now)
    ThreadMessage.objects.filter(announced_at=None).update(announced_at=now)  # a sample sends no mail about its past
    _write_days(organization, engagement, people[-1], now=now)
    _pulses(organization, engagement, ours=by, theirs=people[0], now=now)
    _tell(organization, engagement, people[-1], now=now)


def _give_roles(engagement: Engagement, people: list[User]) -> None:
    """The vendor's people hold the roles that bear their names, so that they acknowledge SOPs themselves."""
    for person in people:
        held = Participant.objects.filter(engagement=engagement, side=Side.VENDOR, name=person.name, user=None)
        held.update(user=person)


def _talk(
    organization: Organization, engagement: Engagement, talk: Talk, *, ours: User, theirs: User, now: datetime
) -> None:
    at = now - timedelta(hours=talk.hours_back)
    asker, answerer = (theirs, ours) if talk.side == Side.VENDOR else (ours, theirs)
    thread = open_thread(
        engagement=engagement,
        subject=talk.subject,
        text=talk.question,
        by=asker,
        side=talk.side,
        organization=organization,
        now=at,
        is_question=True,
    )
    if not talk.answer:
        return
    other = Side.CLIENT if talk.side == Side.VENDOR else Side.VENDOR
    answered = at + timedelta(hours=talk.after)
    mark_read(thread=thread, by=answerer, side=other, now=answered)
    post_message(
        thread=thread,
        text=talk.answer,
        by=answerer,
        side=other,
        organization=organization,
        now=answered,
        answers=thread.messages.get().pk,
    )
    mark_read(thread=thread, by=asker, side=talk.side, now=answered + timedelta(hours=1))


def _write_days(organization: Organization, engagement: Engagement, person: User, *, now: datetime) -> None:
    today = local_today(organization, now)
    days = [today - timedelta(days=back) for back in range(1, 8)]
    working = [day for day in days if day.isoweekday() <= 5][: len(DAYS)]  # noqa: PLR2004  # Friday
    for day, (done, next_up, blocked, present) in zip(reversed(working), DAYS, strict=False):
        check_in(
            engagement=engagement,
            day=day,
            done=done,
            next_up=next_up,
            blocked=blocked,
            people_present=present,
            people_planned=6,
            today=today,
            by=person,
            now=local_instant(day, _EVENING, organization.time_zone),
        )


def _pulses(organization: Organization, engagement: Engagement, *, ours: User, theirs: User, now: datetime) -> None:
    """Four months of both sides; in the current one only the vendor has answered yet."""
    current = period_at(PeriodKind.MONTH, now, organization.time_zone)
    story = ((3, 3, 4, "Longer notice of changes"), (3, 3, 4, ""), (4, 3, 4, "Answers within the day"), (4, 4, 4, ""))
    for back, (trust, answers, quality, comment) in zip((3, 2, 1, 0), story, strict=True):
        month = current.shift(-back)
        at = min(now, month.end - timedelta(days=2))
        scores = {"trust": trust, "clarity": 4, "answers": answers, "quality": quality}
        answer_pulse(
            engagement=engagement, period=month, side=Side.VENDOR, scores=scores, comment=comment, by=theirs, now=at
        )
        if back:
            ours_say = {"trust": trust, "clarity": 4, "answers": 4, "quality": quality}
            answer_pulse(
                engagement=engagement, period=month, side=Side.CLIENT, scores=ours_say, comment="", by=ours, now=at
            )


def _tell(organization: Organization, engagement: Engagement, person: User, *, now: datetime) -> None:
    """What the vendor says of the request that it works on, with a file that was checked."""
    request = IntakeRequest.objects.filter(item__engagement=engagement).select_related("item").order_by("pk").first()
    if request is None:
        return
    today = local_today(organization, now)
    report_promise(item=request.item, day=today + timedelta(days=3), today=today, by=person, now=now)
    report_comment(item=request.item, comment="The list as it is today is kept with the item.", by=person, now=now)
    take_reports(now=now)
    share_file(
        engagement=engagement,
        name="before-the-change.pdf",
        content=PICTURE,
        side=Side.VENDOR,
        by=person,
        now=now,
        about=(AboutKind.ITEM, str(request.item_id)),
        shows="before",
    )
    scan_new_files(now=now, organization_ids=(organization.pk,))

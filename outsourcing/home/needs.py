"""What needs the reader, ranked: severity x money / days left (docs/metrics.md, needs-you rank). One button each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import Engagement
from finance.queries.cases import decidable
from finance.words import money, number
from foundation.accounts.models import Membership
from foundation.accounts.roles import Permission
from outsourcing.home.choosing import choosing_needs
from outsourcing.home.facts import Facts
from outsourcing.home.leaving import exit_needs
from outsourcing.home.need import Link, Need
from pilots.phase import Phase
from scorecards.models import Scorecard
from scorecards.models.cards import BlockReason, CardState
from scorecards.status import Status, needs_you_rank

_DAY: Final = timedelta(days=1)
_NO_DEADLINE: Final = Decimal(7)
_MONTHS: Final = 36  # a case is worth what it costs a month, as an engagement is
NAMED: Final = 2
TITLE_LENGTH: Final = 34


def needs(facts: Facts, membership: Membership, link: Link) -> list[Need]:
    """Everything, the most urgent first; ``link(name, *args, **query)`` makes addresses."""
    found = [*_weeks(facts, link), *_overdue_actions(facts, link), *_approvals(facts, membership, link)]
    found += _questions(facts, membership, link)
    found += [*_disputes(facts, membership, link), *_proposed_done(facts, membership, link)]
    found += [*_mails(facts, link), *_silent_schedules(facts, link), *_checkpoints(facts, membership, link)]
    found += [*_cases(facts, membership, link), *_bring_backs(facts, link), *_silent_mailings(facts, link)]
    found += [*_evidence(facts, membership, link), *exit_needs(facts, link)]
    found += [*_pilots(facts, link), *choosing_needs(facts, membership, link)]
    return sorted(found, key=lambda need: (-need.rank, need.title))


def _weeks(facts: Facts, link: Link) -> Iterator[Need]:
    """The week's scorecards: without data, off target, at risk, and those that wait to be issued."""
    waiting = []
    for engagement in facts.engagements:
        found = facts.cards.get(engagement.pk)
        if found is None:
            continue
        card, status = found.card, Status(found.card.status)
        url = link("scorecards:scorecard-detail", card.pk)
        if card.state == CardState.BLOCKED:
            yield _blocked(facts, engagement, card, url)
        elif card.state == CardState.OPEN and status is Status.NO_DATA and engagement.pk in facts.schedules:
            yield _late_data(facts, engagement, url)
        elif card.state == CardState.FROZEN and status in (Status.OFF_TARGET, Status.AT_RISK):
            finding, _semicolon, tally = card.headline.partition("; ")
            title = f"{engagement.name}: {finding}"
            detail = _joined(engagement.vendor.name, tally, _deadline(facts, engagement))
            rank = _rank(facts, status, engagement, facts.issue_at(engagement.pk))
            yield Need(status, title, detail, _("Open scorecard"), url, rank)
        elif card.state == CardState.FROZEN:
            waiting.append(engagement)
    late = [each for each in waiting if (due := facts.issue_at(each.pk)) and due <= facts.now]
    if late:
        title = ngettext("%(count)d scorecard is past its issue time", "%(count)d scorecards are past their issue time",
                         len(late)) % {"count": len(late)}  # fmt: skip
        url = link("scorecards:scorecard-list", week=facts.week.key, state="frozen")
        rank = max(_rank(facts, Status.AT_RISK, each, facts.now) for each in late)
        yield Need(Status.AT_RISK, title, _names([each.name for each in late]), _("Review and issue"), url, rank)


def _blocked(facts: Facts, engagement: Engagement, card: Scorecard, url: str) -> Need:
    words = {"engagement": engagement.name, "week": facts.week.first_date.isocalendar().week}
    if card.blocked_by == BlockReason.IMPORT:
        title = _("%(engagement)s: week %(week)d waits for an import") % words
    else:
        title = _("%(engagement)s has sent no data for week %(week)d") % words
    detail = _joined(engagement.vendor.name, _("cut-off was %(at)s") % {"at": moment(facts.cutoff_at)})
    rank = _rank(facts, Status.NO_DATA, engagement, facts.now)
    return Need(Status.NO_DATA, title, detail, _("Enter or excuse"), url, rank)


def _late_data(facts: Facts, engagement: Engagement, url: str) -> Need:
    words = {"engagement": engagement.name, "week": facts.week.first_date.isocalendar().week}
    title = _("%(engagement)s has sent no data for week %(week)d yet") % words
    detail = _joined(engagement.vendor.name, _("cut-off is %(at)s") % {"at": moment(facts.cutoff_at)})
    rank = _rank(facts, Status.NO_DATA, engagement, facts.cutoff_at)
    return Need(Status.NO_DATA, title, detail, _("Enter or excuse"), url, rank)


def _overdue_actions(facts: Facts, link: Link) -> Iterator[Need]:
    """One row an engagement."""
    by_engagement = sorted(facts.late_actions, key=lambda action: (action.engagement_id, action.due_date))
    for engagement_id, group in groupby(by_engagement, key=lambda action: action.engagement_id):
        late = list(group)
        room = TITLE_LENGTH if len(late) > 1 else 2 * TITLE_LENGTH
        words = {"count": len(late), "titles": _names([f"“{shortened(action.title, room)}”" for action in late])}
        title = ngettext("%(count)d action overdue: %(titles)s", "%(count)d actions overdue: %(titles)s", len(late))
        owners = sorted({str(action.owner) if action.owner else action.owner_name for action in late})
        due = _("due %(day)s") % {"day": date_format(late[0].due_date, "j M")}
        detail = _joined(late[0].engagement.name, _names(owners), due)
        url = link("engagements:action-list", engagement=engagement_id, state="overdue")
        rank = _rank(facts, Status.OFF_TARGET, late[0].engagement, facts.now)
        yield Need(Status.OFF_TARGET, title % words, detail, _("Open actions"), url, rank)


def _approvals(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    count = facts.waiting_exclusions
    if not count or not membership.may(Permission.APPROVE_EXCLUSION):
        return
    title = ngettext("%(count)d exclusion waits for approval", "%(count)d exclusions wait for approval", count)
    url = link("workitems:item-list", excluded="waiting")
    rank = needs_you_rank(Status.AT_RISK, money=Decimal(0), days_left=_NO_DEADLINE)
    detail = _("Whoever claimed one cannot approve it.")
    yield Need(Status.AT_RISK, title % {"count": count}, detail, _("Decide"), url, rank)


def _disputes(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    """Each line that a partner disputes: a figure on which money may hang."""
    for dispute in facts.disputes if membership.may(Permission.ISSUE_SCORECARD) else ():
        words = {"vendor": dispute.engagement.vendor.name, "metric": dispute.metric.name,
                 "week": dispute.scorecard.period_key}  # fmt: skip
        title = _("%(vendor)s disputes %(metric)s, %(week)s") % words
        detail = _joined(dispute.engagement.name, shortened(dispute.text, 2 * TITLE_LENGTH))
        url = link("scorecards:scorecard-detail", dispute.scorecard_id) + "#disputes-title"
        rank = _rank(facts, Status.AT_RISK, dispute.engagement, None)
        yield Need(Status.AT_RISK, title, detail, _("Decide"), url, rank)


def _proposed_done(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    """Actions that their owner at the partner calls done: somebody of ours looks and closes them."""
    for action in facts.proposed_done if membership.may(Permission.WRITE_ACTIONS) else ():
        title = _("Done, says the partner: %(title)s") % {"title": shortened(action.title, 2 * TITLE_LENGTH)}
        url = link("engagements:action-close", action.pk)
        rank = _rank(facts, Status.NO_DATA, action.engagement, None)
        yield Need(Status.NO_DATA, title, action.engagement.name, _("Look and close"), url, rank)


def _mails(facts: Facts, link: Link) -> Iterator[Need]:
    count = facts.stuck_mails
    if count:
        title = ngettext("%(count)d mail failed or is uncertain", "%(count)d mails failed or are uncertain", count)
        rank = needs_you_rank(Status.AT_RISK, money=Decimal(0), days_left=Decimal(1))
        detail = _("Nothing is sent twice: settle it, or send it again.")
        url = link("outbox:delivery-list", state="troubled")
        yield Need(Status.AT_RISK, title % {"count": count}, detail, _("Open deliveries"), url, rank)


def _silent_schedules(facts: Facts, link: Link) -> Iterator[Need]:
    silent = [each for each in facts.engagements if each.pk in facts.silent]
    if silent:
        title = ngettext("%(count)d scorecard schedule has no recipient", "%(count)d scorecard schedules have no"
                         " recipient", len(silent)) % {"count": len(silent)}  # fmt: skip
        rank = max(_rank(facts, Status.NO_DATA, each, facts.issue_at(each.pk)) for each in silent)
        url = link("scorecards:schedule-list")
        yield Need(Status.NO_DATA, title, _names([each.name for each in silent]), _("Add people"), url, rank)


def _checkpoints(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    for look in facts.checkpoints if membership.may(Permission.WRITE_ACTIONS) else ():
        words = {"engagement": look.engagement.name, "week": look.week}
        title = _("%(engagement)s, week %(week)d: has anything improved?") % words
        detail = _("asked since %(day)s") % {"day": date_format(look.due_date, "j M")}
        url = link("engagements:checkpoint-answer", look.engagement_id, look.pk)
        rank = _rank(facts, Status.AT_RISK, look.engagement, None)
        yield Need(Status.AT_RISK, title, detail, _("Answer"), url, rank)


def _cases(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    """Business cases that wait for this very person's decision."""
    for version in decidable(facts.waiting_cases, membership, facts.approval_limits):
        title = _("Decide: %(case)s") % {"case": version.case.title}
        since = _("waits since %(day)s") % {"day": date_format(localtime(version.submitted_at), "j M")}
        cost = _("costs %(amount)s in all") % {"amount": money(version.amount, version.case.currency)}
        detail = _joined(str(version.submitted_by), cost, since)
        worth = version.amount if version.case.currency == facts.organization.currency else Decimal(0)
        rank = needs_you_rank(Status.AT_RISK, money=worth / _MONTHS, days_left=_NO_DEADLINE)
        yield Need(Status.AT_RISK, title, detail, _("Decide"), link("finance:case-detail", version.case_id), rank)


def _questions(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    """One row an engagement whose vendor waits for an answer of ours; the client runs a clock too."""
    if not membership.may(Permission.WRITE_ACTIONS):
        return
    by_engagement = sorted(
        facts.questions, key=lambda question: (question.thread.engagement_id, question.answer_due_at)
    )
    for engagement_id, group in groupby(by_engagement, key=lambda question: question.thread.engagement_id):
        asked = list(group)
        first, engagement = asked[0], asked[0].thread.engagement
        due_at = first.answer_due_at or facts.now  # a question always has one
        words = {"engagement": engagement.name, "count": len(asked)}
        title = ngettext("%(engagement)s: a question waits for our answer",
                         "%(engagement)s: %(count)d questions wait for our answer", len(asked))  # fmt: skip
        is_late = due_at < facts.now
        due = (_("was due %(at)s") if is_late else _("due %(at)s")) % {"at": moment(due_at)}
        detail = _joined(shortened(first.thread.subject, 2 * TITLE_LENGTH), due)
        status = Status.OFF_TARGET if is_late else Status.AT_RISK
        url = link("engagements:thread-detail", first.thread_id)
        if len(asked) > 1:
            url = link("engagements:thread-list", state="ours", engagement=engagement_id)
        rank = _rank(facts, status, engagement, due_at)
        yield Need(status, title % words, detail, _("Answer"), url, rank)


def _evidence(facts: Facts, membership: Membership, link: Link) -> Iterator[Need]:
    """Evidence that ran out, and what vendors sent that nobody decided."""
    for lapse in facts.lapses:
        words = {"vendor": lapse.vendor, "evidence": lapse.evidence.get_kind_display()}
        title = _("%(vendor)s: %(evidence)s ran out") % words
        detail = _("on %(day)s") % {"day": date_format(lapse.until, "j M Y")}
        fees = sum(
            (facts.fees.get(each.pk, Decimal(0)) for each in facts.engagements if each.vendor_id == lapse.vendor.pk),
            Decimal(0),
        )
        rank = needs_you_rank(Status.OFF_TARGET, money=fees, days_left=Decimal((lapse.until - facts.today).days))
        url = link("vendors:vendor-evidence", lapse.vendor.pk)
        yield Need(Status.OFF_TARGET, title, detail, _("Look"), url, rank)
    count = facts.waiting_evidence
    if count and membership.may(Permission.EDIT_AGREEMENTS):
        title = ngettext(
            "%(count)d piece of evidence waits for you", "%(count)d pieces of evidence wait for you", count
        )
        rank = needs_you_rank(Status.AT_RISK, money=Decimal(0), days_left=_NO_DEADLINE)
        url = link("vendors:evidence-list")
        yield Need(Status.AT_RISK, title % {"count": count}, _("Vendors sent it."), _("Decide"), url, rank)


def _bring_backs(facts: Facts, link: Link) -> Iterator[Need]:
    """Approved cases whose partner costs more than own people by now."""
    for lived in facts.to_bring_back:
        told = lived.bring_back
        if told is None:
            continue
        case = lived.version.case
        title = _("%(engagement)s: own people would be cheaper") % {"engagement": case.engagement}
        worth = told.partner - told.own
        words = {"amount": money(worth, lived.currency), "volume": number(told.volume, 0)}
        detail = _("by %(amount)s a month, at %(volume)s units a month") % words
        if lived.currency != facts.organization.currency:
            worth = Decimal(0)
        rank = needs_you_rank(Status.AT_RISK, money=worth, days_left=_NO_DEADLINE)
        yield Need(Status.AT_RISK, title, detail, _("Compare"), link("finance:case-realisation", case.pk), rank)


def _silent_mailings(facts: Facts, link: Link) -> Iterator[Need]:
    """Quarterly pages that reach nobody."""
    for mailing in facts.silent_mailings:
        case = mailing.version.case
        title = _("%(case)s: its quarterly page has no recipient") % {"case": shortened(case.title, TITLE_LENGTH)}
        detail = _("whoever was chosen has left")
        url = link("finance:case-realisation", case.pk)
        rank = needs_you_rank(Status.NO_DATA, money=Decimal(0), days_left=_NO_DEADLINE)
        yield Need(Status.NO_DATA, title, detail, _("Add people"), url, rank)


def _pilots(facts: Facts, link: Link) -> Iterator[Need]:
    """Pilots that are rolled back, and those that have ended and wait for the decision."""
    for pilot in facts.pilots:
        url = link("pilots:pilot-detail", pilot.pk)
        if pilot.phase(facts.today) is Phase.ROLLING_BACK:
            title = _("Rollback: %(pilot)s") % {"pilot": pilot}
            rank = _rank(facts, Status.OFF_TARGET, pilot.engagement, facts.now)
            yield Need(Status.OFF_TARGET, title, pilot.rollback_reason, _("Open checklist"), f"{url}#rollback", rank)
        else:
            title = _("Decide: %(pilot)s has ended") % {"pilot": pilot}
            ended = _("on %(day)s") % {"day": date_format(pilot.last_day, "j M")}
            rank = _rank(facts, Status.AT_RISK, pilot.engagement, None)
            yield Need(Status.AT_RISK, title, _joined(pilot.engagement.name, ended), _("Decide"), url, rank)


def _rank(facts: Facts, status: Status, engagement: Engagement, due: datetime | None) -> Decimal:
    left = _NO_DEADLINE if due is None else Decimal((due - facts.now) / _DAY)
    return needs_you_rank(status, money=facts.fees.get(engagement.pk, Decimal(0)), days_left=left)


def _deadline(facts: Facts, engagement: Engagement) -> str:
    due = facts.issue_at(engagement.pk)
    if due is None:
        return ""
    if facts.schedules[engagement.pk].issues_itself and due > facts.now:
        return _("issues itself %(at)s") % {"at": moment(due)}
    return (_("issue by %(at)s") if due > facts.now else _("should have been issued %(at)s")) % {"at": moment(due)}


def moment(at: datetime) -> str:
    """An instant in the reader's zone: "Mon 14:00"."""
    return date_format(localtime(at), "D H:i")


def shortened(title: str, letters: int = TITLE_LENGTH) -> str:
    """As much of a title as there is room for."""
    return Truncator(title).chars(letters)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _names(names: list[str]) -> str:
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return shown if more <= 0 else _("%(names)s and %(count)d more") % {"names": shown, "count": more}

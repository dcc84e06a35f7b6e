"""Sharing out a process: allocations that are agreed and never changed, routes that are made and retired."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.models import Engagement, Process
from foundation.accounts.audit import record
from foundation.accounts.models import User
from foundation.accounts.revisions import ConflictError
from sourcing.models import Allocation, AllocationShare, Part, WorkRoute

WHOLE: Final = Decimal(100)


class Given(NamedTuple):
    """What somebody gets: an engagement's part, and its share in percent."""

    engagement: Engagement
    part: str
    share: Decimal


@transaction.atomic
def allocate(
    *, allocation: Allocation, shares: Sequence[Given], seen: int | None, today: date, by: User | None, now: datetime
) -> Allocation:
    """Agree who does what share of a process from ``allocation.valid_from`` on (an unsaved row).

    The first of a process may have begun before ``today`` (local), as it was agreed then; each later one begins today
    at the earliest, so that no week gets another plan afterwards. ``seen`` is the id of the newest allocation that the
    writer knew (0: none).

    Raises:
        ConflictError: when somebody agreed another one since.
        ValidationError: when it begins in the past, the shares are no whole, or somebody cannot have one.
    """
    process = Process.objects.select_for_update(of=("self",), no_key=True).get(pk=allocation.process_id)
    last = Allocation.objects.filter(process=process).order_by("-pk").first()
    if seen is not None and seen != (last.pk if last else 0):
        raise ConflictError
    if last is not None and allocation.valid_from < today:
        raise ValidationError(
            {"valid_from": _("What was planned for days that have passed stays. Choose today or later.")}
        )
    if problems := share_problems(allocation, shares):
        raise ValidationError(problems)
    allocation.created_by, allocation.created_at = by, now
    allocation.save(force_insert=True)
    AllocationShare.objects.bulk_create(
        AllocationShare(allocation=allocation, engagement=each.engagement, part=each.part, share=each.share)
        for each in shares
    )
    told = {each.engagement.name: f"{each.part} {each.share.normalize():f}" for each in shares}
    valid_from = allocation.valid_from.isoformat()
    record("allocation.agreed", by=by, subject=allocation, process=process.pk, valid_from=valid_from, shares=told)
    return allocation


def share_problems(allocation: Allocation, shares: Sequence[Given]) -> list[str]:
    """What is wrong with the shares, in words."""
    problems = []
    if len([each for each in shares if each.part == Part.PRIMARY]) != 1:
        problems.append(_("There is one primary. Choose exactly one."))
    whole = sum((each.share for each in shares), Decimal(0))
    if whole != WHOLE:
        problems.append(
            _("The shares come to %(whole)s %%, not to 100 %%. Change them so that they do.")
            % {"whole": f"{whole.normalize():f}"}
        )
    for each in shares:
        words = {"name": each.engagement.name}
        if each.share <= 0 and each.part != Part.BACKUP:
            problems.append(_("%(name)s has a part but no share. Only a backup may stand by with nothing.") % words)
        if each.engagement.process_id != allocation.process_id:
            problems.append(_("%(name)s does another process.") % words)
        if each.engagement.ended_on is not None and each.engagement.ended_on < allocation.valid_from:
            problems.append(_("%(name)s has ended by then. Give its share to somebody else.") % words)
    return problems


@transaction.atomic
def route_type(*, route: WorkRoute, by: User | None, now: datetime) -> WorkRoute:
    """Send a type of a process's work to an engagement from now on.

    Raises:
        ValidationError: when the engagement is of another process, or the type goes there already.
    """
    if route.engagement.process_id != route.process_id:
        raise ValidationError({"engagement": _("This engagement does another process.")})
    same = WorkRoute.objects.filter(process=route.process_id, item_type__iexact=route.item_type, retired_at=None)
    if same.filter(engagement=route.engagement_id).exists():
        raise ValidationError({"item_type": _("This type goes there already.")})
    route.created_by, route.created_at = by, now
    route.save(force_insert=True)
    words = {"item_type": route.item_type, "engagement": route.engagement_id}
    record("workroute.made", by=by, subject=route, process=route.process_id, **words)
    return route


@transaction.atomic
def retire_route(*, route: WorkRoute, by: User, now: datetime) -> None:
    """Send a type there no longer; what was sent stays. Doing it twice changes nothing."""
    if WorkRoute.objects.filter(pk=route.pk, retired_at=None).update(retired_at=now, retired_by=by) == 1:
        record("workroute.retired", by=by, subject=route, process=route.process_id, item_type=route.item_type)

"""The brief: written, published, its due time moved; vendors invited and called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.gates.standing import gates
from engagements.models import Engagement, Stage
from foundation.accounts.audit import record
from foundation.accounts.models import Membership, User
from foundation.accounts.revisions import take_revision
from sourcing.actions.selections import refuse_over
from sourcing.actions.telling import tell_invited, tell_moved, tell_withdrawn
from sourcing.content import Content, lines_of
from sourcing.models import (
    Brief,
    BriefInvitation,
    BriefQuestion,
    CriterionGroup,
    Offer,
    Path,
    PriceLine,
    Selection,
)
from sourcing.queries.facts import facts_of
from sourcing.queries.selections import waiting
from vendors.models import Vendor


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """A question as it is to be; ``pk`` is None for a new one."""

    pk: int | None
    group: str
    text: str
    is_knockout: bool = False
    wants_file: bool = False


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """A price that is asked; ``pk`` is None for a new one."""

    pk: int | None
    label: str
    basis: str
    quantity: Decimal = Decimal(1)


@transaction.atomic
def save_brief(
    *,
    brief: Brief,
    values: dict[str, Any],
    questions: Sequence[QuestionTerms],
    prices: Sequence[PriceTerms],
    seen: int,
    by: User,
) -> Brief:
    """Keep the draft of a brief with its questions and prices; what is not named any more goes.

    Raises:
        ConflictError: when somebody saved since ``seen``.
        ValidationError: once it is published, or without any price.
    """
    refuse_over(brief.selection)
    if brief.published_at is not None:
        raise ValidationError(_("The brief is published: vendors rely on its words."))
    if not prices:
        raise ValidationError(_("Ask for one price at least: offers are compared by what they cost in all."))
    take_revision(brief, seen=seen)
    for name, value in values.items():
        setattr(brief, name, value)
    brief.save(update_fields=list(values))
    _replace(BriefQuestion, brief, [(each.pk, _question(each)) for each in questions])
    _replace(PriceLine, brief, [(each.pk, _price(each)) for each in prices])
    record("brief.saved", by=by, subject=brief, questions=len(questions), prices=len(prices))
    return brief


def content_of(brief: Brief, *, now: datetime, today: date) -> Content:
    """What would be published now: the texts with the facts as they stand."""
    engagement = Engagement.objects.select_related("process", "vendor", "calendar").get(
        pk=brief.selection.engagement_id
    )
    weights: tuple[tuple[str, Decimal], ...] = ()
    if brief.shows_weights:
        weights = tuple(CriterionGroup.objects.filter(selection=brief.selection_id).values_list("key", "weight"))
    return replace(
        facts_of(engagement, now=now, today=today),
        problem=brief.problem,
        in_scope=lines_of(brief.in_scope),
        out_of_scope=lines_of(brief.out_of_scope),
        guardrails=lines_of(brief.guardrails),
        evidence=lines_of(brief.evidence),
        remarks=brief.remarks,
        trial_task=brief.trial_task,
        weights=weights,
    )


@transaction.atomic
def publish_brief(*, brief: Brief, by: User | None, now: datetime, today: date) -> Brief:
    """Seal the brief with the facts of today; from now on vendors can be invited, and no word of it changes.

    Raises:
        ValidationError: while outcomes are not clear, its due time is over, the trial has no task, or weights that are
            shown are not locked.
    """
    selection = Selection.objects.select_related("engagement__vendor", "engagement__process").get(pk=brief.selection_id)
    refuse_over(selection)
    refuse_unclear(selection, today)
    if brief.due_at <= now:
        raise ValidationError(_("The due time is over. Choose a later one in the brief."))
    if selection.path == Path.TRIAL and not (brief.trial_task.strip() and brief.trial_pay):
        raise ValidationError(_("Write the trial task and what is paid for it: work is never asked for free."))
    if brief.shows_weights and selection.locked_at is None:
        raise ValidationError(_("The vendors are to see the weights. Lock them first, so that they stay."))
    content = content_of(brief, now=now, today=today).as_json()
    draft = Brief.objects.filter(pk=brief.pk, published_at=None)
    if draft.update(published_at=now, published_by=by, content=content) == 1:
        record("brief.published", by=by, subject=brief, due_at=brief.due_at.isoformat())
    brief.refresh_from_db()
    return brief


@transaction.atomic
def invite_vendors(*, brief: Brief, vendors: Iterable[Vendor], by: User | None, now: datetime, today: date) -> int:
    """Ask vendors for an offer; each one's people get a mail that names nobody else. Returns how many are new.

    Raises:
        ValidationError: before the brief is published, after its due time, for the own team, or for a vendor of whom
            nobody can open the portal.
    """
    selection = Selection.objects.select_related("engagement__vendor", "engagement__process").get(pk=brief.selection_id)
    refuse_over(selection)
    refuse_unclear(selection, today)
    if brief.published_at is None or brief.due_at <= now:
        raise ValidationError(_("Vendors are invited while a published brief takes offers."))
    found = list(vendors)
    _refuse_unreachable(found)
    count = 0
    for vendor in found:
        row, is_new = BriefInvitation.objects.get_or_create(
            brief=brief, vendor=vendor, defaults={"invited_by": by, "invited_at": now}
        )
        if not is_new and row.withdrawn_at is None:
            continue
        if not is_new:
            BriefInvitation.objects.filter(pk=row.pk).update(withdrawn_at=None, invited_by=by, invited_at=now)
        tell_invited(brief, vendor, now=now, is_again=not is_new)
        record("vendor.invited", by=by, subject=brief, vendor=vendor.pk)
        count += 1
    return count


@transaction.atomic
def withdraw_invitation(*, invitation: BriefInvitation, by: User, now: datetime) -> bool:
    """Take an invitation back; the vendor is told. Returns False when it was already."""
    refuse_over(invitation.brief.selection)
    if BriefInvitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(withdrawn_at=now) != 1:
        return False
    tell_withdrawn(invitation, now=now)
    record("vendor.invitation_withdrawn", by=by, subject=invitation.brief, vendor=invitation.vendor_id)
    return True


@transaction.atomic
def move_due(*, brief: Brief, due_at: datetime, by: User, now: datetime) -> Brief:
    """Give more time, while offers are still taken or nobody has scored; whoever has not submitted is told.

    Raises:
        ValidationError: for a time that is not later, before publication, or once somebody has scored.
    """
    refuse_over(brief.selection)
    if brief.published_at is None:
        raise ValidationError(_("The brief is a draft: change the due time there."))
    if due_at <= max(brief.due_at, now):
        raise ValidationError({"due_at": _("Choose a time that is later than now and than the one before.")})
    if brief.selection.sheets.exclude(begun_at=None).exists():
        raise ValidationError(_("Somebody has scored already: no more offers are taken."))
    was, brief.due_at = brief.due_at, due_at
    brief.save(update_fields=["due_at"])
    tell_moved(brief, now=now)
    record("brief.due_moved", by=by, subject=brief, due_at=[was.isoformat(), due_at.isoformat()])
    return brief


@transaction.atomic
def close_early(*, brief: Brief, by: User, now: datetime) -> Brief:
    """Take no more offers: everybody who was asked has submitted or declined.

    Raises:
        ValidationError: while somebody may still submit.
    """
    refuse_over(brief.selection)
    if waiting(brief).exists() or not Offer.objects.filter(brief=brief).exclude(submitted_at=None).exists():
        raise ValidationError(_("Some who were asked may still submit. It closes by itself when its time is over."))
    if Brief.objects.filter(pk=brief.pk, due_at__gt=now).update(due_at=now) == 1:
        record("brief.closed_early", by=by, subject=brief)
    brief.refresh_from_db()
    return brief


def refuse_unclear(selection: Selection, today: date) -> None:
    """No brief leaves the house before it is clear what is wanted.

    Raises:
        ValidationError: while the gate of the outcomes is shut.
    """
    missing = [each.check for gate in gates(selection.engagement, today, [Stage.OUTCOMES]) for each in gate.missing]
    if missing:
        what = "; ".join(str(each.label) for each in missing)
        words = _("No vendor is asked before it is clear what is wanted. Still missing on the stage board: %(what)s.")
        raise ValidationError(words % {"what": what})


def _refuse_unreachable(vendors: list[Vendor]) -> None:
    reached = set(
        Membership.objects.filter(vendor_id__in=[each.pk for each in vendors], left_at=None).values_list(
            "vendor_id", flat=True
        )
    )
    for vendor in vendors:
        if vendor.is_own_team or vendor.archived_at is not None:
            raise ValidationError({"vendors": _("%(vendor)s cannot be asked.") % {"vendor": vendor}})
        if vendor.pk not in reached:
            words = _("Nobody of %(vendor)s can open the portal yet: invite one of its people under People first.")
            raise ValidationError({"vendors": words % {"vendor": vendor}})


def _question(each: QuestionTerms) -> dict[str, Any]:
    return {
        "group": each.group,
        "text": each.text.strip(),
        "is_knockout": each.is_knockout,
        "wants_file": each.wants_file and not each.is_knockout,
    }


def _price(each: PriceTerms) -> dict[str, Any]:
    counts = each.basis in ("unit", "hour")
    return {"label": each.label.strip(), "basis": each.basis, "quantity": each.quantity if counts else Decimal(1)}


def _replace(
    model: type[BriefQuestion | PriceLine], brief: Brief, rows: Sequence[tuple[int | None, dict[str, Any]]]
) -> None:
    model.objects.filter(brief=brief).exclude(pk__in=[pk for pk, _values in rows if pk]).delete()
    for position, (pk, values) in enumerate(rows, 1):
        if pk:
            model.objects.filter(pk=pk, brief=brief).update(position=position, **values)
        else:
            model.objects.create(brief=brief, position=position, **values)

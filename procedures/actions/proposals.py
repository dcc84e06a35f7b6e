"""Proposals: recorded, then decided by the guide's owner."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.audit import record
from foundation.accounts.models import User
from procedures.actions.guides import create_guide
from procedures.content import Content, steps_from
from procedures.models import Decision, Guide, GuideKind, Proposal


@transaction.atomic
def propose(*, proposal: Proposal, by: User, now: datetime) -> Proposal:
    """Keep what somebody would do otherwise, or the checklist of their own that they bring."""
    proposal.recorded_by, proposal.proposed_at = by, now
    proposal.save(force_insert=True)
    record("proposal.made", by=by, subject=proposal, guide=proposal.guide_id, source=proposal.source)
    return proposal


@transaction.atomic
def decide(*, proposal: Proposal, decision: str, note: str, by: User, now: datetime) -> Proposal:
    """The owner accepts or refuses. One's own checklist or SOP becomes a draft when accepted, a line of it a step.

    Raises:
        ValidationError: when somebody else owns the guide, it was decided meanwhile, or a refusal lacks its reason.
    """
    if not may_decide(proposal, by):
        raise ValidationError(_("%(owner)s owns it and decides.") % {"owner": proposal.guide.owner})
    if decision == Decision.REFUSED and not note.strip():
        raise ValidationError({"note": _("Say why, for those who proposed it.")})
    waiting = Proposal.objects.filter(pk=proposal.pk, decision=Decision.OPEN)
    if waiting.update(decision=decision, note=note.strip(), decided_by=by, decided_at=now) != 1:
        raise ValidationError(_("Somebody decided this in the meantime."))
    proposal.refresh_from_db()
    record("proposal.decided", by=by, subject=proposal, decision=decision)
    if decision == Decision.ACCEPTED and proposal.guide is None:
        _adopt(proposal, by=by, now=now)
    return proposal


def may_decide(proposal: Proposal, person: User) -> bool:
    """Whether a person owns what it is about; without an owner whoever may edit agreements decides."""
    owner = proposal.guide.owner_id if proposal.guide else None
    return owner is None or owner == person.pk


def _adopt(proposal: Proposal, *, by: User, now: datetime) -> Guide:
    guide = Guide(kind=proposal.kind, title=proposal.title, engagement=proposal.engagement, owner=by)
    try:
        guide.validate_constraints()
    except ValidationError as error:
        raise ValidationError(_("There is a guide of this title already; rename that one first.")) from error
    is_text = proposal.kind == GuideKind.ARTICLE
    content = Content(body=proposal.text) if is_text else Content(steps=steps_from(proposal.text))
    return create_guide(guide=guide, content=content, by=by, now=now)

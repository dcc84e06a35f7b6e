"""What a vendor's people have to do, and what is theirs; in the portal's scope the database leaves out the rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from foundation.accounts.portal import Todo
from vendors.models import Decided, Evidence, EvidenceRequest
from vendors.queries.questionnaires import questionnaires
from vendors.rules import REMIND_BEFORE


def asked_evidence() -> list[EvidenceRequest]:
    """What the client asks for, the soonest due first."""
    return list(EvidenceRequest.objects.filter(closed_at=None).order_by("due_date", "pk"))


def own_evidence() -> list[Evidence]:
    """Everything that was sent, or that the client keeps of this vendor, the newest first."""
    return list(Evidence.objects.defer("file__content").select_related("file").order_by("-pk"))


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """Evidence that is asked for or runs out, and questions that are open."""
    rows = own_evidence()
    waiting = {row.kind for row in rows if row.decision == Decided.WAITING}
    asked = [row for row in asked_evidence() if row.kind not in waiting]
    found = [
        Todo(
            _("Send: %(kind)s") % {"kind": row.get_kind_display()},
            row.note or _("The client asked for it."),
            row.due_date,
            "vendors:portal-evidence-create",
            {"evidence_kind": row.kind},
            action_label=_("Send"),
        )
        for row in asked
    ]
    known = {row.kind for row in asked} | waiting
    last = today + timedelta(days=max(REMIND_BEFORE))
    newest = {row.kind: row for row in reversed(rows) if row.decision == Decided.ACCEPTED and not row.fault}
    found += [
        Todo(
            _("Renew: %(kind)s") % {"kind": row.get_kind_display()},
            _("It stops counting after this day."),
            row.valid_until,
            "vendors:portal-evidence-create",
            {"evidence_kind": row.kind},
            action_label=_("Send"),
        )
        for row in newest.values()
        if row.kind not in known and row.valid_until is not None and row.valid_until <= last
    ]
    found += [
        Todo(
            _("Answer: %(questions)s") % {"questions": row.question_set},
            _("%(done)d of %(all)d answered") % {"done": far.answered, "all": far.asked},
            row.due_date,
            "vendors:portal-questionnaire-detail",
            {"pk": row.pk},
            action_label=_("Answer"),
        )
        for row, far in questionnaires()
        if row.state == "open"
    ]
    return found

"""An intake form with everything that its pages can show, for the walk over every page."""

from __future__ import annotations

import json
from datetime import datetime

from engagements.models import Engagement
from foundation.accounts.models import User
from foundation.inbox.actions import receive_message, set_aside
from workitems.actions.intake import add_field, create_form, open_mail, save_template
from workitems.actions.partner_files import open_partner_source, send_file, take_files
from workitems.canonical import Shape
from workitems.mapping import Mapping
from workitems.models import FieldKind, IntakeField, IntakeForm, RequestTemplate


def show_intake(engagement: Engagement, *, by: User, now: datetime) -> dict[str, int]:
    """A question of each kind, a pattern, an address for mail and a mail that lacks something; ids by noun."""
    form = IntakeForm(
        process=engagement.process,
        engagement=engagement,
        name="Customer case",
        introduction="One case a request.",
        item_types=["Complaint", "Question"],
        criteria=["The customer has an answer"],
        checklist=["Identify the customer", "Look at earlier cases"],
        evidence_before=["Export made"],
        evidence_after=["Where the answer stands"],
    )
    create_form(form=form, by=by, now=now)
    for kind in FieldKind:
        field = IntakeField(form=form, label=f"A {kind.label}", kind=kind, choices=["Phone", "Mail"], required=True)
        add_field(field=field, by=by)
    pattern = RequestTemplate(form=form, name="Late parcel", preset={"outcome": "The parcel is with the customer"})
    save_template(template=pattern, by=by, now=now)
    open_mail(form=form, by=by, now=now)
    assert form.hook is not None
    body = {"from": "Anna <anna@example.org>", "subject": "Parcel", "text": "Where is it?"}
    message, _is_new = receive_message(
        hook=form.hook, message_id="1", media_type="application/json", body=json.dumps(body).encode(), now=now
    )
    set_aside(message=message, problems=[{"field": "Title", "text": "“Parcel” says too little."}], now=now)
    return {"intake": form.pk, "fields": field.pk, "patterns": pattern.pk, "mails": message.pk}


def show_partners_file(engagement: Engagement, *, by: User, sender: User, now: datetime) -> dict[str, int]:
    """A file of a partner's own items that is checked and waits, with a row that cannot be used."""
    open_partner_source(engagement=engagement, by=by, now=now, beside=True)
    header = ("Number", "Opened", "Short description", "Cost")
    columns = {"external_id": "Number", "opened_at": "Opened", "title": "Short description", "cost": "Cost"}
    file = send_file(
        engagement=engagement,
        name="week.csv",
        content=(",".join(header) + "\nT-1,2026-11-16 08:00,Router,12\nT-2,yesterday,Broken screen,12\n").encode(),
        mapping=Mapping("file", Shape.ITEM, columns),
        left_out=["Cost"],
        by=sender,
        now=now,
    )
    take_files(now=now)
    return {"partner's files": file.pk}

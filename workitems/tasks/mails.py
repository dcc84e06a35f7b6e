"""Mails that become work items: fills ``inbox.taker``. What lacks something is left to a person, with the reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from engagements.queries.engagements import local_today
from foundation.inbox.actions import set_aside, settle_message
from foundation.inbox.faults import fault_text
from foundation.inbox.mails import Mail
from foundation.inbox.models import InboundMessage
from workitems.actions.requests import Asked, submit_requests
from workitems.forms.intake_places import Places
from workitems.forms.intake_request import RequestForm
from workitems.forms.intake_told import mail_labels, request_data
from workitems.intake_mails import mail_of, refused_files, requester_of, taken_files, told_by
from workitems.models import IntakeForm
from workitems.models.requests import Via
from workitems.queries.intake import FormParts, form_parts

Problems = list[dict[str, str]]


def take_mail(message: InboundMessage, *, now: datetime) -> None:
    """Make a work item of a mail, or leave it to a person with what it lacks. Called with the mail locked."""
    forms = IntakeForm.objects.select_related("process", "engagement__vendor", "organization")
    form = forms.filter(hook=message.hook_id, retired_at=None).first()
    mail = mail_of(message)
    if form is None or mail is None:
        text = _("No intake form in force takes mail from this address.") if mail else _("It cannot be read as a mail.")
        set_aside(message=message, problems=[{"field": "", "text": text}], now=now)
        return
    parts = form_parts(form)
    asked = bound_to(mail, parts, now=now)
    if problems := problems_of(asked, mail):
        set_aside(message=message, problems=problems, now=now)
        return
    draft = replace(asked.draft(requester=requester_of(mail)), uploads=taken_files(mail))
    segment = asked.cleaned_data.get("segment")
    submit_requests(
        asked=Asked(form, asked.asked_engagement, segment, via=Via.MAIL, message=message),
        drafts=[draft],
        by=None,
        now=now,
    )
    settle_message(message=message, by=None, now=now)


def bound_to(mail: Mail, parts: FormParts, *, now: datetime) -> RequestForm:
    """The form filled with what a mail says."""
    organization = parts.form.organization
    told = told_by(mail, mail_labels(parts))
    data = request_data(told, parts=parts, preset={}, zone=organization.time_zone)
    places = Places.of(parts, today=local_today(organization, now))
    return RequestForm(data, parts=parts, places=places, organization=organization, now=now)


def problems_of(asked: RequestForm, mail: Mail) -> Problems:
    """What keeps a mail from becoming a work item by itself: fields, several tasks, files that are not taken."""
    found = [
        {"field": str(asked.fields[name].label) if name in asked.fields else "", "text": str(error)}
        for name, errors in asked.errors.items()
        for error in errors
    ]
    if (split := asked.split()) is not None:
        text = _("It lists several tasks: %(parts)s. A request is one task.")
        found.append({"field": "", "text": text % {"parts": "; ".join(split.parts)}})
    for file, fault in refused_files(mail):
        found.append({"field": file.name or _("a file without a name"), "text": fault_text(fault)})
    return found

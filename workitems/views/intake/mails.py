"""Mails that need completing: what they lack, completed into requests or discarded with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.actions import discard_message, settle_message
from foundation.inbox.mails import Mail
from foundation.inbox.models import DELETED_MARK, InboundMessage, MessageState
from foundation.inbox.queries import waiting_messages
from foundation.inbox.serving import as_download
from workitems.forms.intake import DiscardForm
from workitems.forms.intake_told import mail_labels, request_data
from workitems.intake_mails import mail_of, refused_files, requester_of, taken_files, told_by
from workitems.models import IntakeForm
from workitems.queries.intake import form_parts, forms_in_force
from workitems.views.intake.builder import address, crumbs, find_form
from workitems.views.intake.submitting import Desk, work_at

MOST = 100


@needs(Permission.VIEW)
def message_list(request: TenantRequest) -> HttpResponse:
    """Mails that wait for a person, the oldest first."""
    return _show_list(request)


@needs(Permission.IMPORT_ITEMS)
def message_complete(request: TenantRequest, pk: int) -> HttpResponse:
    """The form, filled with what the mail says; ``?form=`` takes another one than the address's."""
    message = _find(pk, lock=request.method == "POST")
    form = _form_for(request, message)
    if form is None:
        messages.error(request, _("No intake form is in force. Make one first, then complete the mail."))
        return redirect(address(request, "intake-list"))
    desk = _desk(request, message, find_form(form.pk))
    response = work_at(request, desk)
    if response.status_code == 302:  # noqa: PLR2004  # it became work
        settle_message(message=message, by=request.user, now=desk.now)
    return response


@require_POST
@needs(Permission.IMPORT_ITEMS)
def message_discard(request: TenantRequest, pk: int) -> HttpResponse:
    """Nothing comes of it; it is kept."""
    message = _find(pk)
    note = request.POST.get("note", "")
    try:
        discard_message(message=message, note=note, by=request.user, now=timezone.now())
    except ValidationError as error:
        form = DiscardForm(request.POST)
        messages.error(request, error.messages[0])
        return _show_list(request, refused=message.pk, note=form.data.get("note", ""))
    messages.success(request, _("The mail is discarded, and kept with your reason."))
    return redirect(address(request, "inboundmessage-list"))


@needs(Permission.IMPORT_ITEMS)
def message_download(request: TenantRequest, pk: int) -> HttpResponse:
    """What was posted, byte by byte, to be saved."""
    kept = InboundMessage.objects.select_related("body").exclude(body__sha256__startswith=DELETED_MARK)
    message = get_object_or_404(kept, pk=pk)
    ending = "eml" if message.media_type == "message/rfc822" else "txt"
    return as_download(bytes(message.body.content), name=f"mail-{message.pk}.{ending}", media_type="text/plain")


def _find(pk: int, *, lock: bool = False) -> InboundMessage:
    waiting = InboundMessage.objects.filter(state=MessageState.WAITING).select_related("body", "hook")
    found: InboundMessage = get_object_or_404(waiting.select_for_update(of=("self",)) if lock else waiting, pk=pk)
    return found


def _form_for(request: TenantRequest, message: InboundMessage) -> IntakeForm | None:
    wanted = request.GET.get("form", "")
    forms = {str(form.pk): form for form in forms_in_force()}
    own = next((form for form in forms.values() if form.hook_id == message.hook_id), None)
    return forms.get(wanted) or own or next(iter(forms.values()), None)


def _desk(request: TenantRequest, message: InboundMessage, form: IntakeForm) -> Desk:
    parts, mail = form_parts(form), mail_of(message) or Mail("", message.subject, "")
    zone = request.organization.time_zone
    told = request_data(told_by(mail, mail_labels(parts)), parts=parts, preset={}, zone=zone)
    return Desk(
        form,
        parts,
        timezone.now(),
        message=message,
        requester=requester_of(mail),
        initial=told,
        uploads=taken_files(mail),
        more={
            "message": message,
            "mail": mail,
            "refused_files": refused_files(mail),
            "forms": list(forms_in_force()),
        },
    )


def _show_list(request: TenantRequest, *, refused: int = 0, note: str = "") -> HttpResponse:
    rows = list(waiting_messages()[: MOST + 1])
    context = {
        "rows": rows[:MOST],
        "has_more": len(rows) > MOST,
        "most": MOST,
        "may_complete": request.membership.may(Permission.IMPORT_ITEMS),
        "refused": refused,
        "note": note,
        "crumbs": crumbs(request),
    }
    return render(request, "workitems/inboundmessage_list.html", context, status=422 if refused else 200)

"""Files on an item: put there, downloaded, withdrawn. Nothing of them is ever shown inside a page of ours."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission
from foundation.inbox.serving import as_download
from workitems.actions.evidence import attach_file, withdraw_attachment
from workitems.forms.request_steps import AttachForm
from workitems.models import Attachment
from workitems.queries.item_details import items_with_places
from workitems.views.items import show_item


@require_POST
@needs(Permission.IMPORT_ITEMS)
def attachment_create(request: TenantRequest, item: int) -> HttpResponse:
    """Put a file on an item."""
    row = get_object_or_404(items_with_places(), pk=item)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]

        def attach() -> Attachment:
            return attach_file(
                item=row,
                name=upload.name,
                content=upload.read(),
                kind=form.cleaned_data["kind"],
                by=request.user,
                now=timezone.now(),
            )

        added = take(form, attach)
        if added is not None:
            messages.success(request, _("%(name)s is kept with the item.") % {"name": added.name})
            return redirect("workitems:item-detail", org=request.organization.slug, pk=row.pk)
    return show_item(request, row, attach_form=form)


@require_safe
@needs(Permission.VIEW)
def attachment_download(request: TenantRequest, pk: int) -> HttpResponse:
    """The file, to be saved."""
    found = get_object_or_404(Attachment.objects.select_related("file").filter(withdrawn_at=None), pk=pk)
    return as_download(bytes(found.file.content), name=found.name, media_type=found.media_type)


@require_POST
@needs(Permission.IMPORT_ITEMS)
def attachment_withdraw(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a file off its item."""
    found = get_object_or_404(Attachment, pk=pk, withdrawn_at=None)
    withdraw_attachment(attachment=found, by=request.user, now=timezone.now())
    messages.success(request, _("%(name)s is withdrawn.") % {"name": found.name})
    return redirect("workitems:item-detail", org=request.organization.slug, pk=found.item_id)

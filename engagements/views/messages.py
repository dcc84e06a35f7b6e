"""Messages with vendors: threads across engagements, questions with their deadlines, and what was agreed about them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import conversations as actions
from engagements.forms.conversations import MessageForm, PromiseForm, ThreadFilterForm, ThreadForm
from engagements.models import Engagement, Side, Thread
from engagements.queries import desk
from engagements.queries.conversations import open_questions, promise_at, shown_threads
from engagements.queries.desk import Reader
from engagements.views.pages import FormPage, address, crumb, show_form, today_of
from engagements.views.tabs import engagement_of
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def thread_list(request: TenantRequest) -> HttpResponse:
    """Every conversation with every vendor, the latest word first; above it, how punctually either side answers."""
    now, reader = timezone.now(), _reader(request, _("Vendors"))
    form = ThreadFilterForm(request.GET, other=_("the vendor"))
    wanted = form.wanted()
    context = desk.list_context(reader, wanted, request.GET.dict(), names=form.fields, now=now)
    ids = [wanted.engagement_id] if wanted.engagement_id else list(Engagement.objects.values_list("pk", flat=True))
    context |= desk.clock_context(reader, ids, now=now)
    context |= {
        "form": form,
        "may_write": request.membership.may(Permission.WRITE_ACTIONS),
        "reset_url": request.path if context["is_filtered"] else "",
    }
    return render(request, "engagements/thread_list.html", context)


@needs(Permission.WRITE_ACTIONS)
def thread_create(request: TenantRequest) -> HttpResponse:
    """Begin a conversation with the vendor of an engagement."""
    form = ThreadForm(
        request.POST or None, request.FILES or None, initial={"engagement": request.GET.get("engagement", "")}
    )
    if request.method == "POST" and form.is_valid():
        begun = take(
            form,
            lambda: actions.open_thread(
                **form.cleaned_data,
                by=request.user,
                side=Side.CLIENT,
                organization=request.organization,
                now=timezone.now(),
            ),
        )
        if begun is not None:
            messages.success(request, _("It is sent."))
            return redirect(address(request, "thread-detail", pk=begun.pk))
    back = address(request, "thread-list")
    note = _("Everybody of the vendor to whom the engagement is open reads it, and nobody else of theirs.")
    page = FormPage(_("New message"), back, [crumb(_("Messages"), back)], submit_label=_("Send"), note=note)
    return show_form(request, form, page)


@needs(Permission.VIEW)
def thread_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A conversation; opening it is the receipt."""
    now = timezone.now()
    thread: Thread = get_object_or_404(shown_threads().select_related("engagement__vendor"), pk=pk)
    reader = _reader(request, thread.engagement.vendor.name, thread.engagement.vendor.time_zone)
    may_write = request.membership.may(Permission.WRITE_ACTIONS)
    form = MessageForm(
        request.POST if may_write and request.method == "POST" else None,
        request.FILES or None,
        questions=open_questions(thread),
        side=Side.CLIENT,
    )
    if form.is_bound and form.is_valid():
        sent = take(
            form,
            lambda: actions.post_message(
                thread=thread,
                **form.cleaned_data,
                by=request.user,
                side=Side.CLIENT,
                organization=request.organization,
                now=now,
            ),
        )
        if sent is not None:
            return redirect(address(request, "thread-detail", pk=pk) + f"#m{sent.pk}")
    if not hasattr(request, "support_access"):  # who only helps leaves no receipt
        actions.mark_read(thread=thread, by=request.user, side=Side.CLIENT, now=now)
    context = desk.thread_context(reader, thread, now=now) | {"form": form, "may_write": may_write}
    context["crumbs"] = [crumb(_("Messages"), address(request, "thread-list"))]
    return render(request, "engagements/thread_detail.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def engagement_promise(request: TenantRequest, pk: int) -> HttpResponse:
    """Agree how soon either side answers the other's questions."""
    engagement = engagement_of(pk)
    now = timezone.now()
    held = promise_at(engagement, now, request.organization)
    initial = {"amount": held.amount, "unit": held.unit.value, "valid_from": today_of(request)}
    form = PromiseForm(request.POST or None, initial=initial)
    back = address(request, "engagement-together", pk=pk)
    if request.method == "POST" and form.is_valid():
        kept = take(
            form, lambda: actions.set_promise(engagement=engagement, **form.cleaned_data, by=request.user, now=now)
        )
        if kept is not None:
            messages.success(request, _("It holds for questions from then on."))
            return redirect(back)
    note = _("Both sides answer each other within this time, counted in the engagement's coverage hours.")
    page = FormPage(_("Answers in time"), back, [crumb(engagement, back)], note=note, engagement=engagement)
    return show_form(request, form, page)


def _reader(request: TenantRequest, vendor: str, zone: str = "") -> Reader:
    own = request.organization.time_zone
    return Reader(Side.CLIENT, request.user.pk, request.organization.name, vendor, own, zone or own)

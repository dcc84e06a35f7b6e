"""Messages in the portal: the vendor's threads, its questions with their deadlines, the client's clock."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.actions import conversations as actions
from engagements.forms.conversations import MessageForm, ThreadFilterForm, ThreadForm
from engagements.models import AboutKind, Engagement, Side, Thread
from engagements.portal.desk import portal_address, reader_of
from engagements.queries import desk
from engagements.queries.conversations import open_questions, shown_threads, waiting_questions
from foundation.accounts.forms.submitting import take
from foundation.accounts.portal import Todo
from foundation.accounts.requests import TenantRequest, acting_vendor_id, needs
from foundation.accounts.roles import Permission


@needs(Permission.PORTAL_VIEW)
def thread_list(request: TenantRequest) -> HttpResponse:
    """What both sides wrote, the latest word first; above it, how punctually either side answers."""
    now, reader = timezone.now(), reader_of(request)
    form = ThreadFilterForm(request.GET, other=reader.other)
    context = desk.list_context(reader, form.wanted(), request.GET.dict(), names=form.fields, now=now)
    context |= desk.clock_context(reader, list(Engagement.objects.values_list("pk", flat=True)), now=now)
    context |= {
        "form": form,
        "may_write": request.membership.may(Permission.PORTAL_WORK),
        "reset_url": request.path if context["is_filtered"] else "",
    }
    return render(request, "engagements/portal_thread_list.html", context)


@needs(Permission.PORTAL_WORK)
def thread_create(request: TenantRequest) -> HttpResponse:
    """Begin a conversation."""
    proposed = {name: request.GET.get(name, "") for name in ("engagement", "subject", "about")}
    form = ThreadForm(request.POST or None, request.FILES or None, initial=proposed)
    back = portal_address(request, "thread-portal-list")
    if request.method == "POST" and form.is_valid():
        begun = take(
            form,
            lambda: actions.open_thread(
                **form.cleaned_data,
                by=request.user,
                side=Side.VENDOR,
                organization=request.organization,
                now=timezone.now(),
            ),
        )
        if begun is not None:
            messages.success(request, _("It is sent."))
            return redirect(portal_address(request, "thread-portal-detail", pk=begun.pk))
    context = {"form": form, "back": back, "reader": reader_of(request)}
    return render(request, "engagements/portal_thread_create.html", context)


@needs(Permission.PORTAL_VIEW)
def thread_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A conversation; opening it is the receipt."""
    now, reader = timezone.now(), reader_of(request)
    thread: Thread = get_object_or_404(shown_threads(), pk=pk)
    may_write = request.membership.may(Permission.PORTAL_WORK)
    form = MessageForm(
        request.POST if may_write and request.method == "POST" else None,
        request.FILES or None,
        questions=open_questions(thread),
        side=Side.VENDOR,
    )
    if form.is_bound and form.is_valid():
        sent = take(
            form,
            lambda: actions.post_message(
                thread=thread,
                **form.cleaned_data,
                by=request.user,
                side=Side.VENDOR,
                organization=request.organization,
                now=now,
            ),
        )
        if sent is not None:
            return redirect(portal_address(request, "thread-portal-detail", pk=pk) + f"#m{sent.pk}")
    actions.mark_read(thread=thread, by=request.user, side=Side.VENDOR, now=now)
    context = desk.thread_context(reader, thread, now=now) | {"form": form, "may_write": may_write}
    context["about_url"] = _about_url(request, thread)
    context["crumbs"] = [{"label": _("Messages"), "url": portal_address(request, "thread-portal-list")}]
    return render(request, "engagements/portal_thread_detail.html", context)


def _about_url(request: TenantRequest, thread: Thread) -> str:
    """The page of what a thread is about; empty where there is none."""
    place = {"org": request.organization.slug, "vendor": acting_vendor_id()}
    first, _slash, second = thread.about_key.partition("/")
    if thread.about_kind == AboutKind.LINE and first.isdecimal() and second.isdecimal():
        return reverse("scorecards:scorecard-portal-line", kwargs=place | {"pk": int(first), "metric": int(second)})
    names = {AboutKind.ITEM: "workitems:item-portal-detail", AboutKind.ACTION: "engagements:action-portal-detail"}
    name = names.get(AboutKind(thread.about_kind))
    return reverse(name, kwargs=place | {"pk": int(first)}) if name and first.isdecimal() else ""


def portal_todo(*, now: datetime, today: date) -> list[Todo]:
    """The client's questions that wait for an answer."""
    return [
        Todo(
            title=_("Answer: %(subject)s") % {"subject": question.thread.subject},
            detail=question.thread.engagement.name,
            due=question.answer_due_at,
            url_name="engagements:thread-portal-detail",
            url_kwargs={"pk": question.thread_id},
            action_label=_("Answer"),
        )
        for question in waiting_questions(side=Side.VENDOR)
    ]

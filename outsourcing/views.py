"""Pages that belong to no room: front door, home, health, errors."""

from __future__ import annotations

from django.contrib import messages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.models import Engagement
from foundation.accounts.requests import TenantRequest, needs, outside_tenants
from foundation.accounts.roles import Permission
from foundation.jobs.actions import start
from foundation.jobs.tasks import send
from outsourcing.concentration import concentration_page
from outsourcing.home.page import home_page
from outsourcing.portal_home import portal_page
from outsourcing.queries import navigation_counts, places
from outsourcing.shell import navigation
from outsourcing.tasks import ADD_SAMPLE
from outsourcing.vendor_page import vendor_page
from vendors.models import Vendor


@outside_tenants("the bare address leads to the workspaces, or to the login")
def front_door(request: HttpRequest) -> HttpResponse:
    """Somebody typed the bare address."""
    return redirect("workspaces" if request.user.is_authenticated else "account_login")


@needs(Permission.VIEW)
def home(request: TenantRequest) -> HttpResponse:
    """Monday, nine o'clock: ``?view=`` mine, client or vendor, else the worst first."""
    page = home_page(request.membership, view=request.GET.get("view", ""), now=timezone.now())
    return render(request, "outsourcing/home.html", page)


@needs(Permission.MANAGE_WORKSPACE)
@require_POST
def sample_create(request: TenantRequest) -> HttpResponse:
    """Fill an empty workspace with sample data, as a job."""
    slug = request.organization.slug
    if Engagement.objects.exists():
        messages.error(request, _("Sample data is only for an empty workspace; this one has engagements."))
        return redirect("outsourcing:home", org=slug)
    job = start(
        kind=ADD_SAMPLE,
        title=_("Sample data"),
        by=request.user,
        now=timezone.now(),
        arguments={"membership": request.membership.pk},
        link=reverse("outsourcing:home", kwargs={"org": slug}),
    )
    send(job)
    return redirect("jobs:job-detail", org=slug, pk=job.pk)


@needs(Permission.PORTAL_VIEW)
def portal_home(request: TenantRequest) -> HttpResponse:
    """The partner's first page: what is due."""
    return render(request, "outsourcing/portal_home.html", portal_page(request.membership, now=timezone.now()))


@needs(Permission.VIEW)
def vendor_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """A vendor: engagements, people in the portal, twelve weeks."""
    vendor = get_object_or_404(Vendor.objects.select_related("owner", "deputy"), pk=pk)
    page = vendor_page(vendor, request.organization, now=timezone.now())
    page["may_edit"] = request.membership.may(Permission.EDIT_AGREEMENTS)
    return render(request, "outsourcing/vendor_detail.html", page)


@needs(Permission.VIEW)
def vendor_concentration(request: TenantRequest) -> HttpResponse:
    """How much hangs on which vendor, country and sub-processor."""
    page = concentration_page(request.organization, now=timezone.now())
    return render(request, "outsourcing/vendor_concentration.html", page)


@needs(Permission.VIEW)
def palette(request: TenantRequest) -> HttpResponse:
    """What the command palette offers: pages and names, as JSON."""
    slug = request.organization.slug
    pages = [
        {"label": item.label, "url": item.url, "group": str(group.heading or _("Pages")), "icon": item.icon, "hint": ""}
        for group in navigation(request.membership, request.path, navigation_counts(today=timezone.localdate()))
        for item in group.items
    ]
    kinds = {
        "engagement": ("engagements:engagement-detail", _("Engagements"), "briefcase"),
        "vendor": ("outsourcing:vendor-detail", _("Vendors"), "building-store"),
        "metric": ("engagements:metric-edit", _("Metrics"), "chart-line"),
    }
    for kind, label, pk, hint in places():
        name, group, icon = kinds[kind]
        url = reverse(name, kwargs={"org": slug, "pk": pk})
        pages.append({"label": label, "url": url, "group": str(group), "icon": icon, "hint": hint})
    return JsonResponse(pages, safe=False)


@outside_tenants("a load balancer asks it, without a login")
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@outside_tenants("a load balancer asks it, without a login")
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def _error_page(template: str, status: int) -> HttpResponse:
    """Rendered without the frame: an error stands outside every scope and transaction."""
    return HttpResponse(render_to_string(template), status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere; nothing was changed."""
    return _error_page("403_csrf.html", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """We could not read the request."""
    return _error_page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A member without the permission."""
    return _error_page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not theirs: the answer is the same. Who lost a grant while typing gets the text back."""
    typed = _typed(request) if request.method == "POST" and "/portal/" in request.path else []
    if typed:
        return HttpResponse(render_to_string("404_portal.html", {"typed": typed}), status=404)
    return _error_page("404.html", 404)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote into a form's fields, without what the form itself put there."""
    told = [(name, str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    return [(name.replace("_", " "), value) for name, value in told if value.strip()]


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault."""
    return _error_page("500.html", 500)

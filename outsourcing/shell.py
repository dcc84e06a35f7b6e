"""What every page's frame shows: workspace, navigation with its counts, person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import Membership
from foundation.accounts.roles import Permission
from outsourcing.queries import NavigationCounts, navigation_counts, workspaces_of
from vendors.models import Vendor


@dataclass
class Item:
    """A line of the navigation. ``key`` is the letter after "g"."""

    label: str
    url: str
    icon: str
    count: int = 0
    count_hot: bool = False
    key: str = ""
    current: bool = False


@dataclass
class Group:
    """Lines under one heading."""

    heading: str
    items: list[Item] = field(default_factory=list)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame, worked out only when a page asks for it: error pages stand outside every transaction."""
    return {"shell": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return {}
    organization = membership.organization
    frame = {
        "organization": {
            "name": organization.name,
            "slug": organization.slug,
            "initial": organization.name[:1].upper(),
        },
        "person": {
            "name": str(membership.user),
            "initials": membership.user.initials,
            "email": membership.user.email,
        },
        "workspaces": workspaces_of(membership),
        "can_see_keys": membership.user.keyboard_shortcuts,
    }
    if membership.vendor_id is None:
        frame["palette_url"] = reverse("outsourcing:palette", kwargs={"org": organization.slug})
        frame["nav"] = navigation(membership, request.path, navigation_counts(today=timezone.localdate()))
    else:
        frame["vendor"] = {"name": Vendor.objects.values_list("name", flat=True).get(pk=membership.vendor_id)}
        frame["nav"] = portal_navigation(membership, request.path)
    return frame


# What the partner's people find, in this order: label, address, icon, and what one must be allowed.
PORTAL_PAGES: Final = (
    (gettext_lazy("To do"), "outsourcing:portal-home", "home", Permission.PORTAL_VIEW),
    (gettext_lazy("Submit week"), "scorecards:return-portal-list", "calendar", Permission.PORTAL_VIEW),
    (gettext_lazy("My scorecard"), "scorecards:scorecard-portal-list", "clipboard-data", Permission.PORTAL_VIEW),
    (gettext_lazy("Work items"), "workitems:item-portal-list", "inbox", Permission.PORTAL_VIEW),
    (gettext_lazy("Actions"), "engagements:action-portal-list", "checklist", Permission.PORTAL_VIEW),
    (gettext_lazy("Procedures"), "procedures:guide-portal-list", "file-text", Permission.PORTAL_VIEW),
    (gettext_lazy("Messages"), "engagements:thread-portal-list", "mail", Permission.PORTAL_VIEW),
    (gettext_lazy("Check in"), "engagements:checkin-portal-list", "note", Permission.PORTAL_VIEW),
    (gettext_lazy("Pulse"), "engagements:pulse-portal-list", "star", Permission.PORTAL_VIEW),
    (gettext_lazy("Evidence"), "vendors:portal-evidence", "shield-check", Permission.PORTAL_VIEW),
    (gettext_lazy("Questions"), "vendors:portal-questionnaires", "help-circle", Permission.PORTAL_VIEW),
    (gettext_lazy("Data places"), "vendors:portal-deviations", "flag", Permission.PORTAL_WORK),
    (gettext_lazy("Colleagues"), "engagements:colleague-portal-list", "users", Permission.PORTAL_MANAGE),
)


def portal_navigation(membership: Membership, path: str) -> list[Group]:
    """The navigation of the partner's people."""
    place = {"org": membership.organization.slug, "vendor": membership.vendor_id}
    items = [
        Item(str(label), reverse(name, kwargs=place), icon)
        for label, name, icon, permission in PORTAL_PAGES
        if membership.may(permission)
    ]
    _mark_current(items, path)
    return [Group("", items)]


def navigation(membership: Membership, path: str, counts: NavigationCounts) -> list[Group]:
    """The side navigation of the client's people: only what exists, and only what they may open."""
    slug = membership.organization.slug

    def item(label: str, name: str, icon: str, count: int = 0, **more: Any) -> Item:
        return Item(label, reverse(name, kwargs={"org": slug}), icon, count, **more)

    may_edit = membership.may(Permission.EDIT_AGREEMENTS)
    groups = [
        Group(
            "",
            [
                item(_("Home"), "outsourcing:home", "home", key="h"),
                item(_("Engagements"), "engagements:engagement-list", "briefcase", counts.engagements, key="e"),
                item(_("Scorecards"), "scorecards:scorecard-list", "clipboard-data", counts.to_review, key="s"),
                item(
                    _("Actions"),
                    "engagements:action-list",
                    "checklist",
                    counts.overdue_actions or counts.open_actions,
                    count_hot=counts.overdue_actions > 0,
                    key="a",
                ),
                item(_("Messages"), "engagements:thread-list", "mail"),
            ],
        ),
        Group(
            _("What happened"),
            [
                item(_("Work items"), "workitems:item-list", "inbox"),
                item(_("Intake"), "workitems:intake-list", "file-text"),
                item(_("Reconciliation"), "workitems:reconciliation", "git-compare"),
                item(_("Imports"), "workitems:import-list", "upload"),
                item(_("Deliveries"), "outbox:delivery-list", "send", counts.stuck_messages, count_hot=True),
            ],
        ),
        Group(_("Decide"), [item(_("Business cases"), "finance:case-list", "file-spreadsheet", counts.waiting_cases)]),
        Group(
            _("Money"),
            [
                item(_("Invoices"), "finance:invoice-list", "file-text"),
                item(_("Margin"), "finance:profit-list", "chart-line"),
            ],
        ),
        Group(
            _("What was agreed"),
            [
                item(_("Vendors"), "vendors:vendor-list", "building-store", counts.vendors),
                item(_("Evidence"), "vendors:evidence-list", "shield-check"),
                item(_("Access"), "vendors:access-list", "key"),
                item(_("Due diligence"), "vendors:questionset-list", "help-circle"),
                item(_("Metrics"), "engagements:metric-list", "chart-line"),
                item(_("Calendars"), "engagements:calendar-list", "calendar"),
                item(_("Processes"), "engagements:process-list", "refresh"),
                item(_("Knowledge base"), "procedures:knowledge-list", "note"),
                item(_("Clients"), "engagements:client-list", "building"),
                *([item(_("Templates"), "engagements:template-list", "copy")] if may_edit else []),
            ],
        ),
        Group(_("Workspace"), [item(_("People"), "accounts:person-list", "users")]),
    ]
    for permission, label, name, icon in (
        (Permission.MANAGE_WORKSPACE, _("Settings"), "accounts:settings", "settings"),
        (Permission.MANAGE_TOKENS, _("API tokens"), "accounts:token-list", "key"),
        (Permission.VIEW_AUDIT, _("Audit log"), "accounts:audit-list", "history"),
    ):
        if membership.may(permission):
            groups[-1].items.append(item(label, name, icon))
    _mark_current([line for group in groups for line in group.items], path)
    return groups


def _mark_current(items: list[Item], path: str) -> None:
    """The longest address that holds this one; the home page holds itself alone."""
    inside = [item for item in items if path == item.url or (item.icon != "home" and path.startswith(item.url))]
    if inside:
        max(inside, key=lambda item: len(item.url)).current = True

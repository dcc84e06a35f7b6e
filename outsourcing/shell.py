"""What every page's frame shows: workspace, navigation with its counts, person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
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
        frame |= portal_navigation(membership, request.path)
    return frame


class PortalPage(NamedTuple):
    """A page of the portal that stands in its navigation."""

    label: Promise
    url_name: str
    icon: str
    permission: Permission = Permission.PORTAL_VIEW


# What a partner's people open every week stands in the one row.
PORTAL_ROW: Final = (
    PortalPage(gettext_lazy("To do"), "outsourcing:portal-home", "home"),
    PortalPage(gettext_lazy("Submit week"), "scorecards:return-portal-list", "calendar"),
    PortalPage(gettext_lazy("My scorecard"), "scorecards:scorecard-portal-list", "clipboard-data"),
    PortalPage(gettext_lazy("Work items"), "workitems:item-portal-list", "inbox"),
    PortalPage(gettext_lazy("Actions"), "engagements:action-portal-list", "checklist"),
    PortalPage(gettext_lazy("Messages"), "engagements:thread-portal-list", "mail"),
    PortalPage(gettext_lazy("Evidence"), "vendors:portal-evidence", "shield-check"),
)
# Everything else stands under "More", by heading. A new page of the portal gets its line here.
PORTAL_MORE: Final = (
    (
        gettext_lazy("Working together"),
        (
            PortalPage(gettext_lazy("Check in"), "engagements:checkin-portal-list", "note"),
            PortalPage(gettext_lazy("Pilots"), "pilots:pilot-portal-list", "flag"),
            PortalPage(gettext_lazy("Procedures"), "procedures:guide-portal-list", "file-text"),
            PortalPage(gettext_lazy("Pulse"), "engagements:pulse-portal-list", "star"),
            PortalPage(gettext_lazy("Handover"), "exits:task-portal-list", "logout"),
        ),
    ),
    (
        gettext_lazy("Agreement and trust"),
        (
            PortalPage(gettext_lazy("Proposals"), "sourcing:portal-brief-list", "git-compare"),
            PortalPage(gettext_lazy("Questions"), "vendors:portal-questionnaires", "help-circle"),
            PortalPage(gettext_lazy("Data places"), "vendors:portal-deviations", "flag", Permission.PORTAL_WORK),
        ),
    ),
    (
        gettext_lazy("Your company"),
        (
            PortalPage(
                gettext_lazy("Invoices"), "finance:invoice-portal-list", "file-spreadsheet", Permission.PORTAL_MANAGE
            ),
            PortalPage(
                gettext_lazy("Colleagues"), "engagements:colleague-portal-list", "users", Permission.PORTAL_MANAGE
            ),
        ),
    ),
)


def portal_navigation(membership: Membership, path: str) -> dict[str, Any]:
    """The navigation of the partner's people: ``nav``, its one row, and ``more``, the groups under "More"."""
    place = {"org": membership.organization.slug, "vendor": membership.vendor_id}

    def lines(pages: tuple[PortalPage, ...]) -> list[Item]:
        return [
            Item(str(page.label), reverse(page.url_name, kwargs=place), page.icon)
            for page in pages
            if membership.may(page.permission)
        ]

    row = lines(PORTAL_ROW)
    groups = [Group(str(heading), found) for heading, pages in PORTAL_MORE if (found := lines(pages))]
    hidden = [item for group in groups for item in group.items]
    _mark_current([*row, *hidden], path)
    return {"nav": [Group("", row)], "more": groups, "more_current": next((i.label for i in hidden if i.current), "")}


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
                item(_("Pilots"), "pilots:pilot-list", "flag"),
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
        Group(
            _("Decide"),
            [
                item(_("Business cases"), "finance:case-list", "file-spreadsheet", counts.waiting_cases),
                item(_("Selections"), "sourcing:selection-list", "git-compare"),
            ],
        ),
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
                item(_("Exits"), "exits:plan-list", "logout"),
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

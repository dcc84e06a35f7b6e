"""Every page says who may open it; apart from the walk, which costs each of its tests two furnished houses."""

from __future__ import annotations

from foundation.accounts.roles import Permission
from tests.isolation.addresses import other_addresses, tenant_addresses

# Read before any address is made: Django then adds a workspace's parameters to patterns that have none of their own.
ADDRESSES = tenant_addresses()
OTHERS = other_addresses()


def test_every_page_names_the_permission_it_needs() -> None:
    named = {address.name: getattr(address.view, "permission", None) for address in ADDRESSES}
    assert [name for name, permission in named.items() if not isinstance(permission, Permission)] == []


def test_the_portal_and_nothing_else_needs_a_permission_of_the_portal() -> None:
    for address in ADDRESSES:
        assert address.view.permission.is_portal == address.is_portal, address.name


def test_every_page_outside_workspaces_says_why() -> None:
    open_ones = [
        name
        for name, view in OTHERS
        if not getattr(view, "outside_tenants", "")
        and not view.__module__.startswith(("allauth.", "drf_spectacular."))
        and not hasattr(view, "cls")
    ]
    assert open_ones == []

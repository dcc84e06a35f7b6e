"""Where the pages of this room stand: addresses, the way up, rows or 404."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from engagements.views.pages import FormPage, crumb
from finance.models import BusinessCase, CaseState, CaseVersion
from foundation.accounts.requests import TenantRequest
from foundation.accounts.roles import Permission

TAB = "case"


def here(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"finance:{name}", kwargs={"org": request.organization.slug, **kwargs})


def case_or_404(pk: int) -> BusinessCase:
    """A case with what its pages show."""
    found: BusinessCase = get_object_or_404(
        BusinessCase.objects.select_related("engagement", "process", "owner"), pk=pk
    )
    return found


def version_or_404(case: BusinessCase, number: int | None = None) -> CaseVersion:
    """A version of a case, the newest without a number."""
    rows = CaseVersion.objects.select_related("case", "created_by", "submitted_by", "decided_by").filter(case=case)
    newest = rows.order_by("-number")[:1]
    found: CaseVersion = get_object_or_404(rows, number=number) if number else get_object_or_404(newest)
    found.case = case
    return found


def draft_or_404(case: BusinessCase) -> CaseVersion:
    """The draft of a case."""
    found: CaseVersion = get_object_or_404(CaseVersion, case=case, state=CaseState.DRAFT)
    found.case = case
    return found


def crumbs(request: TenantRequest, case: BusinessCase | None = None) -> list[dict[str, str]]:
    """The way up to the list, or to a case."""
    above = [crumb(_("Business cases"), here(request, "case-list"))]
    return [*above, crumb(case, here(request, "case-detail", pk=case.pk))] if case else above


def case_page(request: TenantRequest, case: BusinessCase, title: str, back: str = "", **more: Any) -> FormPage:
    """The words around a form about a case."""
    back = back or here(request, "case-detail", pk=case.pk)
    return FormPage(title, back, crumbs(request, case), **more)


def may_edit(request: TenantRequest) -> bool:
    """Whether the reader writes cases."""
    return request.membership.may(Permission.EDIT_CASES)

"""What the pages with one form have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from engagements.models import Engagement
from engagements.queries.engagements import local_today
from foundation.accounts.requests import TenantRequest


@dataclass(frozen=True, slots=True)
class FormPage:
    """The words around a form: ``back`` is where Cancel leads, ``crumbs`` the way up, ``note`` a sentence above."""

    title: str
    back: str
    crumbs: list[dict[str, str]] = field(default_factory=list)
    submit_label: str = ""
    note: str = ""
    engagement: Engagement | None = None
    current: str = ""


def show_form(request: TenantRequest, form: forms.BaseForm, page: FormPage, **more: Any) -> HttpResponse:
    """A page with one form, and the engagement's tabs when it belongs to one."""
    context = {"form": form, "page": page, "engagement": page.engagement, **more}
    return render(request, "engagements/record_form.html", context)


def today_of(request: TenantRequest) -> date:
    """The date in the workspace's zone."""
    return local_today(request.organization, timezone.now())


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"engagements:{name}", kwargs={"org": request.organization.slug, **kwargs})


def crumb(label: object, url: str) -> dict[str, str]:
    """A step of the way up."""
    return {"label": str(label), "url": url}

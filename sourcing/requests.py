"""What the pages of this room have in common: addresses, rows by their id, the words around a form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from foundation.accounts.requests import TenantRequest
from sourcing.models import Brief, Offer, Selection


def address(request: TenantRequest, name: str, **kwargs: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"sourcing:{name}", kwargs={"org": request.organization.slug, **kwargs})


def brief_of(pk: int) -> Brief:
    """The brief of a selection (its id), with the selection and its engagement, or "not found"."""
    found: Brief = get_object_or_404(
        Brief.objects.select_related(
            "selection__engagement__process",
            "selection__engagement__vendor",
            "selection__chosen",
            "selection__decided_by",
        ),
        selection_id=pk,
    )
    return found


def selection_of(pk: int) -> Selection:
    """A selection, or "not found"."""
    found: Selection = get_object_or_404(Selection, pk=pk)
    return found


def offer_of(pk: int) -> Offer:
    """An offer that was submitted, with its brief, or "not found"."""
    rows = Offer.objects.exclude(submitted_at=None).select_related("vendor", "submitted_by", "brief__selection")
    found: Offer = get_object_or_404(rows, pk=pk)
    return found


def refused(request: TenantRequest, error: ValidationError, back: str) -> HttpResponse:
    """Back to a page, with what the verb refused."""
    for text in error.messages:
        messages.error(request, text)
    return redirect(back)

"""The rhythm of the reviews: of the workspace, and of an engagement that differs."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.actions.reviews import clear_review, set_review
from engagements.forms.reviews import ReviewForm
from engagements.models import Engagement, ReviewLayer
from engagements.queries.reviews import review, reviews
from engagements.views.pages import FormPage, address, crumb, show_form
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.VIEW)
def review_list(request: TenantRequest) -> HttpResponse:
    """What holds for every engagement that says nothing else."""
    context = {"reviews": reviews(), "may_edit": request.membership.may(Permission.EDIT_AGREEMENTS)}
    return render(request, "engagements/review_list.html", context)


@needs(Permission.EDIT_AGREEMENTS)
def review_change(request: TenantRequest, layer: str) -> HttpResponse:
    """A layer's review for the whole workspace."""
    back = address(request, "review-list")
    return _edit(request, layer, None, FormPage(_title(layer), back, [crumb(_("Reviews"), back)]))


@needs(Permission.EDIT_AGREEMENTS)
def review_edit(request: TenantRequest, pk: int, layer: str) -> HttpResponse:
    """A layer's review for one engagement."""
    engagement = get_object_or_404(Engagement, pk=pk)
    crumbs = [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]
    back = f"{address(request, 'engagement-guardrails', pk=pk)}#review"
    page = FormPage(_title(layer), back, crumbs, engagement=engagement, current="guardrails")
    return _edit(request, layer, engagement, page)


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def review_remove(request: TenantRequest, pk: int, layer: str) -> HttpResponse:
    """Hold it as the workspace does."""
    engagement = get_object_or_404(Engagement, pk=pk)
    _title(layer)
    clear_review(layer=layer, by=request.user, engagement=engagement)
    return redirect(f"{address(request, 'engagement-guardrails', pk=pk)}#review")


@require_POST
@needs(Permission.EDIT_AGREEMENTS)
def review_clear(request: TenantRequest, layer: str) -> HttpResponse:
    """Back to the product's own start."""
    _title(layer)
    clear_review(layer=layer, by=request.user)
    return redirect(address(request, "review-list"))


def _edit(request: TenantRequest, layer: str, engagement: Engagement | None, page: FormPage) -> HttpResponse:
    held = review(layer, engagement.pk if engagement else None)
    shown = {
        "name": held.name,
        "cadence": held.cadence,
        "agenda": "\n".join(held.agenda),
        "is_held": held.is_held,
    }
    form = ReviewForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if take(form, lambda: set_review(layer=layer, engagement=engagement, by=request.user, **data)):
            messages.success(request, _("%(name)s is saved.") % {"name": data["name"]})
            return redirect(page.back)
    return show_form(request, form, page)


def _title(layer: str) -> str:
    if layer not in ReviewLayer.values:
        raise Http404
    return _("%(layer)s review") % {"layer": ReviewLayer(layer).label}

"""The rules in writing of an engagement."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from engagements.actions.written_rules import write_rule
from engagements.forms.registers import WrittenRuleForm
from engagements.models import Engagement, WrittenRule
from engagements.views.pages import FormPage, address, crumb
from foundation.accounts.forms.submitting import take
from foundation.accounts.requests import TenantRequest, needs
from foundation.accounts.roles import Permission


@needs(Permission.EDIT_AGREEMENTS)
def rule_edit(request: TenantRequest, pk: int, rule: str) -> HttpResponse:
    """Write a rule; two people at once see a conflict, with what the other one saved beside what was typed."""
    engagement = get_object_or_404(Engagement, pk=pk)
    if rule not in WrittenRule.Kind.values:
        raise Http404
    stored = WrittenRule.objects.filter(engagement=engagement, kind=rule).first()
    form = WrittenRuleForm(request.POST or None, initial=WrittenRuleForm.opened(stored))
    back = f"{address(request, 'engagement-guardrails', pk=pk)}#rule"
    theirs = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        saved = take(form, lambda: write_rule(engagement=engagement, kind=rule, by=request.user, **data))
        if saved is not None:
            messages.success(request, _("%(name)s is saved.") % {"name": saved})
            return redirect(back)
        if stored is not None and stored.revision != data["seen"]:
            theirs = stored
            typed = request.POST.copy()
            typed["seen"] = str(stored.revision)
            form.data = typed
    crumbs = [
        crumb(_("Engagements"), address(request, "engagement-list")),
        crumb(engagement, address(request, "engagement-detail", pk=engagement.pk)),
    ]
    page = FormPage(str(WrittenRule.Kind(rule).label), back, crumbs, engagement=engagement, current="guardrails")
    context = {"form": form, "page": page, "engagement": engagement, "theirs": theirs}
    return render(request, "engagements/rule_form.html", context)

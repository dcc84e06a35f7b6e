"""The form about clients."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from engagements.models import Client
from foundation.accounts.forms import TenantModelForm


class ClientForm(TenantModelForm):
    """For whom the work is done."""

    class Meta:
        model = Client
        fields = ("name",)
        labels = {"name": _("Name")}

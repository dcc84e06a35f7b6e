"""The regular reviews of a partner's work: three layers, each with a name, a rhythm and an agenda."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from engagements.models.metrics import Cadence
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class ReviewLayer(models.TextChoices):
    """What a review looks at: the work, the relationship, the way ahead."""

    OPERATIONAL = "operational", _("Operational")
    TACTICAL = "tactical", _("Tactical")
    STRATEGIC = "strategic", _("Strategic")


class ReviewSetting(TenantModel):
    """How a layer's review is called, how often it is held, and its agenda, a point a line.

    Without an engagement it is the workspace's; an engagement's own wins. A layer without a row keeps the product's
    start (``queries.reviews.STARTERS``). ``is_held`` false: this layer is not reviewed.
    """

    engagement = TenantForeignKey(
        Engagement, models.CASCADE, null=True, blank=True, related_name="review_settings", verbose_name=_("engagement")
    )
    layer = models.CharField(_("layer"), max_length=11, choices=ReviewLayer)
    name = models.CharField(_("name"), max_length=80)
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence)
    agenda = models.TextField(_("agenda"), blank=True)
    is_held = models.BooleanField(_("held"), default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "engagement", "layer"],
                nulls_distinct=False,
                name="engagements_reviewsetting_layer_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="engagements_reviewsetting_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

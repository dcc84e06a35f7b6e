"""Who judges, and what they gave. Blind: the database hides another's points until one's own are handed in."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel
from sourcing.models.offers import Offer
from sourcing.models.selections import Criterion, Selection


class RatingSheet(TenantModel):
    """One rater's points in a selection: begun with the first, then handed in, whole, and never changed again.

    A rater who cannot go on is excused with a reason; their points do not count then.
    """

    selection = TenantForeignKey(Selection, models.CASCADE, related_name="sheets")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("rater"))
    begun_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    excuse = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "selection", "rater"], name="sourcing_ratingsheet_once"),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True) | (Q(handed_in_at__isnull=True) & ~Q(excuse="")),
                name="sourcing_ratingsheet_excused_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.selection}: {self.rater}"

    @property
    def state(self) -> str:
        """``asked``, ``begun``, ``done`` or ``excused``."""
        if self.excused_at is not None:
            return "excused"
        if self.handed_in_at is not None:
            return "done"
        return "asked" if self.begun_at is None else "begun"


class Score(TenantModel):
    """What one rater gives an offer for one criterion: 0 to 5, or empty for "cannot say"."""

    sheet = TenantForeignKey(RatingSheet, models.CASCADE, related_name="scores")
    selection = TenantForeignKey(Selection, models.CASCADE, related_name="scores")
    offer = TenantForeignKey(Offer, models.CASCADE, related_name="scores")
    criterion = TenantForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.PositiveSmallIntegerField(_("points"), null=True, blank=True, validators=[MaxValueValidator(5)])
    note = models.TextField(_("note"), blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "sheet", "offer", "criterion"], name="sourcing_score_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__lte=5), name="sourcing_score_zero_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"

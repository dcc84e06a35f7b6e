"""The rhythm of working together: a few lines a day from the vendor, and a monthly pulse from both sides."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from engagements.models.parties import Side
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel

WORST, BEST = 1, 5
QUESTIONS = ("trust", "clarity", "answers", "quality")


class CheckIn(TenantModel):
    """A vendor's day on an engagement, in a few lines. Append-only: a second entry of a day stands beside the first."""

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="check_ins")
    day = models.DateField(_("day"))
    done = models.TextField(_("done"))
    next_up = models.TextField(_("next"))
    blocked = models.TextField(_("blocked by"), blank=True)
    people_present = models.PositiveSmallIntegerField(_("people present"))
    people_planned = models.PositiveSmallIntegerField(_("people planned"), null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=254)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(done="") & ~Q(next_up=""), name="engagements_checkin_says_something")
        ]
        indexes = [models.Index(fields=["organization", "engagement", "-day"], name="engagements_checkin_newest")]

    def __str__(self) -> str:
        return f"{self.engagement}: {self.day}"


def _score(label: Any) -> Any:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(WORST), MaxValueValidator(BEST)])


class Pulse(TenantModel):
    """How somebody finds the working relationship in a month, 1 to 5 each. Once a person, engagement and month.

    ``month`` is its first day, ``ends_at`` the instant at which it is over in the workspace's zone. The other side
    sees it when both sides have answered, or the month is over.
    """

    month = models.DateField()
    ends_at = models.DateTimeField()
    trust = _score(_("We trust what the other side says"))
    clarity = _score(_("We know what is expected of us"))
    answers = _score(_("We get the answers that we need in time"))
    quality = _score(_("The work, and how it is asked for, is good"))
    comment = models.TextField(_("what would make it better"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    author_name = models.CharField(max_length=254)
    written_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def scores(self) -> tuple[int, ...]:
        """The four scores, in the order of ``QUESTIONS``."""
        return self.trust, self.clarity, self.answers, self.quality


def _rules(name: str) -> list[models.BaseConstraint]:
    within = {f"{question}__gte": WORST for question in QUESTIONS} | {f"{each}__lte": BEST for each in QUESTIONS}
    return [
        models.UniqueConstraint(
            fields=["organization", "engagement", "month", "author"], name=f"engagements_{name}_once"
        ),
        models.CheckConstraint(condition=Q(**within), name=f"engagements_{name}_within_scale"),
    ]


class VendorPulse(Pulse):
    """The vendor's answer: how it finds the client."""

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="vendor_pulses")
    side = Side.VENDOR

    class Meta:
        constraints = _rules("vendorpulse")

    def __str__(self) -> str:
        return f"{self.author_name}, {self.month:%Y-%m}"


class ClientPulse(Pulse):
    """The client's answer: how it finds the vendor. Its wall keeps it from the portal until both may see."""

    engagement = TenantForeignKey(Engagement, models.PROTECT, related_name="client_pulses")
    side = Side.CLIENT

    class Meta:
        constraints = _rules("clientpulse")

    def __str__(self) -> str:
        return f"{self.author_name}, {self.month:%Y-%m}"

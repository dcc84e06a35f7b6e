"""Training before the real thing: scenarios, and how each person did."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models import Engagement, Participant
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class TrainingProgramme(Revised, TenantModel):
    """What the people of an engagement go through before they work alone. Passed with ``pass_score`` percent or more
    in each scenario."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="training_programmes")
    title = models.CharField(_("title"), max_length=160)
    purpose = models.TextField(_("what they can do afterwards"), blank=True)
    pass_score = models.PositiveSmallIntegerField(_("passed from"), default=80, validators=_PERCENT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                "engagement",
                Lower("title"),
                condition=Q(archived_at__isnull=True),
                name="procedures_programme_title_once",
            ),
            models.CheckConstraint(condition=Q(pass_score__lte=100), name="procedures_programme_pass_is_share"),
        ]

    def __str__(self) -> str:
        return self.title


class Scenario(Revised, TenantModel):
    """A case to handle, and what a good answer looks like. Leaves the programme when archived; its results stay."""

    programme = TenantForeignKey(TrainingProgramme, models.CASCADE, related_name="scenarios")
    title = models.CharField(_("title"), max_length=160)
    situation = models.TextField(_("the situation"))
    expected = models.TextField(_("what a good answer looks like"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                "programme",
                Lower("title"),
                condition=Q(archived_at__isnull=True),
                name="procedures_scenario_title_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class TrainingResult(TenantModel):
    """How somebody did in a scenario on a day, in percent; ``passed`` by the pass score of that day. Never changed:
    whoever fails tries again, and the newest result counts."""

    scenario = TenantForeignKey(Scenario, models.CASCADE, related_name="results")
    participant = TenantForeignKey(Participant, models.PROTECT, related_name="training_results")
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, validators=_PERCENT)
    passed = models.BooleanField()
    taken_on = models.DateField(_("on"))
    note = models.TextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100), name="procedures_trainingresult_score_is_share"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.scenario}"

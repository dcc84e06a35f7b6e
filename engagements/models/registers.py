"""What both sides wrote down: exclusions, assumptions, rules, communication, places for data, tools."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from engagements.models.engagements import Engagement
from engagements.models.parties import Side
from foundation.accounts.revisions import Revised
from foundation.accounts.tenancy.models import TenantForeignKey, TenantModel


class Decision(models.TextChoices):
    """What the other side said."""

    OPEN = "", _("waiting for the other side")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")


class TwoParty(models.Model):
    """Claimed by one side, decided by the other.

    While the partner's people cannot do it themselves, their part is recorded by one of ours with evidence (a mail, a
    signed page): ``claim_evidence`` or ``decision_evidence`` is then filled, and the page marks it "on their behalf".
    """

    claimed_side = models.CharField(_("claimed by"), max_length=6, choices=Side)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField()
    claim_evidence = models.TextField(_("evidence of the claim"), blank=True)
    decision = models.CharField(max_length=8, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_evidence = models.TextField(_("evidence of the decision"), blank=True)
    decision_note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="%(app_label)s_%(class)s_decided_at",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("claimed_by")) | ~Q(decision_evidence=""),
                name="%(app_label)s_%(class)s_two_people_or_evidence",
            ),
        ]


class ExclusionRule(TwoParty, TenantModel):
    """What the agreement says may be left out of a service level: typed, with effect and claim deadline.

    A claim on an item (``workitems.Exclusion``) names the rule it stands on. In force from the approval until
    ``ended_on`` (last day).
    """

    class Kind(models.TextChoices):
        """Why something may be left out."""

        CLIENT_DELAY = "client_delay", _("Client delay")
        FORCE_MAJEURE = "force_majeure", _("Force majeure")
        MAINTENANCE = "maintenance", _("Planned maintenance")
        VOLUME = "volume", _("Volume outside the forecast band")
        OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
        THIRD_PARTY = "third_party", _("Client's third party")
        DIRECTED_CHANGE = "directed_change", _("Client-directed change")
        RAMP = "ramp", _("Ramp period")
        DUPLICATE = "duplicate", _("Duplicate")

    class Effect(models.TextChoices):
        """What it does to the figures."""

        DROP = "drop", _("drop the item")
        SUBTRACT = "subtract", _("subtract the interval")
        WAIVE = "waive", _("waive the metric")

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="exclusion_rules")
    kind = models.CharField(_("type"), max_length=16, choices=Kind)
    text = models.TextField(_("what is excluded, exactly"))
    effect = models.CharField(_("effect"), max_length=8, choices=Effect)
    claim_days = models.PositiveSmallIntegerField(_("days to claim"), default=10)
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(TwoParty.Meta):
        constraints = [
            *TwoParty.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="engagements_exclusionrule_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class Assumption(TwoParty, TenantModel):
    """What both sides take for granted (volumes, access, languages), with the day it is checked again."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="assumptions")
    text = models.TextField(_("assumption"))
    if_wrong = models.TextField(_("what follows if it is wrong"), blank=True)
    review_date = models.DateField(_("look at it again on"), null=True, blank=True)
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta(TwoParty.Meta):
        constraints = [
            *TwoParty.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="engagements_assumption_has_text"),
        ]

    def __str__(self) -> str:
        return self.text


class WrittenRule(Revised, TenantModel):
    """A rule that must be in writing before any work goes to a partner, besides RACI and service levels.

    How quality is scored, and how data is protected: the words, where they stand signed, and from which day they hold.
    """

    class Kind(models.TextChoices):
        """Which rule."""

        QUALITY_SCORING = "quality_scoring", _("How quality is scored")
        DATA_PROTECTION = "data_protection", _("How data is protected")

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="written_rules")
    kind = models.CharField(_("rule"), max_length=16, choices=Kind)
    text = models.TextField(_("the rule"))
    reference = models.CharField(_("where it stands signed"), max_length=300, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "engagement", "kind"], name="engagements_writtenrule_once"),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True) | (~Q(text="") & ~Q(reference="")),
                name="engagements_writtenrule_in_force_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CommunicationEntry(TenantModel):
    """A line of the communication plan: who reports what to whom, where, how often."""

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="communication_plan")
    what = models.CharField(_("what"), max_length=160)
    who = models.CharField(_("who reports"), max_length=120)
    to_whom = models.CharField(_("to whom"), max_length=120)
    where = models.CharField(_("where"), max_length=120)
    how_often = models.CharField(_("how often"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization", "engagement", Lower("what"), Lower("to_whom"), name="engagements_communication_once"
            )
        ]

    def __str__(self) -> str:
        return self.what


class ApprovedPlace(TenantModel):
    """A place where data may be exchanged; without an engagement it holds for all. The client controls the tool."""

    engagement = TenantForeignKey(
        Engagement, models.CASCADE, null=True, blank=True, related_name="approved_places", verbose_name=_("engagement")
    )
    name = models.CharField(_("place"), max_length=120)
    url = models.URLField(_("link"), max_length=500, blank=True)
    data_classes = models.CharField(_("which data"), max_length=200)
    controlled_by = models.CharField(_("controlled by"), max_length=6, choices=Side, default=Side.CLIENT)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(_("approved on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Tool(TenantModel):
    """A tool that the work is done in; without an engagement it is used everywhere."""

    class Purpose(models.TextChoices):
        """What it is for."""

        PROJECTS = "projects", _("Project management")
        DOCUMENTS = "documents", _("Documents")
        CHANNEL = "channel", _("Channel")
        TIME = "time", _("Time tracking")
        OTHER = "other", _("Other")

    engagement = TenantForeignKey(
        Engagement, models.CASCADE, null=True, blank=True, related_name="tools", verbose_name=_("engagement")
    )
    name = models.CharField(_("tool"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    url = models.URLField(_("link"), max_length=500, blank=True)
    owner_side = models.CharField(_("whose account"), max_length=6, choices=Side, default=Side.CLIENT)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class TriageRule(TenantModel):
    """A line of the triage rubric: what kind of request gets which priority. The first that fits, by position, wins.

    Fits when the request's type is ``item_type`` (empty: any) and one entry of ``words`` stands in title or description
    (no words: always); ``engagements.triage`` says how they are compared. The service levels' targets for ``priority``
    then say how fast.
    """

    engagement = TenantForeignKey(Engagement, models.CASCADE, related_name="triage_rules")
    name = models.CharField(_("kind of request"), max_length=120)
    item_type = models.CharField(_("type"), max_length=120, blank=True)
    words = ArrayField(models.CharField(max_length=60), verbose_name=_("words"), default=list, blank=True)
    priority = models.CharField(_("priority"), max_length=60)
    example = models.CharField(_("example"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("organization", "engagement", Lower("name"), name="engagements_triage_name_once")
        ]

    def __str__(self) -> str:
        return self.name

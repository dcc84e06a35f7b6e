"""The tenant."""

from __future__ import annotations

from datetime import time

from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# First path segments that are not workspaces; a slug may not be one of them.
RESERVED_SLUGS = frozenset(
    {"accounts", "api", "healthz", "mails", "portal", "readyz", "shared", "static", "support", "workspaces"}
)


class PaperSize(models.TextChoices):
    """The paper that PDFs are made for."""

    A4 = "A4", _("A4")
    LETTER = "Letter", _("Letter")


class Weekday(models.IntegerChoices):
    """Days as ``datetime.date.weekday`` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Organization(models.Model):
    """A company that hands out work: the tenant. ``time_zone`` decides where its weeks begin and end.

    A week's data is cut off at ``cutoff_time`` (local) on the first ``cutoff_weekday`` after the week.
    """

    slug = models.SlugField(
        _("short name"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")]
    )
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("currency"), max_length=3, default="EUR", validators=[RegexValidator(r"^[A-Z]{3}$")])
    paper_size = models.CharField(_("paper size"), max_length=6, choices=PaperSize, default=PaperSize.A4)
    mail_name = models.CharField(_("name in mails"), max_length=120, blank=True)
    cutoff_weekday = models.PositiveSmallIntegerField(
        _("cut-off day"), choices=Weekday, default=Weekday.MONDAY, validators=[MaxValueValidator(6)]
    )
    cutoff_time = models.TimeField(_("cut-off time"), default=time(9))
    is_sample = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED_SLUGS), name="accounts_organization_slug_free"
            ),
            models.CheckConstraint(
                condition=models.Q(cutoff_weekday__lte=6), name="accounts_organization_cutoff_is_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sender_name(self) -> str:
        """The name that mails carry."""
        return self.mail_name or self.name

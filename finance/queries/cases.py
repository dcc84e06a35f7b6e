"""Reads about business cases: the list, one case with its versions, what waits for whom, who may approve how much."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from engagements.models import Engagement
from finance.models import ApprovalLimit, BusinessCase, CasePolicy, CaseState, CaseVersion
from finance.models.cases import APPROVED_STATES
from finance.words import money
from foundation.accounts.models import Membership, User
from foundation.accounts.roles import Permission

STATES = ("", "waiting", "draft", "approved", "declined", "archived")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases: ``state`` is one of ``STATES`` and looks at the newest version, "approved" at the one in force;
    archived ones only when asked."""

    state: str = ""
    text: str = ""


def newest() -> QuerySet[CaseVersion]:
    """The newest version of every case, with case, engagement and people; ``in_force`` is the number of the approved
    one, None without."""
    versions = CaseVersion.objects.filter(case=OuterRef("case")).order_by("-number")
    rows = CaseVersion.objects.filter(pk=Subquery(versions.values("pk")[:1])).select_related(
        "case__engagement", "case__process", "case__owner", "submitted_by", "decided_by"
    )
    approved = versions.filter(state__in=APPROVED_STATES)
    return rows.annotate(in_force=Subquery(approved.values("number")[:1]))


def listed_cases(wanted: CaseFilter) -> list[CaseVersion]:
    """The newest version of each case of a filter: those that wait first, then the newest."""
    rows = newest().filter(case__archived_at__isnull=wanted.state != "archived")
    states = {
        "waiting": [CaseState.SUBMITTED],
        "draft": [CaseState.DRAFT],
        "declined": [CaseState.DEFERRED, CaseState.REJECTED],
    }.get(wanted.state)
    if states:
        rows = rows.filter(state__in=states)
    if wanted.state == "approved":
        rows = rows.filter(Exists(CaseVersion.objects.filter(case=OuterRef("case"), state__in=APPROVED_STATES)))
    if wanted.text:
        found = Q(case__title__icontains=wanted.text) | Q(case__engagement__name__icontains=wanted.text)
        rows = rows.filter(found | Q(case__process__name__icontains=wanted.text))
    ordered = rows.order_by(F("submitted_at").desc(nulls_last=True), "-case_id")
    return sorted(ordered, key=lambda version: version.state != CaseState.SUBMITTED)


def cases_of(engagement: Engagement) -> list[CaseVersion]:
    """The newest version of each case of an engagement, the newest case first."""
    rows = newest().filter(case__engagement=engagement, case__archived_at=None)
    return list(rows.order_by("-case_id"))


def versions_of(case: BusinessCase) -> list[CaseVersion]:
    """All versions of a case, the newest first, without their documents."""
    rows = CaseVersion.objects.filter(case=case).select_related("created_by", "submitted_by", "decided_by")
    return list(rows.defer("document", "results").order_by("-number"))


def version_before(version: CaseVersion) -> CaseVersion | None:
    """The version that came before, None for the first."""
    earlier = CaseVersion.objects.filter(case=version.case_id, number__lt=version.number)
    return earlier.select_related("case").order_by("-number").first()


def draft_of(case: BusinessCase) -> CaseVersion | None:
    """The draft that is being written, if any."""
    return CaseVersion.objects.filter(case=case, state=CaseState.DRAFT).first()


def approved_of(engagement: Engagement) -> CaseVersion | None:
    """The version in force of the engagement's cases, the one decided last."""
    rows = CaseVersion.objects.filter(case__engagement=engagement, state__in=APPROVED_STATES, case__archived_at=None)
    return rows.select_related("case").order_by("-decided_at").first()


def policy() -> CasePolicy:
    """How this workspace reckons; the defaults while nobody has decided otherwise."""
    return CasePolicy.objects.first() or CasePolicy()


def limits() -> list[ApprovalLimit]:
    """Who may approve up to which amount, persons first."""
    return list(
        ApprovalLimit.objects.select_related("user").order_by(F("user").asc(nulls_last=True), "role", "currency")
    )


def waiting() -> list[CaseVersion]:
    """What waits for a decision, the longest first."""
    rows = CaseVersion.objects.filter(state=CaseState.SUBMITTED, case__archived_at=None)
    return list(
        rows.select_related("case__engagement", "submitted_by").defer("document", "results").order_by("submitted_at")
    )


def decidable(versions: list[CaseVersion], membership: Membership, table: list[ApprovalLimit]) -> list[CaseVersion]:
    """Those of the versions that wait for this very person: submitted by somebody else, within what they approve."""
    if not membership.may(Permission.APPROVE_CASES):
        return []
    return [each for each in versions if not _reason(each, membership.user, membership.role, table)]


def reason_not_to_decide(version: CaseVersion, person: User) -> str:
    """Why somebody may not decide a version, "" when they may."""
    membership = Membership.objects.filter(user=person, left_at=None, vendor_id=None).first()
    if membership is None or not membership.may(Permission.APPROVE_CASES):
        return _("Your role does not approve business cases.")
    return _reason(version, person, membership.role, limits())


def _reason(version: CaseVersion, person: User, role: str, table: list[ApprovalLimit]) -> str:
    if version.submitted_by_id == person.pk:
        return _("You submitted it, so somebody else decides.")
    if not table:
        return ""
    own = [each for each in table if each.user_id == person.pk] or [each for each in table if each.role == role]
    currency = version.case.currency
    fitting = [each for each in own if each.currency == currency]
    if not fitting:
        return _("No limit in %(currency)s is set for you, so somebody else decides.") % {"currency": currency}
    if any(each.up_to is None for each in fitting):
        return ""
    most = max(each.up_to or Decimal(0) for each in fitting)
    if version.amount <= most:
        return ""
    words = {"most": money(most, currency), "amount": money(version.amount, currency)}
    return _("You approve up to %(most)s; this costs %(amount)s in all.") % words

"""A version as it was sealed: its inputs and figures, held against the seal, and what stands around them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from finance.case import Document, Findings, find, findings_json
from finance.models import CaseVersion
from finance.sheets import CaseFacts


class SealBrokenError(ValueError):
    """What is computed today from the sealed inputs is not what was sealed: such a page is not printed."""


def sealed_findings(version: CaseVersion) -> tuple[Document, Findings]:
    """Inputs and figures of a version; those of a sealed one are held against what was sealed.

    Raises:
        SealBrokenError: when they differ.
    """
    document = version.read()
    findings = find(document)
    if version.seal and findings_json(findings) != version.results:
        raise SealBrokenError(f"version {version.pk}: its figures are no longer those that were sealed")
    return document, findings


def facts_of(version: CaseVersion) -> CaseFacts:
    """What stands around the figures. The version comes with its case, organization and people."""
    case, organization = version.case, version.organization
    zone = ZoneInfo(organization.time_zone)
    made_at = version.submitted_at or version.created_at
    place = case.engagement or case.process
    is_decided = bool(version.decided_at) and version.state != "superseded"
    return CaseFacts(
        organization=organization.name,
        title=case.title,
        about=place.name if place else "",
        prepared_by=str(case.owner),
        asked="",
        day=made_at.astimezone(zone).date(),
        number=version.number,
        state=version.state,
        decided_by=str(version.decided_by) if is_decided and version.decided_by else "",
        decided_on=version.decided_at.astimezone(zone).date() if is_decided and version.decided_at else None,
        conditions=version.conditions if is_decided else "",
        seal=version.seal,
        link=page_of(version),
        made_at=made_at,
    )


def page_of(version: CaseVersion) -> str:
    """The address of the version's page, for people who sign in."""
    place = {"org": version.organization.slug, "pk": version.case_id, "number": version.number}
    return settings.SITE_URL + reverse("finance:case-version", kwargs=place)

"""From a case as it was lived to the sheet that is printed and mailed, and what is attached to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from engagements.periods import Period
from engagements.queries.engagements import local_today
from finance.actuals.telling import realisation_json, told_json
from finance.case import canonical, to_json
from finance.queries.realisation import Lived
from finance.realised.sheet import RealisedFacts, RealisedSheet
from finance.realised.words import period_words
from foundation.accounts.models import Organization


def sheet_of(lived: Lived, organization: Organization, *, period: Period | None, now: datetime) -> RealisedSheet:
    """A realisation as it is printed: that of a quarter (up to its end), or to date."""
    version, case = lived.version, lived.version.case
    today = local_today(organization, now)
    place = case.engagement or case.process
    facts = RealisedFacts(
        organization=organization.name,
        title=case.title,
        about=place.name if place else "",
        prepared_by=str(case.owner),
        period=period_words(period, today),
        made_on=today,
        number=version.number,
        seal=version.seal,
        link=page_of(organization.slug, case.pk),
        made_at=now,
    )
    return RealisedSheet.of(
        lived.document, lived.found, facts, bring_back=lived.bring_back, other_currencies=lived.other_currencies
    )


def page_of(org: str, case_id: int) -> str:
    """The address of the page, for people who sign in."""
    return settings.SITE_URL + reverse("finance:case-realisation", kwargs={"org": org, "pk": case_id})


def inside_of(lived: Lived) -> bytes:
    """What is attached: the sealed inputs, what was told since and by what, and what follows from both."""
    inputs: dict[str, Any] = {
        "case": to_json(lived.document),
        "seal": lived.version.seal,
        "version": lived.version.number,
        "closed": lived.found.closed,
        "told": told_json(lived.told()),
        "units": {str(month): str(count) for month, count in lived.found.units.items()},
    }
    return canonical({"inputs": inputs, "results": realisation_json(lived.found)})

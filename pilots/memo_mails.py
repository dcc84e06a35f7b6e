"""The mail that carries a memo, in its reader's language: the finding in the subject and in the first line."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership
from pilots.memo_sheets import choice_words, sheet_of
from pilots.models import Pilot
from pilots.queries.decisions import Standing


def memo_mail(standing: Standing, pilot: Pilot, member: Membership) -> tuple[str, str]:
    """Subject and text; the page is attached."""
    with translation.override(member.user.language):
        sheet = sheet_of(standing.memo)
        words = {"pilot": pilot.title, "headline": sheet.headline, "advice": sheet.advice_word}
        subject = _("%(pilot)s: %(headline)s") % words
        lines = [sheet.headline, sheet.advice]
        if standing.decision is not None:
            made = {"choice": choice_words(standing.decision.choice), "person": standing.decision.decided_by}
            lines.append(_("Decided: %(choice)s, by %(person)s.") % made)
            lines.append(standing.decision.why)
        else:
            lines.append(_("The evidence speaks for: %(advice)s.") % words)
        lines += [f"{row.name}: {row.estimate} ({row.threshold}), {row.verdict}" for row in sheet.rows]
        path = reverse("pilots:pilot-decide", kwargs={"org": member.organization.slug, "pk": pilot.pk})
        lines.append(f"{settings.SITE_URL}{path}")
        return subject, "\n\n".join(lines) + "\n"

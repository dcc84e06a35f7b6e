"""Mails: to vendors' people about their own invitation alone, without name, number or rank of anybody else; to raters;
to whoever runs a selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from foundation.accounts.models import Membership, User
from foundation.outbox.actions.messages import queue_message
from sourcing.models import Brief, BriefInquiry, BriefInvitation, Clarification, Outcome, Selection
from sourcing.queries.selections import standing, waiting
from vendors.models import Vendor

Words = Callable[[dict[str, Any]], tuple[str, str]]


def tell_invited(brief: Brief, vendor: Vendor, *, now: datetime, is_again: bool = False) -> None:
    """A vendor is asked for an offer; ``is_again`` after its invitation had been taken back."""
    _tell(brief, vendor.pk, f"invited/{now:%Y%m%d%H%M%S}" if is_again else "invited", _invited, now=now)


def tell_raters(selection: Selection, people: Iterable[User], *, may_begin: bool, now: datetime) -> None:
    """Whoever is asked to score finds the way: a mail when asked, and one when it may begin; one alone for who is asked
    when it may begin already."""
    ours = Membership.objects.filter(organization_id=selection.organization_id, vendor_id=None, left_at=None)
    ours = ours.filter(user__in=list(people))
    for member in ours.select_related("user", "organization").order_by("pk"):
        place = {"org": member.organization.slug, "pk": selection.pk}
        with translation.override(member.user.language):
            known = {"name": selection.name}
            subject, text = _score(known) if may_begin else _rater(known)
            queue_message(
                subject_key=f"selection/{selection.pk}/{'score' if may_begin else 'rater'}",
                recipient=member,
                subject=subject,
                text=f"{text}\n\n{settings.SITE_URL}{reverse('sourcing:selection-score', kwargs=place)}\n",
                now=now,
            )


def tell_inquiry(inquiry: BriefInquiry, people: Iterable[Membership], *, now: datetime) -> None:
    """A vendor has asked something: people of ours learn it."""
    for member in people:
        place = {"org": member.organization.slug, "pk": inquiry.brief.selection_id}
        page = reverse("sourcing:selection-detail", kwargs=place)
        with translation.override(member.user.language):
            known = {"vendor": inquiry.vendor.name, "title": inquiry.brief.title, "question": inquiry.text}
            text = (
                _("%(vendor)s asks about “%(title)s”:\n\n%(question)s\n\nYour answer goes to all who were asked.")
                % known
            )
            queue_message(
                subject_key=f"inquiry/{inquiry.pk}",
                recipient=member,
                subject=_("%(vendor)s asks about “%(title)s”") % known,
                text=f"{text}\n\n{settings.SITE_URL}{page}#inquiries-title\n",
                now=now,
                wait=timedelta(0),
            )


def tell_clarified(made: Clarification, *, now: datetime) -> None:
    """Everybody who was asked learns that there is an answer; the mail repeats neither it nor the question."""
    for row in standing(made.brief):
        _tell(made.brief, row.vendor_id, f"clarified/{made.pk}", _clarified, now=now)


def tell_due(brief: Brief, vendor_id: int, *, step: int, now: datetime) -> None:
    """A vendor that has not submitted is reminded, once for each step (days before) of each due time."""
    _tell(brief, vendor_id, f"due/{brief.due_at:%Y%m%d%H%M}/{step}", _due, now=now)


def tell_moved(brief: Brief, *, now: datetime) -> None:
    """Whoever has not submitted or declined gets more time."""
    for row in waiting(brief):
        _tell(brief, row.vendor_id, f"due/{brief.due_at:%Y%m%d%H%M}", _moved, now=now)


def tell_withdrawn(invitation: BriefInvitation, *, now: datetime) -> None:
    """An invitation was taken back."""
    _tell(invitation.brief, invitation.vendor_id, f"withdrawn/{now:%Y%m%d%H%M%S}", _withdrawn, now=now)


def tell_called_off(brief: Brief, *, now: datetime) -> None:
    """The whole selection was called off."""
    for row in standing(brief):
        _tell(brief, row.vendor_id, "called-off", _called_off, now=now)


def tell_decided(brief: Brief, *, now: datetime) -> None:
    """Each vendor that took part learns whether it was chosen."""
    for row in standing(brief):
        _tell(brief, row.vendor_id, "decided", _chosen if row.outcome == Outcome.CHOSEN else _other, now=now)


def _tell(brief: Brief, vendor_id: int, what: str, words: Words, *, now: datetime) -> None:
    members = Membership.objects.filter(vendor_id=vendor_id, left_at=None)
    for member in members.select_related("user", "organization").order_by("pk"):
        place = {"org": member.organization.slug, "vendor": vendor_id, "pk": brief.pk}
        with translation.override(member.user.language):
            due_at = brief.due_at.astimezone(ZoneInfo(member.organization.time_zone))
            known = {
                "title": brief.title,
                "client": member.organization.name,
                "due": f"{date_format(due_at, 'DATETIME_FORMAT')} ({member.organization.time_zone})",
            }
            subject, text = words(known)
            page = reverse("sourcing:portal-brief-detail", kwargs=place)
            queue_message(
                subject_key=f"brief/{brief.pk}/{what}",
                recipient=member,
                subject=subject,
                text=f"{text}\n\n{settings.SITE_URL}{page}\n",
                now=now,
                wait=timedelta(0) if words in AT_ONCE else None,
            )


def _invited(known: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "%(client)s asks you for a proposal: %(title)s.\n\nThe brief stands in your portal; proposals are taken there"
        " until %(due)s."
    )
    return _("%(client)s asks you for a proposal: %(title)s") % known, text % known


def _rater(known: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "You are asked to score the proposals for “%(name)s”, alone and by its anchors. It begins when the time for"
        " proposals is over and the knock-outs are judged; you are told then."
    )
    return _("Your points for “%(name)s”") % known, text % known


def _score(known: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "The proposals for “%(name)s” can be scored now: by the anchors, alone. Hand your points in when all stand."
    )
    return _("“%(name)s” waits for your points") % known, text % known


def _due(known: dict[str, Any]) -> tuple[str, str]:
    text = _("%(client)s takes proposals for “%(title)s” until %(due)s. Yours is not submitted yet.")
    return _("Your proposal is due: %(title)s") % known, text % known


def _clarified(known: dict[str, Any]) -> tuple[str, str]:
    text = _(
        "%(client)s has answered a question about “%(title)s”. Question and answer stand with the brief in your portal."
    )
    return _("A question is answered: %(title)s") % known, text % known


def _moved(known: dict[str, Any]) -> tuple[str, str]:
    text = _("%(client)s takes proposals for “%(title)s” until %(due)s: you have more time.")
    return _("More time for “%(title)s”") % known, text % known


def _withdrawn(known: dict[str, Any]) -> tuple[str, str]:
    text = _("%(client)s has taken back its request for a proposal: %(title)s. Please do no more work on it.")
    return _("“%(title)s” was taken back") % known, text % known


def _called_off(known: dict[str, Any]) -> tuple[str, str]:
    text = _("%(client)s has called off “%(title)s” and chooses nobody. Thank you for your time.")
    return _("“%(title)s” was called off") % known, text % known


def _chosen(known: dict[str, Any]) -> tuple[str, str]:
    text = _("%(client)s has chosen your proposal for “%(title)s” and will come back to you about the next steps.")
    return _("Your proposal was chosen: %(title)s") % known, text % known


def _other(known: dict[str, Any]) -> tuple[str, str]:
    text = _("%(client)s has decided about “%(title)s” and goes on with another proposal. Thank you for your work.")
    return _("Decided: %(title)s") % known, text % known


# Nobody calls these back: the first has a verb of its own for that, the second no person sends.
AT_ONCE = (_invited, _due)

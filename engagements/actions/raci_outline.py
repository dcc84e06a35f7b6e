"""The roles, activities and decisions that an engagement begins with, from plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from engagements.actions.parties import add_decision_right, add_participant
from engagements.actions.raci import RowDraft, save_raci
from engagements.models import Contact, DecisionRight, Engagement, Participant
from engagements.raci.letters import parse_letters
from engagements.raci.starter import STARTER
from foundation.accounts.models import User

# Vacant roles need no day: nobody can have left them.
NO_DAY = date.min


def seed_raci(*, engagement: Engagement, by: User | None) -> None:
    """Give an engagement without activities the starter's six, with roles on both sides; done twice, once.

    Roles are vacant, but for the owner and the deputy that are known from the engagement and its vendor.
    """
    lay_out(engagement=engagement, content={**_translated(), "decisions": []}, by=by)


def seed_decision_rights(*, engagement: Engagement, by: User | None) -> None:
    """Give an engagement without decisions the starter's five, and the roles they name; done twice, once."""
    lay_out(engagement=engagement, content={**_translated(), "activities": []}, by=by)


@transaction.atomic
def lay_out(*, engagement: Engagement, content: Mapping[str, Any], by: User | None) -> None:
    """Apply an outline (the shape of ``raci.starter.STARTER``, or of ``queries.raci.outline``).

    Roles that are there already are taken as they are. Activities are made when there are none yet, and so are
    decisions. Texts are saved as they are.

    Raises:
        ValidationError: when the outline names a role that it does not have, or its grid cannot be saved.
    """
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    roles = _roles(engagement, content.get("roles", []), by)
    if content.get("activities") and not engagement.activities.exists():
        rows = [
            RowDraft(
                activity["name"],
                activity["kind"],
                {
                    _role(roles, title).pk: parse_letters(text) or frozenset()
                    for title, text in activity["cells"].items()
                },
            )
            for activity in content["activities"]
        ]
        engagement.refresh_from_db(fields=["raci_revision"])
        save_raci(engagement=engagement, rows=rows, seen=engagement.raci_revision, by=by, today=NO_DAY)
    if content.get("decisions") and not engagement.decision_rights.exists():
        for each in content["decisions"]:
            right = DecisionRight(engagement=engagement, decision=each["decision"], limit=each.get("limit", ""))
            right.decided_by = _role(roles, each["by"])
            right.escalates_to = _role(roles, each["beyond"]) if each.get("beyond") else None
            add_decision_right(right=right, by=by)


def _roles(engagement: Engagement, wanted: list[Mapping[str, Any]], by: User | None) -> dict[str, Participant]:
    """The roles of an engagement by what outlines call them, with those that were missing."""
    there = {(each.side, each.title.casefold()): each for each in engagement.participants.all()}
    held = {each.contact for each in there.values()}
    known = {Contact.OWNER.value: engagement.owner, Contact.DEPUTY.value: engagement.vendor.deputy}
    for role in wanted:
        place = (role["side"], role["title"].casefold())
        if place not in there:
            contact = role.get("contact", "")
            contact = "" if contact in held else contact
            participant = Participant(engagement=engagement, side=role["side"], title=role["title"], contact=contact)
            participant.user = known.get(contact) if contact else None
            there[place] = add_participant(participant=participant, by=by)
            held.add(contact)
    named = {f"{side}: {title}": each for (side, title), each in there.items()}
    return named | {title: each for (_side, title), each in there.items()}


def _role(roles: Mapping[str, Participant], title: str) -> Participant:
    found = roles.get(title.casefold())
    if found is None:
        raise ValidationError(_("No role is called “%(title)s”.") % {"title": title})
    return found


def _translated() -> dict[str, Any]:
    """The starter in the language in force."""
    return {
        "roles": [role | {"title": _(role["title"])} for role in STARTER["roles"]],
        "activities": [
            activity
            | {"name": _(activity["name"]), "cells": {_(title): text for title, text in activity["cells"].items()}}
            for activity in STARTER["activities"]
        ],
        "decisions": [
            each
            | {
                "decision": _(each["decision"]),
                "by": _(each["by"]),
                "beyond": _(each["beyond"]) if each["beyond"] else "",
            }
            for each in STARTER["decisions"]
        ],
    }

"""What the rules about evidence say, in words."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vendors.rules import Fault, Standing, State


def fault_words(fault: str) -> str:
    """Why a paper does not count."""
    words = {
        Fault.TYPE_ONE: _("it is Type I, which looks at one day; Type II is needed"),
        Fault.OPINION: _("the auditor's opinion is adverse, withheld or not said"),
        Fault.NO_PERIOD: _("it does not say the day from which its age counts"),
        Fault.NO_EXPIRY: _("it does not say when it expires"),
        Fault.NO_SCOPE: _("it does not say what is certified"),
        Fault.DPA_INCOMPLETE: _("purposes, breach notification, retention or sub-processors are missing"),
        Fault.DPA_SLOW: _("a breach would be told too late"),
        Fault.NO_COVER: _("it does not say the sum insured"),
    }
    return words.get(Fault(fault), "") if fault else ""


def state_words(standing: Standing) -> str:
    """How a vendor stands, in a few words."""
    paper = standing.paper
    day = date_format(paper.until, "DATE_FORMAT") if paper and paper.until else ""
    if standing.state in (State.IN_FORCE, State.ENDING):
        return _("in force until %(day)s") % {"day": day} if day else _("in force")
    if standing.state == State.GRACE:
        return _("ran out on %(day)s, in grace") % {"day": day}
    if standing.state == State.LAPSED:
        return _("ran out on %(day)s") % {"day": day}
    if standing.state == State.UNFIT:
        return _("does not count: %(why)s") % {"why": fault_words(paper.fault if paper else "")}
    return _("missing")

"""Every topic is spoken for."""

from __future__ import annotations

from django.utils.translation import gettext

from exits.models import Topic
from exits.readiness.facts import Facts
from exits.readiness.rule import HOLDS, Answer


def ask(facts: Facts) -> Answer:
    """The share of topics with at least one line."""
    spoken = {line.topic for line in facts.lines}
    silent = [str(topic.label) for topic in Topic if topic.value not in spoken]
    if not silent:
        return HOLDS
    share = 1 - len(silent) / len(Topic)
    return Answer(share, gettext("Nothing is said about: %(topics)s.") % {"topics": ", ".join(silent)})

"""What the rules say together. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from engagements.fit.answers import Answers
from engagements.fit.rule import IN_HOUSE, MODELS, Rule, marked
from engagements.fit.rules import RULES

STEPS_KNOWN = (
    marked("Write the procedure (SOP) yourselves first."),
    marked("Write a job brief from it."),
    marked("Interview for fit: how somebody works and asks."),
    marked("Train by the procedure, and watch the first ones being done."),
    marked("Agree the reporting line: what is told to whom, how often."),
    marked("A paid trial is optional, and worth it."),
)
STEPS_UNKNOWN = (
    marked("Interview for expertise: let them explain how they would do it, and what goes wrong."),
    marked("Ask for similar work and talk to that client."),
    marked("Let the partner write the first procedure, and own it from then on."),
)


STEPS_IN_HOUSE = (
    marked("Write down how it is done, so that it does not hang on one person."),
    marked("Time it: how many, how long, how many errors. It is what any offer is compared with later."),
    marked("Note on the process why it stays, and when you look at it again."),
)


@dataclass(frozen=True)
class Recommendation:
    """``model`` of ``MODELS``; ``fired`` the rules that fired; ``points`` of the models that come into question, best
    first; ``steps`` what to do next: by whether the skill is known, or what to do with work that stays."""

    model: str
    fired: tuple[Rule, ...]
    points: tuple[tuple[str, int], ...]
    steps: tuple[str, ...]

    @property
    def warnings(self) -> tuple[Rule, ...]:
        """Why the work is unfit for leaving the house, if it is."""
        return tuple(rule for rule in self.fired if rule.is_warning)


def recommend(answers: Answers) -> Recommendation:
    """The model with most points over all rules that fire, of those that no rule shuts out; a tie goes to the more
    careful model (order of ``MODELS``).

    Without any point the work stays in-house: nothing speaks for leaving.
    """
    fired = tuple(rule for rule in RULES if rule.fires(answers))
    open_to = [model for model in MODELS if all(not rule.leaves or model in rule.leaves for rule in fired)]
    points = {model: sum(rule.points.get(model, 0) for rule in fired) for model in open_to}
    ranked = tuple(sorted(points.items(), key=lambda each: (-each[1], MODELS.index(each[0]))))
    model = ranked[0][0] if ranked[0][1] else IN_HOUSE
    return Recommendation(model, fired, ranked, next_steps(model, knows_skill=answers.knows_skill))


def next_steps(model: str, *, knows_skill: bool) -> tuple[str, ...]:
    """What to do next, in words, once a model is chosen."""
    if model == IN_HOUSE:
        return STEPS_IN_HOUSE
    return STEPS_KNOWN if knows_skill else STEPS_UNKNOWN

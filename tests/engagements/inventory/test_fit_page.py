"""The fit wizard: looked at while answering, kept with a choice and its reason."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from engagements.fit.answers import Answers
from engagements.models import FitAssessment, Process
from tests.engagements.fit.answering import given
from tests.factories.cast import House


def sent(**answers: Any) -> dict[str, str]:
    """The answers as the form sends them."""
    found = given(**answers)
    return {**{name: str(value) for name, value in found.to_dict().items()}, "knows_skill": "yes"}


def address(house: House, process: Process) -> str:
    return reverse("engagements:fitassessment-create", kwargs={"org": house.slug, "process": process.pk})


def test_a_look_keeps_nothing(lead: Client, house: House, process: Process) -> None:
    wizard = address(house, process)
    looked = lead.post(wizard, {**sent(knowledge="high"), "look": "1"}, headers={"HX-Request": "true"})
    text = looked.content.decode()
    assert 'data-model="in_house"' in text
    assert "It needs deep knowledge of your house" in text
    assert "<html" not in text
    some = {name: value for name, value in sent().items() if name not in ("goal", "size")}
    assert "2 questions are open" in lead.post(wizard, {**some, "look": "1"}).content.decode()
    assert FitAssessment.objects.count() == 0


def test_it_is_kept_with_what_fired(lead: Client, house: House, process: Process) -> None:
    answers = sent(knowledge="high", volatility="spikes")
    assert lead.post(address(house, process), answers).status_code == 302
    kept = FitAssessment.objects.get()
    assert (kept.recommended, kept.chosen, kept.fired) == ("augmentation", "augmentation", ["spikes", "deep-context"])
    assert Answers.from_dict(kept.answers) == given(knowledge="high", volatility="spikes")
    form = lead.get(address(house, process)).context["form"]
    assert form["volatility"].value() == "spikes"


def test_another_choice_needs_a_reason(lead: Client, house: House, process: Process) -> None:
    wizard = address(house, process)
    refused = lead.post(wizard, {**sent(knowledge="high"), "chosen": "managed"})
    assert set(refused.context["choice"].errors) == {"reason"}
    lead.post(wizard, {**sent(knowledge="high"), "chosen": "managed", "reason": "The board decided so"})
    kept = FitAssessment.objects.get()
    assert (kept.recommended, kept.chosen, kept.chosen_reason) == ("in_house", "managed", "The board decided so")


def test_nothing_is_kept_while_a_question_is_open(lead: Client, house: House, process: Process) -> None:
    refused = lead.post(address(house, process), {"goal": "hands", "size": "galactic"})
    assert len(refused.context["form"].errors) == 9
    assert FitAssessment.objects.count() == 0


def test_it_begins_with_what_the_process_says(lead: Client, house: House, process: Process) -> None:
    process.frequency, process.volume, process.minutes = "daily", 30, 8
    process.needs_presence, process.presence_place = True, "Hamburg"
    process.save()
    form = lead.get(address(house, process)).context["form"]
    assert (form["size"].value(), form["presence"].value(), form["goal"].value()) == ("one_or_two", "on_site", None)

"""The partner submits its week: asked for, checked, sent again, taken over in time, and marked with its source."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from engagements.models import Metric
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff, system
from scorecards.actions.returns import fill_returns, open_returns, take_submissions
from scorecards.models import ManualValue, MetricValue, ScorecardLine, Submission, WeekReturn
from scorecards.return_answers import Answer, Ask, problems_of
from tests.conftest import SignIn
from tests.factories.cast import Cast, House
from tests.factories.scorecards import item, metric
from tests.factories.sheets import issued_card

IN_THE_WEEK = datetime(2026, 11, 25, 12, tzinfo=UTC)
AFTER_THE_WEEK = datetime(2026, 11, 30, 6, tzinfo=UTC)
AFTER_THE_CUTOFF = datetime(2026, 11, 30, 9, 1, tzinfo=UTC)


@pytest.fixture
def house(cast: Cast) -> House:
    return cast.northwind


@pytest.fixture
def quality(house: House) -> Metric:
    """Two metrics that are entered by hand, one of them internal."""
    with staff(house.pk), transaction.atomic():
        desk = house.engagements["kestrel"]
        metric("manual", desk, name="Own effort", expected="1", minimum="2", is_internal=True)
        metric("throughput", desk, name="Tickets", expected="3", minimum="1")
        return metric("accuracy", desk, name="Accuracy")


def beat(house: House, now: datetime) -> tuple[int, int, int]:
    with system([house.pk]):
        return open_returns(now=now), fill_returns(now=now), take_submissions(now=now)


def asked(house: House) -> WeekReturn:
    with staff(house.pk), transaction.atomic():
        return WeekReturn.objects.get(engagement=house.engagements["kestrel"], period_key="2026-W48")


def url_of(house: House) -> str:
    return reverse("scorecards:return-portal", args=[house.slug, house.vendors["kestrel"].pk, asked(house).pk])


def figures(house: House) -> list[tuple[Decimal, Decimal | None, str]]:
    with staff(house.pk), transaction.atomic():
        return list(ManualValue.objects.values_list("numerator", "denominator", "side"))


def test_a_week_is_asked_once_of_who_is_in_the_portal_and_without_internal_metrics(
    house: House, quality: Metric
) -> None:
    assert [beat(house, IN_THE_WEEK), beat(house, IN_THE_WEEK)] == [(2, 0, 0), (0, 0, 0)]  # Kestrel and Inkwell
    week = asked(house)
    assert (week.period_key, week.due_at) == ("2026-W48", datetime(2026, 11, 30, 9, tzinfo=UTC))
    assert [ask["name"] for ask in week.asks] == ["Accuracy"]


def test_what_the_work_items_tell_is_not_asked(house: House, quality: Metric) -> None:
    with staff(house.pk), transaction.atomic():
        MetricValue.objects.create(
            metric=quality, version=quality.versions.get(), engagement=house.engagements["kestrel"], value=98,
            period_kind="week", period_key="2026-W47", period_start=IN_THE_WEEK, period_end=AFTER_THE_WEEK,
            computed_at=IN_THE_WEEK,
        )  # fmt: skip
    beat(house, IN_THE_WEEK)
    assert asked(house).asks == []


def test_what_is_sent_in_time_becomes_a_figure_with_its_source(house: House, quality: Metric, sign_in: SignIn) -> None:
    beat(house, IN_THE_WEEK)
    key, browser = quality.pk, sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    with time_machine.travel(IN_THE_WEEK, tick=False):
        first = browser.post(url_of(house), {f"number_{key}": "38", f"of_{key}": "40"})
        assert first.status_code == 302
        browser.post(url_of(house), {f"number_{key}": "39", f"of_{key}": "40", "note": "Two agents were ill."})
    assert beat(house, IN_THE_WEEK)[2] == 0  # not before the week is over
    assert beat(house, AFTER_THE_WEEK)[2] == 2
    assert beat(house, AFTER_THE_WEEK)[2] == 0
    assert figures(house) == [(Decimal(39), Decimal(40), "vendor")]
    with staff(house.pk), transaction.atomic():
        assert "Submitted by the partner (Kestrel-Vendor_Agent Northwind)" in ManualValue.objects.get().note


def test_what_the_work_items_say_stands_beside_the_form(house: House, quality: Metric, sign_in: SignIn) -> None:
    beat(house, IN_THE_WEEK)
    with staff(house.pk), transaction.atomic():
        item(house.engagements["kestrel"], "2026-11-24 10:00", "2026-11-24 11:00")
        item(house.engagements["kestrel"], "2026-11-24 10:00")
    assert beat(house, AFTER_THE_WEEK)[1] == 2
    assert asked(house).facts == {"opened": 2, "completed": 1}
    with time_machine.travel(AFTER_THE_WEEK, tick=False):
        page = sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT]).get(url_of(house)).content.decode()
    assert "From your work items" in page


def test_after_the_cut_off_it_says_so_and_nothing_is_taken(house: House, quality: Metric, sign_in: SignIn) -> None:
    beat(house, IN_THE_WEEK)
    with time_machine.travel(AFTER_THE_CUTOFF, tick=False):
        browser = sign_in(house.vendor_people["kestrel", Role.VENDOR_MANAGER])
        answer = browser.post(url_of(house), {f"number_{quality.pk}": "38", f"of_{quality.pk}": "40"})
    assert (answer.status_code, "The cut-off has passed" in answer.content.decode()) == (422, True)
    assert beat(house, AFTER_THE_CUTOFF)[2] == 0
    assert figures(house) == []


def test_bad_figures_stay_in_the_form_beside_what_is_wrong(house: House, quality: Metric, sign_in: SignIn) -> None:
    beat(house, IN_THE_WEEK)
    key, browser = quality.pk, sign_in(house.vendor_people["kestrel", Role.VENDOR_AGENT])
    with time_machine.travel(IN_THE_WEEK, tick=False):
        for data, words in (
            ({f"number_{key}": "41", f"of_{key}": "40"}, "A share lies between 0 and the number"),
            ({f"number_{key}": "38"}, "A share needs the number it is taken from"),
            ({f"of_{key}": "38"}, "Fill in both, or neither"),
            ({}, "there is nothing to send yet"),
            ({f"number_{key}": "many", f"of_{key}": "40"}, "Enter a number"),
        ):
            answer = browser.post(url_of(house), data)
            assert (answer.status_code, words in answer.content.decode()) == (422, True), data
    with staff(house.pk), transaction.atomic():
        assert not Submission.objects.exists()


def test_outside_the_usual_range_a_note_is_asked_for(house: House, now: datetime) -> None:
    ask = Ask(7, "Accuracy", "", "percent", True, "week", "2026-W48", low="91", high="99")
    low = Answer(7, Decimal(90), Decimal(100), "")
    assert problems_of([ask], [low]) == {"note_7": "Outside your usual range: add a note that says why."}
    assert problems_of([ask], [Answer(7, Decimal(90), Decimal(100), "New people")]) == {}
    assert problems_of([ask], [Answer(7, Decimal(91), Decimal(100), "")]) == {}  # on the limit is inside
    card = issued_card(house, now=now)
    with staff(house.pk), transaction.atomic():
        desk = house.engagements["kestrel"]
        entered = metric("accuracy", desk, name="Accuracy")
        like = card.lines.get(metric__name="Tickets solved")
        later = type(card).objects.get(engagement=desk, period_key="2026-W46")
        ScorecardLine.objects.create(
            scorecard=later, metric=entered, version=entered.versions.get(), position=9, status="no_data",
            period_kind="week", period_key="2026-W46", limits={"lower": "91.5", "upper": "99"}, formula=like.formula,
        )  # fmt: skip
    beat(house, IN_THE_WEEK)
    assert [(ask["low"], ask["high"]) for ask in asked(house).asks] == [("91.5", "99")]

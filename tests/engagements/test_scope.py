"""Scope and guardrails as pages and verbs: lists in place, routes, registers, levels of quality, triage, reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagements.actions.entries import add_entry, move_entry
from engagements.actions.metrics import Definition, create_metric
from engagements.actions.places import add_listed
from engagements.actions.registers import claim
from engagements.actions.reviews import clear_review, set_review
from engagements.actions.service_levels import LevelTerms, TimeAllowed, create_service_level
from engagements.actions.triage import apply_example
from engagements.actions.written_rules import write_rule
from engagements.forms.segments import SegmentForm
from engagements.models import (
    ApprovedPlace,
    Assumption,
    CommunicationEntry,
    Engagement,
    ExclusionRule,
    Metric,
    ReviewLayer,
    Segment,
    ServiceLevel,
    Tool,
    TriageRule,
    WrittenRule,
)
from engagements.models.service_levels import PAUSES
from engagements.queries.coverage import coverage_of
from engagements.queries.reviews import reviews
from engagements.queries.segments import routes
from engagements.queries.service_levels import levels_of, weights
from engagements.queries.triage import reason, rubric, triage_rules
from engagements.triage import triage
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import errors, messages_of, url
from tests.factories.cast import House
from workitems.models.items import PauseReason

MONDAY = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def engagement(house: House) -> Engagement:
    return house.engagements["kestrel"]


@pytest.fixture
def inside(house: House) -> Iterator[User]:
    """Inside the workspace, as its ops lead."""
    lead = house.people[Role.OPS_LEAD]
    with staff(house.pk, actor=lead.pk):
        yield lead


class TestSegments:
    def test_shares_by_route(self) -> None:
        rows = [
            Segment(name="DE", route="partner", weekly_volume=60),
            Segment(name="FR", route="partner", weekly_volume=15),
            Segment(name="VIP", route="in_house", weekly_volume=25),
            Segment(name="New", route="in_house"),
        ]
        assert [(each.route, each.volume, each.share, each.segments) for each in routes(rows)] == [
            ("partner", 75, 0.75, 2),
            ("in_house", 25, 0.25, 2),
        ]
        assert [(each.route, each.share) for each in routes(rows[3:])] == [("in_house", 0.0)]

    @pytest.mark.parametrize(
        ("numbers", "expected"),
        [
            ((None, None, None), []),
            ((100, None, None), []),
            ((100, 80, 130), []),
            ((100, 100, 100), []),
            ((None, 80, 130), ["weekly_volume"]),
            ((100, 101, 130), ["volume_low"]),
            ((100, 80, 99), ["volume_high"]),
            ((100, 80, None), ["volume_high"]),
            ((100, None, 130), ["volume_low"]),
            ((-1, None, None), ["weekly_volume"]),
        ],
    )
    def test_the_forecast_band(
        self, house: House, inside: User, numbers: tuple[int | None, ...], expected: list[str]
    ) -> None:
        names = ("weekly_volume", "volume_low", "volume_high")
        data = {"name": "French", "route": "partner", **dict(zip(names, numbers, strict=True))}
        instance = Segment(engagement=house.engagements["kestrel"])
        form = SegmentForm(data, instance=instance, organization=house.organization)
        assert (form.is_valid(), list(form.errors)) == (not expected, expected)


class TestOrder:
    def test_lines_move_and_stay_at_the_ends(self, engagement: Engagement, inside: User) -> None:
        words = {"who": "Lead", "to_whom": "Owner", "where": "Mail", "how_often": "daily"}
        rows = [
            add_entry(row=CommunicationEntry(engagement=engagement, what=what, **words), by=inside) for what in "ABC"
        ]
        assert move_entry(row=rows[2], up=True, by=inside) is True
        assert move_entry(row=rows[0], up=True, by=inside) is False
        assert move_entry(row=rows[1], up=False, by=inside) is False
        stored = CommunicationEntry.objects.order_by("position")
        assert [(row.what, row.position) for row in stored] == [("A", 0), ("C", 1), ("B", 2)]

    def test_by_its_buttons(self, house: House, engagement: Engagement, lead: Client) -> None:
        create = url("communication-create", house, pk=engagement.pk)
        words = {"who": "Lead", "to_whom": "Owner", "where": "Mail", "how_often": "daily"}
        for what in ("Open tickets", "Blockers"):
            assert lead.post(create, {"what": what, **words}).status_code == 302
        assert errors(lead.post(create, {"what": "OPEN TICKETS", **words}))["to_whom"] == ["This exists already."]
        with staff(house.pk):
            second = CommunicationEntry.objects.get(what="Blockers")
        ids = {"pk": engagement.pk, "communication": second.pk}
        lead.post(url("communication-move", house, **ids), {"way": "up"})
        shown = lead.get(url("engagement-scope", house, pk=engagement.pk)).context["plan"]
        assert [row.what for row in shown] == ["Blockers", "Open tickets"]
        assert messages_of(lead.post(url("communication-remove", house, **ids))) == ["Blockers is removed."]


def test_coverage_shows_what_lies_ahead(
    agreed: Agreements, engagement: Engagement, inside: User, now: datetime
) -> None:
    assert coverage_of(engagement, now=now, today=now.date()).calendar is None
    engagement.calendar = agreed.calendar
    version = agreed.calendar.versions.get()
    version.hours |= {
        "holidays": ["2026-11-20", "2026-12-25", "2027-01-01"],
        "overrides": {"2026-12-24": ["09:00-12:00"]},
        "holiday_names": {"2026-12-25": "Christmas Day"},
    }
    version.save()
    coverage = coverage_of(engagement, now=now, today=now.date())
    assert getattr(coverage.hours, "zone", None) == "Europe/Berlin"
    assert [(each.day, each.name, [str(w) for w in each.windows], each.is_holiday) for each in coverage.coming] == [
        (date(2026, 12, 24), "", ["09:00-12:00"], False),
        (date(2026, 12, 25), "Christmas Day", [], True),
        (date(2027, 1, 1), "", [], True),
    ]


class TestPlacesAndTools:
    def test_for_one_engagement_or_for_all(self, house: House, engagement: Engagement, lead: Client) -> None:
        create = url("place-create", house)
        data = {"name": "Drive", "data_classes": "Tickets", "controlled_by": "vendor", "url": "drive.example"}
        assert lead.post(create, data | {"engagement": engagement.pk})["Location"].endswith("/scope/#place")
        assert lead.post(create, data | {"name": "Mail", "controlled_by": "client"})["Location"].endswith("/places/")
        with staff(house.pk):
            drive = ApprovedPlace.objects.get(name="Drive")
            assert (drive.url, drive.approved_by) == ("https://drive.example", house.people[Role.OPS_LEAD])
        page = lead.get(url("engagement-scope", house, pk=engagement.pk))
        assert [each.name for each in page.context["places"]] == ["Mail", "Drive"]
        assert [each.name for each in page.context["partners_places"]] == ["Drive"]
        assert "gone when the partner is" in page.content.decode()
        other = lead.get(url("engagement-scope", house, pk=house.engagements["own"].pk))
        assert [each.name for each in other.context["places"]] == ["Mail"]
        lead.post(url("place-withdraw", house, pk=drive.pk))
        assert [row.name for row, _url in lead.get(url("place-list", house)).context["rows"]] == ["Mail"]
        gone = lead.get(url("place-list", house) + "?state=withdrawn").context["rows"]
        assert [row.name for row, _url in gone] == ["Drive"]
        lead.post(url("place-restore", house, pk=drive.pk))
        assert len(lead.get(url("place-list", house)).context["rows"]) == 2

    def test_a_tool_is_changed_in_place(self, house: House, lead: Client) -> None:
        data = {"name": "Board", "purpose": "projects", "owner_side": "client"}
        assert lead.post(url("tool-create", house), data).status_code == 302
        with staff(house.pk):
            tool = Tool.objects.get()
        assert errors(lead.post(url("tool-edit", house, pk=tool.pk), data | {"url": "no link"}))["url"]
        assert lead.post(url("tool-edit", house, pk=tool.pk), data | {"purpose": "time"}).status_code == 302
        with staff(house.pk):
            assert Tool.objects.get().purpose == "time"


class TestLevels:
    def test_pauses_are_named_as_events_name_them(self) -> None:
        assert [word for word, _label in PAUSES] == PauseReason.values
        assert [str(label) for _word, label in PAUSES] == [str(label) for label in PauseReason.labels]

    def test_quality_by_its_form(self, house: House, agreed: Agreements, lead: Client, now: datetime) -> None:
        pk = agreed.level.engagement_id
        create = url("quality-create", house, pk=pk)
        data = {
            "name": "Accuracy",
            "terms-metric": str(agreed.metric.pk),
            "terms-pass_rule": "A week at or above the metric's target.",
            "terms-expected_level": "95",
            "terms-minimum_level": "97",
            "terms-weight": "40",
        }
        assert errors(lead.post(create, data), "terms") == {
            "minimum_level": ["It lies at or below the expected level."]
        }
        missing = errors(lead.post(create, data | {"terms-metric": "", "terms-expected_level": ""}), "terms")
        assert sorted(missing) == ["expected_level", "metric"]
        assert lead.post(create, data | {"terms-minimum_level": "90"}).status_code == 302
        with staff(house.pk):
            found = levels_of(pk, now=now)
            assert [(each.level.kind, each.is_orphan, each.is_quality) for each in found] == [
                ("response", True, False),
                ("quality", True, True),
            ]
            version = found[1].in_force
            assert version is not None
            assert (version.metric, version.weight, version.applied_at is not None) == (
                agreed.metric,
                Decimal(40),
                True,
            )
            assert weights(found) == Decimal(40)
        edit = url("level-edit", house, pk=pk, level=found[1].level.pk)
        newer = data | {"terms-minimum_level": "", "terms-valid_from": "2026-12-07", "terms-seen": "1"}
        assert lead.post(edit, newer).status_code == 302
        page = lead.get(url("engagement-guardrails", house, pk=pk)).content.decode()
        assert ("Weights come to 40 %, not 100" in page, page.count("Serves no outcome")) == (True, 2)

    @pytest.mark.parametrize(
        ("kind", "values", "expected"),
        [
            ("quality", {"targets": ()}, ["metric"]),
            ("resolution", {"targets": ()}, ["__all__"]),
            ("resolution", {"pass_rule": " "}, ["pass_rule"]),
            ("resolution", {"minimum_level": Decimal(90)}, ["minimum_level"]),
            ("resolution", {"minimum_level": Decimal(90), "expected_level": Decimal(89)}, ["minimum_level"]),
        ],
    )
    def test_terms_that_do_not_fit(
        self,
        engagement: Engagement,
        inside: User,
        now: datetime,
        kind: str,
        values: dict[str, Any],
        expected: list[str],
    ) -> None:
        terms = LevelTerms(**{"targets": [TimeAllowed("", 60)], "pass_rule": "In time"} | values)
        with pytest.raises(ValidationError) as error:
            create_service_level(engagement=engagement, name="X", kind=kind, terms=terms, by=inside, now=now)
        assert list(error.value.error_dict) == expected


class TestTriage:
    def test_the_example_once(self, engagement: Engagement, inside: User, now: datetime) -> None:
        assert apply_example(engagement=engagement, by=inside, now=now, valid_from=MONDAY) is True
        assert apply_example(engagement=engagement, by=inside, now=now, valid_from=MONDAY) is False
        rules, levels = triage_rules(engagement.pk), levels_of(engagement.pk, now=now)
        shown = [
            (each.rule.priority, [(t.amount, t.unit) for _kind, t in each.allowed], each.is_reached)
            for each in rubric(rules, levels)
        ]
        assert shown == [
            ("urgent", [(240, "minutes")], True),
            ("research", [(3, "business_days")], True),
            ("routine", [(1440, "minutes")], True),
        ]
        for title, priority in (
            ("URGENT: reschedule today's call", "urgent"),
            ("Compare three hotels", "research"),
            ("File the receipts", "routine"),
        ):
            assert triage(rules, title=title).priority == priority
        match = triage(rules, title="Urgent call with the board")
        assert reason(match) == "Priority urgent by the rule “Urgent scheduling”: “urgent call*” stands in it."
        late = add_entry(row=TriageRule(engagement=engagement, name="Late", priority="low"), by=inside)
        assert [each.is_reached for each in rubric(triage_rules(engagement.pk), levels)][-1] is False
        assert late.position == 3

    def test_on_opening_hours_a_day_is_a_business_day_and_other_times_stay(
        self, agreed: Agreements, engagement: Engagement, inside: User, now: datetime
    ) -> None:
        terms = LevelTerms([TimeAllowed("P1", 60), TimeAllowed("", 480)], "In time", calendar=agreed.calendar)
        create_service_level(engagement=engagement, name="Done", kind="resolution", terms=terms, by=inside, now=now)
        assert apply_example(engagement=engagement, by=inside, now=now, valid_from=MONDAY) is True
        newest = ServiceLevel.objects.get(kind="resolution").versions.order_by("-number")[0]
        assert newest.valid_from == MONDAY
        assert sorted(newest.targets.values_list("priority", "amount", "unit")) == [
            ("", 480, "minutes"),
            ("P1", 60, "minutes"),
            ("research", 3, "business_days"),
            ("routine", 1, "business_days"),
            ("urgent", 240, "minutes"),
        ]
        newest.targets.filter(priority="urgent").update(amount=1)
        with pytest.raises(ValidationError):
            apply_example(engagement=engagement, by=inside, now=now, valid_from=MONDAY)

    def test_one_click_then_try_it(self, house: House, engagement: Engagement, lead: Client) -> None:
        for said in ("The example rubric and its times are there; adapt them.", "It is there already."):
            assert messages_of(lead.post(url("triage-example", house, pk=engagement.pk)))[-1] == said
        page = lead.get(url("engagement-guardrails", house, pk=engagement.pk), {"title": "Find out who sells it"})
        assert page.context["match_reason"] == "Priority research by the rule “Research”: “find out” stands in it."
        assert [(kind, target.amount) for kind, target in page.context["match_times"]] == [("resolution", 3)]

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("urgent, Today*;\n urgent\n", ["urgent", "Today*"]),
            ("", []),
            ("!!", "“!!” holds no word."),
            ("a" * 61, f"“{'a' * 20}…” is too long: at most 60 letters."),
            (",".join(f"w{n}" for n in range(41)), "At most 40 entries; make a second rule."),
        ],
    )
    def test_words_as_they_are_typed(
        self, house: House, engagement: Engagement, lead: Client, typed: str, expected: Any
    ) -> None:
        data = {"name": "Urgent", "priority": "P1", "words": typed}
        response = lead.post(url("triage-create", house, pk=engagement.pk), data)
        if isinstance(expected, str):
            assert errors(response)["words"] == [expected]
            assert typed in response.content.decode()
            return
        with staff(house.pk):
            assert TriageRule.objects.get().words == expected


class TestReviews:
    def test_the_nearest_setting_wins(self, engagement: Engagement, inside: User) -> None:
        layer = ReviewLayer.TACTICAL

        def named() -> list[tuple[str, str, str]]:
            found = (reviews()[1], reviews(engagement.pk)[1])
            return [(each.name, each.cadence, each.origin) for each in found]

        assert named() == [("Monthly business review", "month", "starter")] * 2
        values: dict[str, Any] = {"agenda": "Trend\n\n Risks ", "by": inside}
        set_review(layer=layer, name="QBR", cadence="quarter", **values)
        assert named() == [("QBR", "quarter", "workspace")] * 2
        set_review(layer=layer, name="Fortnight call", cadence="two_weeks", engagement=engagement, **values)
        assert named() == [("QBR", "quarter", "workspace"), ("Fortnight call", "two_weeks", "engagement")]
        assert reviews(engagement.pk)[1].agenda == ["Trend", "Risks"]
        clear_review(layer=layer, by=inside, engagement=engagement)
        clear_review(layer=layer, by=inside)
        assert named() == [("Monthly business review", "month", "starter")] * 2

    def test_by_their_pages(self, house: House, engagement: Engagement, lead: Client) -> None:
        data = {"name": "Ops call", "cadence": "two_weeks", "agenda": "Figures"}
        change = url("review-change", house, layer="operational")
        assert sorted(errors(lead.post(change, data | {"name": " ", "cadence": "daily"}))) == ["cadence", "name"]
        assert lead.post(change, data | {"is_held": "on"}).status_code == 302
        assert lead.post(url("review-edit", house, pk=engagement.pk, layer="operational"), data).status_code == 302
        held = [each.is_held for each in lead.get(url("review-list", house)).context["reviews"]]
        own = lead.get(url("engagement-guardrails", house, pk=engagement.pk)).context["reviews"]
        assert (held, [each.is_held for each in own]) == ([True] * 3, [False, True, True])
        assert lead.get(url("review-change", house, layer="nonsense")).status_code == 404
        assert lead.post(url("review-clear", house, layer="nonsense")).status_code == 404


def _add_lines(house: House, n: int, now: datetime) -> None:
    """One more line on every list of scope and guardrails."""
    engagement, by = house.engagements["kestrel"], house.people[Role.OPS_LEAD]
    add_entry(row=Segment(engagement=engagement, name=f"S{n}", weekly_volume=n), by=by)
    add_entry(row=TriageRule(engagement=engagement, name=f"T{n}", priority="1", words=[f"w{n}"]), by=by)
    line = CommunicationEntry(engagement=engagement, what=f"C{n}", who="a", to_whom="b", where="c", how_often="d")
    add_entry(row=line, by=by)
    place = ApprovedPlace(engagement=engagement, name=f"P{n}", data_classes="all")
    add_listed(row=place, by=by, today=now.date())
    add_listed(row=Tool(engagement=engagement, name=f"B{n}", purpose="other"), by=by, today=now.date())
    words: dict[str, Any] = {"engagement": engagement, "text": f"X{n}", "claimed_side": "client"}
    claim(row=Assumption(**words), by=by, now=now)
    claim(row=ExclusionRule(kind="ramp", effect="drop", **words), by=by, now=now)
    metric = Metric(name=f"M{n}", measure="throughput", unit="count", direction="higher")
    create_metric(metric=metric, definition=Definition("Counted", "Tickets"), by=None, now=now)
    terms = LevelTerms((), "Good enough", metric=metric)
    create_service_level(engagement=engagement, name=f"Q{n}", kind="quality", terms=terms, by=by, now=now)


@pytest.mark.parametrize(
    ("name", "asked"),
    [("engagement-scope", 6), ("engagement-guardrails", 20), ("place-list", 1), ("tool-list", 1), ("review-list", 1)],
)
def test_a_page_asks_as_often_at_three_lines_as_at_one(
    name: str, asked: int, house: House, agreed: Agreements, lead: Client, now: datetime
) -> None:
    address = url(name, house, **({"pk": agreed.level.engagement_id} if name.startswith("engagement") else {}))
    counts = []
    for lines in ((1,), (2, 3)):
        with staff(house.pk):
            for n in lines:
                _add_lines(house, n, now)
        with CaptureQueriesContext(connection) as made:
            assert lead.get(address).status_code == 200
        counts.append(len([each for each in made if 'FROM "engagements_' in each["sql"]]))
    assert counts == [asked, asked]


class TestRegistersByTheirPages:
    def test_from_claim_to_end(self, house: House, engagement: Engagement, lead: Client) -> None:
        data = {
            "kind": "maintenance",
            "text": "Sunday 02:00 to 04:00",
            "effect": "subtract",
            "claim_days": "10",
            "claimed_side": "vendor",
        }
        create = url("exclusionrule-create", house, pk=engagement.pk)
        refused = lead.post(create, data)
        assert errors(refused) == {"claim_evidence": ["You record this for the partner: say where they said it."]}
        assert "Sunday 02:00 to 04:00" in refused.content.decode()
        assert lead.post(create, data | {"claim_evidence": "Mail of 3 November"}).status_code == 302
        with staff(house.pk):
            row = ExclusionRule.objects.get()
        ids = {"pk": engagement.pk, "exclusionrule": row.pk}
        decide = url("exclusionrule-decide", house, **ids)
        assert list(errors(lead.post(decide, {"answer": "approve"}))) == ["evidence"]
        assert list(errors(lead.post(decide, {"answer": "refuse", "evidence": "x"}))) == ["note"]
        assert lead.post(decide, {"answer": "approve", "evidence": "Signed page 4"}).status_code == 302
        page = lead.get(url("engagement-guardrails", house, pk=engagement.pk)).content.decode()
        assert "recorded on their behalf by" in page
        for name in ("exclusionrule-edit", "exclusionrule-remove"):
            assert lead.post(url(name, house, **ids)).status_code == 302
        assert lead.post(url("exclusionrule-end", house, **ids), {"ended_on": "2026-12-31"}).status_code == 302
        with staff(house.pk):
            assert ExclusionRule.objects.get().ended_on == date(2026, 12, 31)

    def test_what_waits_is_reworded_or_taken_back(
        self, house: House, engagement: Engagement, lead: Client, now: datetime
    ) -> None:
        with staff(house.pk):
            row = claim(row=Assumption(engagement=engagement, text="A", claimed_side="client"), by=None, now=now)
        ids = {"pk": engagement.pk, "assumption": row.pk}
        data = {"text": "At most 300 tickets a week", "claimed_side": "client", "review_date": "2027-01-04"}
        assert lead.post(url("assumption-edit", house, **ids), data).status_code == 302
        with staff(house.pk):
            assert Assumption.objects.get().claimed_by == house.people[Role.OPS_LEAD]
        assert lead.post(url("assumption-end", house, **ids), {"ended_on": "2026-12-31"}).status_code == 302
        assert lead.post(url("assumption-remove", house, **ids)).status_code == 302
        with staff(house.pk):
            assert Assumption.objects.count() == 0

    def test_two_people_write_a_rule(self, house: House, engagement: Engagement, lead: Client) -> None:
        edit = url("rule-edit", house, pk=engagement.pk, rule="quality_scoring")
        assert lead.get(url("rule-edit", house, pk=engagement.pk, rule="nonsense")).status_code == 404
        with staff(house.pk):
            write_rule(engagement=engagement, kind="quality_scoring", text="Theirs", by=None)
        clash = lead.post(edit, {"seen": "0", "text": "Mine"})
        assert "Somebody else saved this in the meantime" in errors(clash)["__all__"][0]
        shown = clash.content.decode()
        assert ("Theirs" in shown, "Mine" in shown) == (True, True)
        assert 'name="seen" value="1"' in shown
        assert lead.post(edit, {"seen": "1", "text": "Mine"}).status_code == 302
        with staff(house.pk):
            assert WrittenRule.objects.get().text == "Mine"

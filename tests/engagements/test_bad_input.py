"""What people type wrong: each is a message at its field, and nothing is saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from engagements.forms.segments import SegmentForm
from engagements.models import (
    ActionItem,
    BusinessCalendar,
    CalendarVersion,
    Engagement,
    EngagementTerms,
    Metric,
    MetricTarget,
    MetricVersion,
    Process,
    Segment,
    ServiceLevel,
    ServiceLevelTarget,
    ServiceLevelVersion,
)
from foundation.accounts.forms.submitting import take
from foundation.accounts.models import AuditEvent
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.engagements.agreements import Agreements
from tests.engagements.conftest import errors, url
from tests.factories.cast import Cast, House

CHOICE = "Select a valid choice. That choice is not one of the available choices."
SAVED = (
    ActionItem,
    BusinessCalendar,
    CalendarVersion,
    Engagement,
    EngagementTerms,
    Metric,
    MetricTarget,
    MetricVersion,
    Process,
    Segment,
    ServiceLevel,
    ServiceLevelTarget,
    ServiceLevelVersion,
    AuditEvent,
)


def rows(house: House) -> list[int]:
    with staff(house.pk):
        return [model._default_manager.count() for model in SAVED]


def engagement_data(house: House, **more: Any) -> dict[str, Any]:
    kestrel = house.engagements["kestrel"]
    return {
        "name": "Invoice matching",
        "process": kestrel.process_id,
        "vendor": kestrel.vendor_id,
        "started_on": "2026-11-02",
        "terms-currency": "EUR",
        "terms-monthly_fee": "9000",
        "terms-oversight_hours": "8",
        "terms-oversight_rate": "60",
        **more,
    }


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("name", "night DESK", "Another one has this Name already."),
        ("name", "", "This field is required."),
        ("started_on", "31.11.2026", "Enter a valid date."),
        ("started_on", "0001-01-01", "Choose a day between 1970 and 2199."),
        ("process", "999999", CHOICE),
        ("vendor", "x", CHOICE),
        ("owner", "999999", CHOICE),
        ("calendar", "999999", CHOICE),
    ],
)
def test_an_engagement(house: House, lead: Client, field: str, value: str, text: str) -> None:
    before = rows(house)
    response = lead.post(url("engagement-create", house), engagement_data(house, **{field: value}))
    assert errors(response) == {field: [text]}
    assert rows(house) == before


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("monthly_fee", "-1", "Ensure this value is greater than or equal to 0."),
        ("monthly_fee", "NaN", "Enter a number."),
        ("monthly_fee", "1" * 20, "Ensure that there are no more than 14 digits in total."),
        ("currency", "XX", "Select a valid choice. XX is not one of the available choices."),
        ("oversight_hours", "", "This field is required."),
    ],
)
def test_its_money(house: House, lead: Client, field: str, value: str, text: str) -> None:
    before = rows(house)
    response = lead.post(url("engagement-create", house), engagement_data(house, **{f"terms-{field}": value}))
    assert errors(response, "terms") == {field: [text]}
    assert rows(house) == before


@pytest.mark.parametrize("field", ["process", "vendor", "client"])
def test_ids_of_the_other_tenant_are_no_choice(cast: Cast, lead: Client, field: str) -> None:
    theirs = getattr(cast.umbra.engagements["kestrel"], f"{field}_id")
    response = lead.post(url("engagement-create", cast.northwind), engagement_data(cast.northwind, **{field: theirs}))
    assert errors(response) == {field: [CHOICE]}


def test_the_end_before_the_beginning(house: House, lead: Client) -> None:
    pk = house.engagements["kestrel"].pk
    ended = lead.post(url("engagement-end", house, pk=pk), {"ended_on": "2026-01-04"})
    assert errors(ended) == {"ended_on": ["It cannot end before it begins."]}
    assert lead.post(url("engagement-end", house, pk=pk), {"ended_on": "2026-06-30"}).status_code == 302
    moved = lead.post(url("engagement-edit", house, pk=pk), {"name": "Night desk", "started_on": "2026-07-01"})
    assert errors(moved) == {"started_on": ["It cannot begin after its last day."]}


def test_terms_do_not_rewrite(house: House, lead: Client) -> None:
    data = {"currency": "EUR", "monthly_fee": "1", "oversight_hours": "0", "oversight_rate": "0"}
    address = url("terms-create", house, pk=house.engagements["kestrel"].pk)
    same = lead.post(address, data | {"valid_from": "2026-01-05"})
    assert list(errors(same)) == ["valid_from"]
    earlier = lead.post(address, data | {"valid_from": "2025-12-01"})
    assert errors(earlier) == {"valid_from": ["Terms that begin then or later exist. Choose a later day."]}
    assert lead.post(address, data | {"valid_from": "2026-12-01"}).status_code == 302


TARGET = {"minimum": "90", "expected": "95", "minimum_sample": "1", "position": "1", "valid_from": "2026-12-07"}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"minimum": "96"}, ["minimum"]),
        ({"stretch": "94"}, ["stretch"]),
        ({"expected": "0", "minimum": "0"}, ["expected"]),
        ({"expected": "101"}, ["expected"]),
        ({"expected": "100", "is_strict": "on"}, ["expected"]),
        ({"minimum": "-1"}, ["minimum"]),
        ({"minimum": ""}, ["minimum"]),
        ({"minimum_sample": "-1"}, ["minimum_sample"]),
        ({"baseline_value": "80"}, ["baseline_period", "baseline_source"]),
        ({"baseline_value": "80", "baseline_period": "Q1"}, ["baseline_source"]),
        ({"baseline_period": "Q1"}, ["baseline_value"]),
        ({"valid_from": "2026-01-05"}, ["valid_from"]),
        ({"valid_from": "2025-01-06"}, ["valid_from"]),
        ({"valid_from": ""}, ["valid_from"]),
    ],
)
def test_a_target(house: House, agreed: Agreements, lead: Client, typed: dict[str, str], wrong: list[str]) -> None:
    address = url("target-edit", house, pk=agreed.target.engagement_id, metric=agreed.metric.pk)
    before = rows(house)
    assert list(errors(lead.post(address, TARGET | {"seen": agreed.target.pk} | typed))) == wrong
    assert rows(house) == before


def test_a_changed_target_is_a_new_row(house: House, agreed: Agreements, lead: Client) -> None:
    address = url("target-edit", house, pk=agreed.target.engagement_id, metric=agreed.metric.pk)
    assert lead.post(address, TARGET | {"expected": "96", "seen": agreed.target.pk}).status_code == 302
    with staff(house.pk):
        newest = MetricTarget.objects.latest("valid_from").pk
    again = lead.post(address, TARGET | {"expected": "97", "seen": newest, "valid_from": "2026-01-05"})
    assert list(errors(again)) == ["valid_from"]
    with staff(house.pk):
        kept = MetricTarget.objects.order_by("valid_from").values_list("expected", flat=True)
        assert [str(value) for value in kept] == ["95.0000", "96.0000"]


def test_a_target_of_zero_where_lower_is_better_is_fine(house: House, lead: Client) -> None:
    assert lead.post(url("metric-adopt", house, key="backlog-aged")).status_code == 302
    with staff(house.pk):
        metric = Metric.objects.get()
    pk = house.engagements["kestrel"].pk
    strict = TARGET | {"metric": metric.pk, "minimum": "5", "expected": "0", "is_strict": "on"}
    assert list(errors(lead.post(url("target-create", house, pk=pk), strict))) == ["expected"]
    del strict["is_strict"]
    assert lead.post(url("target-create", house, pk=pk), strict).status_code == 302


def test_another_tenants_metric_is_no_choice(cast: Cast, agreed: Agreements, lead: Client) -> None:
    with staff(cast.umbra.pk):
        theirs = Metric.objects.get().pk
    address = url("target-create", cast.northwind, pk=cast.northwind.engagements["own"].pk)
    assert errors(lead.post(address, TARGET | {"metric": theirs})) == {"metric": [CHOICE]}


METRIC = {
    "name": "Old backlog",
    "measure": "backlog_aged",
    "unit": "count",
    "direction": "lower",
    "definition-definition": "Older than a day",
    "definition-source": "Tickets",
    "definition-cadence": "week",
    "definition-older_than_hours": "24",
}


@pytest.mark.parametrize(
    ("typed", "form", "wrong"),
    [
        ({"unit": "percent"}, "form", ["unit"]),
        ({"direction": "higher"}, "form", ["direction"]),
        ({"measure": "nonsense"}, "form", ["measure"]),
        ({"name": ""}, "form", ["name"]),
        ({"definition-definition": ""}, "definition", ["definition"]),
        ({"definition-older_than_hours": ""}, "definition", ["older_than_hours"]),
        ({"definition-older_than_hours": "0"}, "definition", ["older_than_hours"]),
        ({"definition-top_box_from": "4"}, "definition", ["top_box_from"]),
        ({"definition-hours": "business"}, "definition", ["hours"]),
        ({"definition-cadence": "daily"}, "definition", ["cadence"]),
    ],
)
def test_a_metric(house: House, lead: Client, typed: dict[str, str], form: str, wrong: list[str]) -> None:
    before = rows(house)
    response = lead.post(url("metric-create", house), METRIC | typed)
    assert list(errors(response, form)) == wrong
    assert rows(house) == before


def test_a_metric_is_added_once_and_its_definition_versioned(house: House, lead: Client) -> None:
    assert lead.post(url("metric-create", house), METRIC).status_code == 302
    twice = lead.post(url("metric-create", house), METRIC | {"name": "OLD backlog"})
    assert errors(twice) == {"name": ["Another one has this Name already."]}
    with staff(house.pk):
        metric = Metric.objects.get()
    address = url("metric-edit", house, pk=metric.pk)
    data = {key.removeprefix("definition-"): value for key, value in METRIC.items() if key.startswith("definition-")}
    data |= {"older_than_hours": "48", "priorities": "1, 2,1", "valid_from": "2026-12-07"}
    assert lead.post(address, data | {"seen": 1}).status_code == 302
    assert list(errors(lead.post(address, data | {"seen": 2}))) == ["valid_from"]
    with staff(house.pk):
        versions = [(v.number, v.parameters) for v in metric.versions.order_by("number")]
    assert versions == [(1, {"older_than_hours": 24}), (2, {"priorities": ["1", "2"], "older_than_hours": 48})]


def level_data(*times: tuple[str, str, str], **more: str) -> dict[str, str]:
    data = {
        "kind": "resolution",
        "name": "Resolution",
        "terms-reopen_rule": "keep",
        "terms-pass_rule": "Resolved in time",
        "times-TOTAL_FORMS": str(max(len(times), 1)),
        "times-INITIAL_FORMS": "0",
    }
    for number, (priority, amount, unit) in enumerate(times):
        data |= {f"times-{number}-priority": priority, f"times-{number}-amount": amount, f"times-{number}-unit": unit}
    return data | more


@pytest.mark.parametrize(
    ("times", "wrong"),
    [
        ([("1", "0", "minutes")], [{"amount": ["Allow at least 1."]}]),
        ([("1", "-5", "minutes")], [{"amount": ["Allow at least 1."]}]),
        ([("1", "", "minutes")], [{"amount": ["Say how long."]}]),
        ([("1", "9999999", "minutes")], [{"amount": ["At most a year."]}]),
        ([("1", "400", "business_days")], [{"amount": ["At most a year."]}]),
        ([("1", "4", "weeks")], [{"unit": ["Select a valid choice. weeks is not one of the available choices."]}]),
        ([("P1", "5", "minutes"), ("p1", "6", "minutes")], [{}, {"priority": ["This priority stands here twice."]}]),
        ([("", "5", "minutes"), ("", "6", "minutes")], [{}, {"priority": ["This priority stands here twice."]}]),
    ],
)
def test_the_times_of_a_level(
    house: House, lead: Client, times: list[tuple[str, str, str]], wrong: list[dict[str, list[str]]]
) -> None:
    before = rows(house)
    response = lead.post(url("level-create", house, pk=house.engagements["kestrel"].pk), level_data(*times))
    assert response.status_code == 200
    assert [dict(row) for row in response.context["times"].errors] == wrong
    assert rows(house) == before


def test_a_level_without_any_time_or_rows(house: House, lead: Client) -> None:
    address = url("level-create", house, pk=house.engagements["kestrel"].pk)
    empty = lead.post(address, level_data(("", "", "minutes")))
    assert list(empty.context["times"].non_form_errors()) == ["Give at least one time."]
    data = level_data(("", "60", "minutes"))
    del data["times-TOTAL_FORMS"]
    assert lead.post(address, data).status_code == 200


def test_one_level_of_each_kind(house: House, agreed: Agreements, lead: Client) -> None:
    address = url("level-create", house, pk=house.engagements["kestrel"].pk)
    second = level_data(("", "60", "minutes"), kind="response", name="Other")
    assert errors(lead.post(address, second)) == {"kind": ["Another one has this Clock already."]}
    same_name = level_data(("", "60", "minutes"), name="first RESPONSE")
    assert errors(lead.post(address, same_name)) == {"name": ["Another one has this Name already."]}


def test_new_terms_of_a_level(cast: Cast, agreed: Agreements, lead: Client) -> None:
    house = cast.northwind
    address = url("level-edit", house, pk=house.engagements["kestrel"].pk, level=agreed.level.pk)
    data = level_data(("1", "15", "minutes"))
    assert list(errors(lead.post(address, data), "terms")) == ["valid_from"]
    with staff(cast.umbra.pk):
        theirs = BusinessCalendar.objects.get().pk
    data |= {"terms-valid_from": "2026-12-07", "terms-seen": "1"}
    wrong = lead.post(address, data | {"terms-calendar": str(theirs)})
    assert errors(wrong, "terms") == {"calendar": [CHOICE]}
    assert lead.post(address, data).status_code == 302
    again = lead.post(address, data | {"terms-seen": "2"})
    assert errors(again, "terms") == {"valid_from": ["A version that begins then or later exists. Choose a later day."]}
    with staff(house.pk):
        versions = agreed.level.versions.order_by("number")
        assert [(v.number, v.calendar_id, v.applied_at) for v in versions] == [
            (1, agreed.calendar.pk, None),
            (2, None, None),
        ]


def test_an_action_has_one_owner_and_ours(cast: Cast, lead: Client) -> None:
    house = cast.northwind
    data: dict[str, Any] = {"engagement": house.engagements["own"].pk, "title": "Mend it", "due_date": "2026-12-01"}
    person = house.people[Role.ANALYST].pk
    address = url("action-create", house)
    assert list(errors(lead.post(address, data))) == ["owner"]
    assert list(errors(lead.post(address, data | {"owner": person, "owner_name": "R. Osei"}))) == ["owner_name"]
    stranger = cast.umbra.people[Role.OWNER].pk
    assert list(errors(lead.post(address, data | {"owner": stranger}))) == ["owner"]
    theirs = data | {"owner": person, "engagement": cast.umbra.engagements["own"].pk}
    assert errors(lead.post(address, theirs)) == {"engagement": [CHOICE]}
    assert errors(lead.post(address, data | {"owner": person, "due_date": "soon"})) == {
        "due_date": ["Enter a valid date."]
    }
    assert lead.post(address, data | {"owner": person}).status_code == 302


def test_a_dropped_action_says_why(house: House, agreed: Agreements, lead: Client) -> None:
    address = url("action-close", house, pk=agreed.action.pk)
    assert list(errors(lead.post(address, {"outcome": "dropped"}))) == ["closing_note"]
    assert lead.post(address, {"outcome": "dropped", "closing_note": "no budget"}).status_code == 302
    again = lead.post(address, {"outcome": "done"})
    assert errors(again) == {"__all__": ["Somebody else closed this action meanwhile."]}


def test_a_segment_twice(house: House, agreed: Agreements, lead: Client) -> None:
    address = url("segment-create", house, pk=house.engagements["kestrel"].pk)
    assert errors(lead.post(address, {"name": "GERMAN", "route": "partner"})) == {
        "name": ["Another one has this Name already."]
    }
    elsewhere = url("segment-create", house, pk=house.engagements["own"].pk)
    assert lead.post(elsewhere, {"name": "German", "route": "partner"}).status_code == 302


def test_what_somebody_saved_between_the_check_and_the_write_is_a_message(house: House, agreed: Agreements) -> None:
    form = SegmentForm({"name": "French", "route": "partner"}, organization=house.organization)
    with staff(house.pk):
        twin = {"engagement": agreed.segment.engagement, "name": "german"}
        assert take(form, lambda: Segment.objects.create(**twin)) is None
        assert list(form.errors) == ["__all__"]
        assert Segment.objects.count() == 1

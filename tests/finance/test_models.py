"""What the database itself refuses: a version that was submitted never changes, and a version says what it must."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from finance.models import ApprovalLimit, BusinessCase, CaseState, CaseVersion
from foundation.accounts.models import User
from foundation.accounts.roles import Role
from foundation.accounts.tenancy.context import staff
from tests.factories.cases import small_json
from tests.factories.cast import Cast

SEALED: dict[str, Any] = {"input_hash": "a" * 64, "seal": "b" * 64}


@pytest.fixture
def owner(cast: Cast) -> Iterator[User]:
    with staff(cast.northwind.pk), transaction.atomic():
        yield cast.northwind.people[Role.OWNER]


@pytest.fixture
def case(owner: User, now: datetime) -> BusinessCase:
    return BusinessCase.objects.create(title="Nights", currency="EUR", owner=owner, created_at=now)


def version(case: BusinessCase, **more: Any) -> CaseVersion:
    given = {"case": case, "number": 1, "document": small_json(), "created_at": case.created_at, **more}
    return CaseVersion.objects.create(**given)


def submitted(case: BusinessCase, **more: Any) -> CaseVersion:
    return version(case, **SEALED, state=CaseState.SUBMITTED, submitted_at=case.created_at, **more)


def refused(change: Any) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        change()
    return str(caught.value)


@pytest.mark.parametrize(
    "change", [{"document": {}}, {"results": {"npv": 1}}, {"amount": 5}, {"number": 4}, {"seal": "c" * 64}]
)
@pytest.mark.parametrize("state", [CaseState.SUBMITTED, CaseState.APPROVED, CaseState.REJECTED])
def test_what_was_submitted_never_changes(case: BusinessCase, state: str, change: dict[str, Any]) -> None:
    decided = {} if state == CaseState.SUBMITTED else {"decided_at": case.created_at, "conditions": "no"}
    found = version(case, **SEALED, state=state, submitted_at=case.created_at, **decided)
    rows = CaseVersion.objects.filter(pk=found.pk)
    assert "never changes" in refused(lambda: rows.update(**change))
    assert "never changes" in refused(rows.delete)


def test_a_decision_is_for_good_and_only_superseded_by_a_later_one(case: BusinessCase) -> None:
    rows = CaseVersion.objects.filter(pk=submitted(case).pk)
    assert rows.update(state=CaseState.APPROVED, decided_at=case.created_at) == 1
    for state in (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.REJECTED):
        assert "never changes" in refused(lambda to=state: rows.update(state=to))
    assert "never changes" in refused(lambda: rows.update(conditions="Only until May"))
    assert rows.update(state=CaseState.SUPERSEDED) == 1
    assert "never changes" in refused(lambda: rows.update(state=CaseState.APPROVED))


def test_a_submitted_version_may_be_withdrawn_and_a_draft_edited(case: BusinessCase) -> None:
    rows = CaseVersion.objects.filter(pk=submitted(case).pk)
    assert rows.update(state=CaseState.DRAFT, seal="", input_hash="", submitted_at=None) == 1
    assert rows.update(document={}) == 1
    assert rows.delete()[0] == 1


def test_constraints_of_a_version(case: BusinessCase, now: datetime) -> None:
    submitted(case)
    assert "finance_version_once" in refused(lambda: version(case))
    assert "finance_version_one_submitted" in refused(lambda: submitted(case, number=2))
    assert "finance_version_sealed" in refused(lambda: version(case, number=2, seal="x"))
    assert "finance_version_decided_at" in refused(lambda: version(case, number=2, decided_at=now))
    late = {**SEALED, "number": 2, "submitted_at": now, "decided_at": now}
    assert "finance_version_says_why" in refused(lambda: version(case, **late, state=CaseState.REJECTED))
    version(case, **late, state=CaseState.APPROVED)
    another = {**late, "number": 3, "conditions": "only nights"}
    assert "finance_version_one_approved" in refused(lambda: version(case, **another, state=CaseState.CONDITIONS))
    version(case, number=4)
    assert "finance_version_one_draft" in refused(lambda: version(case, number=5))


def test_a_limit_is_of_a_role_or_of_a_person(owner: User) -> None:
    make = ApprovalLimit.objects.create
    assert "role_or_person" in refused(lambda: make(currency="EUR"))
    assert "role_or_person" in refused(lambda: make(currency="EUR", role=Role.FINANCE, user=owner))
    assert "not_negative" in refused(lambda: make(currency="EUR", user=owner, up_to=-1))
    make(currency="EUR", role=Role.FINANCE, up_to=5)
    assert "limit_once" in refused(lambda: make(currency="EUR", role=Role.FINANCE))

"""Who sees and touches which rows, asked of the database table by table. Each function returns what is wrong."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.db import DataError, IntegrityError, InternalError, ProgrammingError, connection, models, transaction

from foundation.accounts.roles import Role
from foundation.accounts.tenancy import context
from foundation.accounts.tenancy.operations import target_of, tenant_keys
from tests.factories.cast import Cast
from tests.factories.everything import tenant_models

Rows = dict[type[models.Model], models.Model]
REFUSED = (ProgrammingError, IntegrityError, InternalError, DataError)
# What a vendor's person with a grant may see of their own vendor; everything else is shut.
PORTAL_SEES = {
    "accounts_auditevent",  # what they did themselves, since a row that is written must be seen
    "accounts_membership",
    "accounts_invitation",
    "engagements_actionitem",  # of their own people
    "engagements_actionprogress",
    "engagements_invitedgrant",
    "vendors_vendor",
    "engagements_answerpromise",
    "engagements_calendarversion",
    "engagements_checkin",
    "engagements_clientpulse",
    "vendors_vendorfile",
    "vendors_deviation",
    "vendors_questionset",
    "vendors_question",
    "vendors_questionnaire",
    "vendors_answer",
    "vendors_answercomment",
    "vendors_evidence",
    "vendors_evidencerequest",
    "finance_invoice",  # without the client's note
    "engagements_engagement",
    "engagements_engagementgrant",
    "engagements_messageread",
    "engagements_sharedfile",
    "engagements_thread",
    "engagements_threadmessage",
    "engagements_vendorpulse",
    # the days of an exit and their own tasks, never why
    "exits_exit",
    "exits_exittask",
    "exits_taskreport",
    "engagements_participant",
    "outbox_document",
    # once it has started; not the budget, the control group and the baselines
    "pilots_pilot",
    "pilots_pilotamendment",
    "pilots_successcriterion",
    "pilots_criterionreading",
    "pilots_rollbacktrigger",
    "procedures_acknowledgement",
    "procedures_guide",
    "procedures_guideversion",
    "procedures_proposal",
    "scorecards_scorecard",
    "scorecards_scorecardsnapshot",
    "scorecards_sealeditems",
    "scorecards_acknowledgement",
    "scorecards_dispute",
    "scorecards_weekreturn",
    "scorecards_submission",
    # of a brief that was published and that this vendor is asked about
    "sourcing_brief",
    "sourcing_briefinquiry",
    "sourcing_briefinvitation",
    "sourcing_briefquestion",
    "sourcing_clarification",
    "sourcing_offer",
    "sourcing_offeranswer",
    "sourcing_offerprice",
    "sourcing_priceline",
    # the columns without money, quality samples, ratings and the source's raw row
    "workitems_intakerequest",
    "workitems_exclusion",
    "engagements_exclusionrule",
    "workitems_itemreport",
    "workitems_partnersource",
    "workitems_partnerfile",
    "workitems_requestpoint",
    "workitems_slaclock",
    "workitems_workitem",
}
# Of these only what belongs to an issued scorecard.
ONCE_ISSUED = {
    "scorecards_scorecard",
    "scorecards_scorecardsnapshot",
    "scorecards_sealeditems",
    "scorecards_acknowledgement",
    "scorecards_dispute",
}


def scopes(cast: Cast) -> dict[str, AbstractContextManager[None]]:
    """Everybody of Northwind who has a database role, by name."""
    house = cast.northwind
    manager = house.vendor_people["kestrel", Role.VENDOR_MANAGER].pk
    other = house.vendor_people["inkwell", Role.VENDOR_MANAGER].pk
    return {
        "staff": context.staff(house.pk, actor=house.people[Role.VIEWER].pk),
        "system": context.system([house.pk]),
        "kestrel": context.portal(house.pk, vendor=house.vendors["kestrel"].pk, actor=manager),
        "inkwell": context.portal(house.pk, vendor=house.vendors["inkwell"].pk, actor=other),
    }


def problems(cast: Cast, own: Rows, strange: Rows) -> list[str]:
    """Everything that somebody of Northwind can see or do and must not."""
    found = []
    for name, scope in scopes(cast).items():
        with scope:
            for model in tenant_models():
                found += [f"{name}: {problem}" for problem in sight(name, model, cast, own)]
                found += [f"{name}: {problem}" for problem in touch(model, cast, strange)]
    with context.staff(cast.northwind.pk):
        for model in tenant_models():
            found += [f"keys: {problem}" for problem in point(model, own, strange)]
    return found


def problems_of(table: str, cast: Cast, own: Rows, strange: Rows) -> list[str]:
    """Of ``problems()`` those of one table."""
    [model] = [model for model in tenant_models() if model._meta.db_table == table]
    found = []
    for name, scope in scopes(cast).items():
        with scope:
            found += sight(name, model, cast, own) + touch(model, cast, strange)
    return found


def attempt(sql: str, *args: Any) -> list[tuple[Any, ...]] | None:
    """The rows of a statement, or None when it was refused; nothing of it stays."""
    result: list[tuple[Any, ...]] | None = None
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, args)
            result = cursor.fetchall() if cursor.description else [(cursor.rowcount,)]
            transaction.set_rollback(True)
    except REFUSED:
        return None
    return result


def sight(name: str, model: type[models.Model], cast: Cast, own: Rows) -> list[str]:
    table = model._meta.db_table
    rows = attempt(f'SELECT organization_id, id FROM "{table}"')  # a table's own name
    portal = name in ("kestrel", "inkwell")
    if rows is None:
        return [] if portal and table not in PORTAL_SEES else [f"{table}: cannot be read at all"]
    found = []
    if portal and table not in PORTAL_SEES:
        found.append(f"{table}: can be read")
    if any(organization != cast.northwind.pk for organization, _ in rows):
        found.append(f"{table}: rows of another organization")
    sees = (cast.northwind.pk, own[model].pk) in rows
    if not portal and not sees:
        found.append(f"{table}: own row is missing")
    if name == "inkwell" and sees and model is not type(cast.northwind.organization):
        found.append(f"{table}: Kestrel's row is seen")
    return found


def touch(model: type[models.Model], cast: Cast, strange: Rows) -> list[str]:
    """Nothing of the other organization can be changed, deleted or added."""
    table = model._meta.db_table
    columns = ", ".join(f'"{f.column}"' for f in model._meta.local_fields if not _is_made(f))
    copied = ", ".join(
        str(cast.umbra.pk) if f.column == "organization_id" else f'"{f.column}"'
        for f in model._meta.local_fields
        if not _is_made(f)
    )
    statements = {
        "changes": f'UPDATE "{table}" SET organization_id = organization_id WHERE id = {strange[model].pk}',
        "deletes": f'DELETE FROM "{table}" WHERE id = {strange[model].pk}',
        "moves": f'UPDATE "{table}" SET organization_id = {cast.umbra.pk}',
        "adds": f'INSERT INTO "{table}" ({columns}) SELECT {copied} FROM "{table}"',
    }
    done = {verb: attempt(statement) for verb, statement in statements.items()}
    return [f"{table}: {verb} {rows[0][0]} rows of another" for verb, rows in done.items() if rows and rows[0][0]]


def point(model: type[models.Model], own: Rows, strange: Rows) -> list[str]:
    """No key can be made to point at the other organization's row."""
    table = model._meta.db_table
    found = []
    for field in tenant_keys(model):
        target = strange[target_of(field)].pk
        rows = attempt(f'UPDATE "{table}" SET "{field.column}" = {target} WHERE id = {own[model].pk}')
        if rows and rows[0][0]:
            found.append(f"{table}.{field.column}: points at another organization's row")
    return found


def _is_made(field: Any) -> bool:
    return bool(field.primary_key or getattr(field, "generated", False))

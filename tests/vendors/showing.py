"""Vendors with everything to show, made by the product's own verbs: for walks and pictures."""

from __future__ import annotations

from datetime import datetime

from foundation.accounts.models import User
from foundation.inbox.actions import store_file
from outsourcing.sample.dossiers import KESTREL, keep_records
from outsourcing.sample.questions import question_partners
from vendors.actions.access_imports import open_access_batch
from vendors.models import (
    AccessGrant,
    Credential,
    Deviation,
    Evidence,
    Question,
    Questionnaire,
    QuestionSet,
    SubProcessor,
    Vendor,
    VendorContact,
    VendorInterface,
    VendorRate,
)


def show_vendors(*, by: User, now: datetime) -> dict[str, int]:
    """Make it; returns for each noun of an address the id of a row."""
    keep_records(by=by, today=now.date(), now=now)
    vendor = Vendor.objects.get(name=KESTREL)
    return {
        "evidence": Evidence.objects.get(decision="waiting").pk,
        "access-grants": AccessGrant.objects.filter(vendor=vendor).latest("pk").pk,
        "access-imports": _import(vendor, by=by, now=now),
        "credentials": Credential.objects.filter(vendor=vendor).latest("pk").pk,
        "deviations": Deviation.objects.filter(vendor=vendor).latest("pk").pk,
        "contacts": VendorContact.objects.filter(vendor=vendor).latest("pk").pk,
        "sub-processors": SubProcessor.objects.filter(vendor=vendor).latest("pk").pk,
        "interfaces": VendorInterface.objects.filter(vendor=vendor).latest("pk").pk,
        "rates": VendorRate.objects.filter(vendor=vendor).latest("pk").pk,
    }


def show_questions(*, by: User, now: datetime) -> dict[str, int]:
    """Questions that a partner has answered most of; as the machine, for staff write no answers."""
    question_partners(by=by, today=now.date(), now=now)
    return {
        "question-sets": QuestionSet.objects.latest("pk").pk,
        "questionnaires": Questionnaire.objects.get(vendor__name=KESTREL).pk,
        "questions": Question.objects.get(position=3).pk,
    }


def _import(vendor: Vendor, *, by: User, now: datetime) -> int:
    """A register in a file, looked into and not imported."""
    header = ("person", "system", "scope", "reason", "expires")
    text = (
        ",".join(header) + "\nAda Nowak,VPN,monitoring,night desk,2027-06-30\nNo Day,VPN,monitoring,night desk,soon\n"
    )
    file = store_file(content=text.encode(), name="register.csv", by=by, now=now)
    return open_access_batch(vendor=vendor, file=file, header=header, by=by, now=now).pk

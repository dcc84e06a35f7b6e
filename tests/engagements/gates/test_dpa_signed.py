from __future__ import annotations

from datetime import date

from engagements.gates.checks.dpa_signed import ask
from engagements.models import Engagement
from tests.conftest import MONDAY_NINE
from tests.engagements.gates.conftest import says
from tests.factories.cast import House
from tests.vendors.papers import put


def test_dpa_signed(planned: Engagement, house: House) -> None:
    kestrel = house.vendors["kestrel"]
    assert says(ask, planned) == ""  # the own team needs none
    Engagement.objects.filter(pk=planned.pk).update(vendor=kestrel)
    assert says(ask, planned) == ""  # nobody said which data: another check's matter
    Engagement.objects.filter(pk=planned.pk).update(data_class="internal")
    assert says(ask, planned) == ""
    Engagement.objects.filter(pk=planned.pk).update(data_class="personal")
    assert says(ask, planned) == "Kestrel: missing."
    put(kestrel, "dpa", now=MONDAY_NINE, effective_on=date(2026, 11, 24))
    assert says(ask, planned) == "Kestrel: missing."  # it holds from tomorrow
    put(kestrel, "dpa", now=MONDAY_NINE)
    assert says(ask, planned) == ""

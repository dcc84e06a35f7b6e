from __future__ import annotations

from engagements.gates.checks.data_class_stated import ask
from engagements.models import Engagement
from tests.engagements.gates.conftest import says
from tests.factories.cast import House


def test_data_class_stated(planned: Engagement, house: House) -> None:
    assert says(ask, planned) == ""  # the own team
    Engagement.objects.filter(pk=planned.pk).update(vendor=house.vendors["kestrel"])
    assert says(ask, planned) == "Say which data the partner gets to see: it decides which evidence it needs."
    Engagement.objects.filter(pk=planned.pk).update(data_class="public")
    assert says(ask, planned) == ""

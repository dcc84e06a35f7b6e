"""The numbers by which registers know a company."""

import pytest

from vendors import identifiers


@pytest.mark.parametrize(
    ("lei", "fits"),
    [
        ("5493001KJTIIGC8Y1R12", True),  # Bloomberg Finance L.P.
        ("7LTWFZYICNSX8D621K86", True),  # Deutsche Bank AG
        ("HWUPKR0MPOU8FGXBT394", True),  # Apple Inc.
        ("529900T8BM49AURSDO55", True),  # Ubisecure's example of GLEIF's own
        ("7LTWFZYICNSX8D621K68", False),  # two signs changed places
        ("7LTWFZYICNSX8D621K8", False),
        ("7ltwfzyicnsx8d621k86", False),
        ("7LTWFZYICNSX8D621KXX", False),
        ("", False),
    ],
)
def test_an_lei_has_check_digits(lei: str, *, fits: bool) -> None:
    assert identifiers.is_lei(lei) is fits


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("ATU12345678", True),
        ("AT12345678", False),
        ("NL123456789B01", True),
        ("FRXX123456789", True),
        ("IE1234567WA", True),
        ("PL1234567890", True),
        ("PL123456789", False),
        ("ZA4123456789", True),
        ("??", False),
    ],
)
def test_a_vat_number_is_written_as_its_country_does(number: str, *, fits: bool) -> None:
    assert identifiers.is_vat(number) is fits


def test_duns_and_euid() -> None:
    assert (identifiers.is_duns("150483782"), identifiers.is_duns("15048378")) == (True, False)
    assert (identifiers.is_euid("PLKRS.0000123456"), identifiers.is_euid("KRS 0000123456")) == (True, False)

"""The numbers by which registers know a company. Pure."""

from __future__ import annotations

import re
from typing import Final

_LEI: Final = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_DUNS: Final = re.compile(r"[0-9]{9}")
# Country, register, a dot, the number there, perhaps a check digit: Implementing Regulation (EU) 2021/1042.
_EUID: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{1,12}\.[A-Za-z0-9./ -]{1,40}(_[A-Z0-9])?")
# How each country writes its number for value added tax (VIES); other countries' numbers are taken as they are.
_VAT: Final[dict[str, str]] = {
    "AT": r"U\d{8}", "BE": r"[01]\d{9}", "BG": r"\d{9,10}", "CY": r"\d{8}[A-Z]", "CZ": r"\d{8,10}", "DE": r"\d{9}",
    "DK": r"\d{8}", "EE": r"\d{9}", "EL": r"\d{9}", "ES": r"[A-Z0-9]\d{7}[A-Z0-9]", "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}", "GB": r"(\d{9}|\d{12}|GD\d{3}|HA\d{3})", "HR": r"\d{11}", "HU": r"\d{8}",
    "IE": r"(\d{7}[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])", "IT": r"\d{11}", "LT": r"(\d{9}|\d{12})", "LU": r"\d{8}",
    "LV": r"\d{11}", "MT": r"\d{8}", "NL": r"\d{9}B\d{2}", "PL": r"\d{10}", "PT": r"\d{9}", "RO": r"\d{2,10}",
    "SE": r"\d{12}", "SI": r"\d{8}", "SK": r"\d{10}", "XI": r"(\d{9}|\d{12})",
}  # fmt: skip
_OTHER_VAT: Final = re.compile(r"[A-Z0-9][A-Z0-9./-]{3,29}")


def plain(number: str) -> str:
    """A number without white space, in capitals.

    >>> plain(" 5493 001k jtiigc8y1r12 ")
    '5493001KJTIIGC8Y1R12'
    """
    return "".join(number.split()).upper()


def is_lei(number: str) -> bool:
    """Whether a legal entity identifier has 20 signs whose check digits fit (ISO 17442, by ISO 7064 MOD 97-10).

    >>> is_lei("5493001KJTIIGC8Y1R12"), is_lei("5493001KJTIIGC8Y1R21")
    (True, False)
    """
    if not _LEI.fullmatch(number):
        return False
    return int("".join(str(int(sign, 36)) for sign in number)) % 97 == 1


def is_duns(number: str) -> bool:
    """Whether a DUNS number has its nine digits; it has no check digit any more."""
    return _DUNS.fullmatch(number) is not None


def is_euid(number: str) -> bool:
    """Whether a European unique identifier is written as registers write it.

    >>> is_euid("DEK1101R.HRB116737"), is_euid("HRB 116737")
    (True, False)
    """
    return _EUID.fullmatch(number) is not None


def is_vat(number: str) -> bool:
    """Whether a VAT number is written as its country writes it; one of another country only has to look like a number.

    >>> is_vat("DE136695976"), is_vat("DE13669597"), is_vat("CHE-116.281.710MWST")
    (True, False, True)
    """
    if form := _VAT.get(number[:2]):
        return re.fullmatch(form, number[2:]) is not None
    return _OTHER_VAT.fullmatch(number) is not None

"""The mailbox of the local set-up: what it keeps, and what it refuses to let loose."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from pytest_django import Settings

from foundation.accounts.tenancy.context import identity
from foundation.outbox.models import KeptMail


@pytest.fixture
def local(settings: Settings) -> None:
    """The set-up that ``dev.py run`` makes."""
    settings.DEBUG, settings.KEEPS_MAILS = True, True


@pytest.fixture
def kept(db: None) -> KeptMail:  # it makes the database
    """A mail with everything, some of it hostile."""
    mail = EmailMultiAlternatives(
        "Your <b>scorecard</b>", "See https://example.com/x\n", "Nórthwind <desk@northwind.example>",
        ["Ann <ann@northwind.example>"], cc=["bob@northwind.example"], headers={"Message-ID": "<one@example>"},
    )  # fmt: skip
    mail.attach_alternative("<p>Hello<script>alert(1)</script></p>", "text/html")
    mail.attach("week.pdf", b"%PDF-1.7", "application/pdf")
    mail.attach("evil.html", "<script>alert(2)</script>", "text/html")
    backend = get_connection("foundation.outbox.mailbox.KeepInDatabase")
    assert backend.send_messages([mail]) == 1
    with identity():
        found: KeptMail = KeptMail.objects.get()
    return found


def test_it_keeps_who_what_and_the_bytes(kept: KeptMail) -> None:
    assert (kept.subject, kept.from_address, kept.message_id) == (
        "Your <b>scorecard</b>", "desk@northwind.example", "<one@example>",
    )  # fmt: skip
    assert kept.to_addresses == ["ann@northwind.example", "bob@northwind.example"]
    assert b"Message-ID: <one@example>" in bytes(kept.raw)


@pytest.mark.usefixtures("local")
class TestPages:
    def test_list_and_mail(self, kept: KeptMail) -> None:
        browser = Client()
        page = browser.get("/mails/").content.decode()
        assert "Your &lt;b&gt;scorecard&lt;/b&gt;" in page
        assert "ann@northwind.example" in browser.get("/mails/?to=ann@northwind.example").content.decode()
        assert "Your &lt;b&gt;" not in browser.get("/mails/?to=other@northwind.example").content.decode()
        answer = browser.get(f"/mails/{kept.pk}/")
        page = answer.content.decode()
        assert '<a href="https://example.com/x"' in page
        assert "alert(1)" not in page
        assert 'sandbox src="/mails/' in page
        assert "frame-src 'self'" in answer["Content-Security-Policy"]

    def test_the_html_comes_alone_and_without_rights(self, kept: KeptMail) -> None:
        answer = Client().get(f"/mails/{kept.pk}/html/")
        assert "<p>Hello<script>" in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert "sandbox" in policy
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert answer["X-Frame-Options"] == "SAMEORIGIN"

    def test_attachments_are_saved_never_shown(self, kept: KeptMail) -> None:
        first, second = (Client().get(f"/mails/{kept.pk}/attachments/{number}/") for number in (1, 2))
        assert first.content == b"%PDF-1.7"
        assert first["Content-Disposition"] == 'attachment; filename="week.pdf"'
        assert second["Content-Disposition"] == 'attachment; filename="evil.html"'
        assert "sandbox" in second["Content-Security-Policy"]
        for number in (0, 3):
            assert Client().get(f"/mails/{kept.pk}/attachments/{number}/").status_code == 404

    def test_all_can_be_thrown_away(self, kept: KeptMail) -> None:
        assert Client().get("/mails/clear/").status_code == 405
        assert Client().post("/mails/clear/").status_code == 302
        with identity():
            assert not KeptMail.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(("debug", "keeps"), [(False, True), (True, False), (False, False)])
def test_elsewhere_there_is_no_such_page(
    kept: KeptMail,
    settings: Settings,
    debug: bool,  # noqa: FBT001
    keeps: bool,  # noqa: FBT001
) -> None:
    settings.DEBUG, settings.KEEPS_MAILS = debug, keeps
    for path in ("", f"{kept.pk}/", f"{kept.pk}/html/", f"{kept.pk}/attachments/1/"):
        assert Client().get(f"/mails/{path}").status_code == 404

"""Posted mails, read; and files that may be kept as evidence, judged by what they hold."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from email.message import EmailMessage

import pytest

from foundation.inbox.evidence import MOST_BYTES, Evidence, EvidenceFault, judge
from foundation.inbox.mails import Mail, MailFile, MailUnreadableError, read_mail

PDF = b"%PDF-1.7\n..."
RAW, JSON = "message/rfc822", "application/json"


def raw_mail(*, html: str = "", text: str = "Wi-Fi drops.\n", charset: str = "utf-8") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Anna Ødegård <anna@example.org>", "Röuter in Leeds"
    if text:
        mail.set_content(text, charset=charset)
        if html:
            mail.add_alternative(html, subtype="html")
    else:
        mail.set_content(html, subtype="html")
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="plan.pdf")
    return mail.as_bytes()


def test_a_raw_mail() -> None:
    mail = read_mail(RAW, raw_mail(text="Löst nicht.\n", charset="iso-8859-1", html="<b>no</b>"))
    assert mail == Mail(
        "Anna Ødegård <anna@example.org>", "Röuter in Leeds", "Löst nicht.", (MailFile("plan.pdf", PDF),)
    )


def test_a_mail_in_html_alone_is_read_by_its_words() -> None:
    html = "<html><head><style>p{}</style></head><p>Two&nbsp;things:</p><ul><li>one</li><li>two</li></ul>"
    html += "<script>x</script>"
    assert read_mail(RAW, raw_mail(text="", html=html)).text == "Two things:\n- one\n- two"


def test_an_unknown_character_set_is_read_as_far_as_it_goes() -> None:
    body = b"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=klingon\n\nhello \xff\0 there"
    assert read_mail(RAW, body).text == "hello � there"


def test_a_mail_as_json() -> None:
    told = {
        "from": "a@b.example",
        "subject": " Router \n in Leeds ",
        "html": "<p>It drops</p>",
        "attachments": [{"name": "plan.pdf", "content": base64.b64encode(PDF).decode()}],
    }
    found = read_mail(JSON, json.dumps(told).encode())
    assert found == Mail("a@b.example", "Router in Leeds", "It drops", (MailFile("plan.pdf", PDF),))


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        (JSON, b"{"),
        (JSON, b"\xff"),
        (JSON, b"[]"),
        (JSON, b'{"from": "a"}'),
        (JSON, b'{"subject": "a", "text": 3}'),
        (JSON, b'{"subject": "a", "attachments": {}}'),
        (JSON, b'{"subject": "a", "attachments": [1]}'),
        (JSON, b'{"subject": "a", "attachments": [{"content": "***"}]}'),
        (RAW, b"no headers at all"),
        ("text/plain", b"x"),
    ],
)
def test_what_is_no_mail(media_type: str, body: bytes) -> None:
    with pytest.raises(MailUnreadableError):
        read_mail(media_type, body)


def packed(*names: str, **contents: bytes) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
        for name, content in contents.items():
            archive.writestr(name, content)
    return found.getvalue()


DOCX = packed("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("plan.pdf", PDF, ("plan.pdf", "application/pdf")),
        ("plan.exe", PDF, ("plan.exe.pdf", "application/pdf")),
        ("../../etc/passwd", PDF, ("passwd.pdf", "application/pdf")),
        ("C:\\temp\\shot.PNG", b"\x89PNG\r\n\x1a\n..", ("shot.PNG", "image/png")),
        ("a\r\nSet-Cookie: x\u202e.jpg", b"\xff\xd8\xff\xe0", ("aSet-Cookie x.jpg", "image/jpeg")),
        ('"<b>".gif', b"GIF89a..", ("b.gif", "image/gif")),
        ("x.webp", b"RIFF0000WEBPVP8 ", ("x.webp", "image/webp")),
        ("..", b"hello", ("file.txt", "text/plain")),
        ("", b"hello", ("file.txt", "text/plain")),
        ("rows.csv", "\ufeffName;Größe\n".encode(), ("rows.csv", "text/csv")),
        ("page.html", b"just words, no tags", ("page.html.txt", "text/plain")),
        ("x" * 300 + ".log", b"line", ("x" * 116 + ".log", "text/plain")),
        (
            "letter.docx",
            DOCX,
            ("letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ),
        (
            "sheet.ods",
            packed(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            ("sheet.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ),
    ],
)
def test_what_is_kept_and_under_which_name(name: str, content: bytes, kept: tuple[str, str]) -> None:
    assert judge(name, content) == Evidence(*kept)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", EvidenceFault.EMPTY),
        (PDF + b"." * MOST_BYTES, EvidenceFault.TOO_BIG),
        (b"<!DOCTYPE html><p>hi", EvidenceFault.TYPE),
        (b"  <svg xmlns='x' onload='y'>", EvidenceFault.TYPE),
        (b"<?xml version='1.0'?><x/>", EvidenceFault.TYPE),
        (b"MZ\x90\x00", EvidenceFault.TYPE),
        (b"text with \x00", EvidenceFault.TYPE),
        (b"\xff\xfe\x00\x01", EvidenceFault.TYPE),
        (packed("a.exe"), EvidenceFault.TYPE),
        (b"PK\x03\x04 broken", EvidenceFault.TYPE),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), EvidenceFault.MACROS),
    ],
)
def test_what_is_not_kept(content: bytes, fault: EvidenceFault) -> None:
    assert judge("evidence.pdf", content) == fault

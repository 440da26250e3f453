"""E-mail: what a press office sends."""

from __future__ import annotations

import pytest

from nlp.errors import InputError
from nlp.ingest import read_bytes
from nlp.schema import Document

RELEASE = """\
From: "Office of the Governor" <press@governor.example>
To: newsroom@herald.example
Subject: =?utf-8?q?Fwd=3A_Governor_signs_=E2=80=9CClean_Air=E2=80=9D_bill?=
Date: Tue, 5 Mar 2024 23:10:00 -0800
Message-ID: <release-7@governor.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=OUTER

--OUTER
Content-Type: multipart/alternative; boundary=INNER

--INNER
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: quoted-printable

SACRAMENTO =E2=80=94 The governor signed a bill on Monday that will cut=20
emissions by 40 percent.

> Please send the release.
On Mon, Mar 4, 2024 at 9:00 AM Jane Roe <jane@herald.example> wrote:
The state will spend $3 million.

--=20
Jane Roe
Press office
--INNER
Content-Type: text/html

<p>Not this.</p>
--INNER--
--OUTER
Content-Type: application/pdf; name=bill.pdf
Content-Disposition: attachment; filename=bill.pdf

xxxx
--OUTER--
"""
PAGE = (
    "<html><body><p>Caf\xe9 owners in Ohio will pay $3 million under the new law, the"
    " mayor said on Monday in Columbus.</p></body></html>"
)


def read(data: bytes) -> Document:
    return read_bytes(data, name="a.eml", media_type="message/rfc822")


def test_a_release_is_read_with_its_head() -> None:
    document = read(RELEASE.encode())
    assert document.title == "Governor signs “Clean Air” bill"
    assert document.publisher == "Office of the Governor"
    assert str(document.published) == "2024-03-05"
    assert document.id == "release-7@governor.example"
    assert document.source == "a.eml"
    assert document.text.split("\n\n") == [
        "SACRAMENTO — The governor signed a bill on Monday that will cut emissions by"
        " 40 percent.",
        "The state will spend $3 million.",
    ]
    assert document.warnings == (
        "attachments: left out (1)",
        "quoted mail: left out (2 lines)",
    )


def test_line_ends_of_dos_make_no_difference() -> None:
    dos = RELEASE.replace("\n", "\r\n").encode()
    assert read(dos).text == read(RELEASE.encode()).text


def test_a_mail_of_html_alone_is_read() -> None:
    head = "From: press@mayor.example\nDate: soon\nContent-Type: text/html;"
    mail = f"{head} charset=iso-8859-1\n\n{PAGE}"
    document = read(mail.encode("latin-1"))
    assert document.text.startswith("Café owners in Ohio will pay $3 million")
    assert (document.published, document.publisher) == (None, "mayor.example")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\x89PNG\r\n", "e-mail must begin with its head"),
        (b"A text without a head.\n", "e-mail must begin with its head"),
        (b"From: a@b.example\nContent-Type: image/png\n\nxx", "e-mail must have text"),
        (
            b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b0\n\n"
            + b"".join(
                b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1)
                for n in range(60)
            ),
            "e-mail must have at most 1,000 parts, 20 deep",
        ),
        (
            b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b0\n\n"
            + b"".join(
                b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1)
                for n in range(5_000)
            ),
            "e-mail must ",
        ),
    ],
)
def test_what_is_no_readable_mail_is_refused(data: bytes, error: str) -> None:
    with pytest.raises(InputError, match=f"^{error}"):
        read(data)

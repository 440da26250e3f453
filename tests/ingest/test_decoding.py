from __future__ import annotations

import pytest

from nlp.errors import InputError
from nlp.ingest.decoding import decode_text

TEXT = "The mayor’s plan — “bold,” she said — costs €40 million."


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        (TEXT.encode(), ()),
        (TEXT.encode("utf-8-sig"), ()),
        (TEXT.encode("utf-16"), ()),
        (TEXT.encode("utf-32"), ()),
        (TEXT.encode("utf-16-le"), ("encoding: decoded as utf-16-le",)),
        (TEXT.encode("utf-16-be"), ("encoding: decoded as utf-16-be",)),
        (TEXT.encode("cp1252"), ("encoding: decoded as cp1252",)),
        (
            "The mayor’s ".encode() + TEXT[12:].encode("cp1252"),
            ("encoding: 5 bytes that are not UTF-8 decoded as cp1252",),
        ),
    ],
)
def test_decode_finds_the_encoding(data: bytes, warnings: tuple[str, ...]) -> None:
    assert decode_text(data, name="a.txt") == (TEXT, warnings)


def test_decode_believes_a_declared_encoding() -> None:
    text = "Za prezydenta głosowało 40 procent, powiedział burmistrz Łodzi."
    data = text.encode("iso-8859-2")
    assert decode_text(data, name="a", declared="iso-8859-2") == (text, ())


def test_decode_takes_latin1_for_what_browsers_take_it() -> None:
    assert decode_text(b"It\x92s", name="a", declared="ISO-8859-1")[0] == "It’s"


def test_decode_guesses_other_alphabets() -> None:
    text = "Мэр сказал, что город не будет повышать налоги в следующем году. " * 5
    decoded, warnings = decode_text(text.encode("cp1251"), name="a.txt")
    assert decoded == text
    assert warnings == ("encoding: decoded as cp1251",)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (bytes(range(256)) * 4, "binary data"),
        (b"a few words\x00\x01\x02\x03", "binary data"),
    ],
)
def test_decode_refuses_binary_data(data: bytes, kind: str) -> None:
    with pytest.raises(
        InputError, match=rf"^file must be text, got {kind}.* in a\.txt"
    ):
        decode_text(data, name="a.txt")

"""Bytes to text: whatever encoding the file claims or turns out to be in."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from nlp.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"{\\rtf": "an RTF file",
    b"\x7fELF": "a program",
}
_PROBE = 65_536
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r\x1b"
_CONTROLS = bytes(code for code in range(32) if code not in _TEXT_CONTROLS)
_MAX_CONTROLS = 0.01
_ASCII = bytes(range(128))
_MAX_WESTERN = 0.3  # of the bytes beyond ASCII, in a language that cp1252 can write

# What browsers take these names for: the Windows set that has the curly quotes.
_ALIASES = {"ascii": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252"}


def decode_text(
    data: bytes, *, name: str, declared: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """Decode the bytes of a text file.

    Args:
        data: The whole file.
        name: What to call the file in an error.
        declared: Character set that the file itself names, if it does; UTF-8 is tried
            before it, since what is valid UTF-8 is hardly ever anything else.

    Returns:
        The text and a warning for each guess that was needed.

    Raises:
        InputError: The bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), ()
    wide = _guess_wide(data)
    if wide is not None:
        return data.decode(wide, "replace"), (f"encoding: decoded as {wide}",)
    check_text(data, name=name)
    for encoding in ("utf-8", *_known(declared)):
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    return _decode_by_guess(data)


def check_text(data: bytes, *, name: str) -> None:
    """Refuse bytes that are no text.

    Raises:
        InputError: They begin like a known binary format, or hold many controls.
    """
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise InputError(
                f"file must be text, got {kind} in {name}."
                " Give it the suffix of its format, or convert it to text."
            )
    probe = data[:_PROBE]
    if len(probe) - len(probe.translate(None, _CONTROLS)) > _MAX_CONTROLS * len(probe):
        raise InputError(
            f"file must be text, got binary data in {name}. Convert it to text first."
        )


def _known(declared: str | None) -> Iterator[str]:
    if declared is None:
        return
    try:
        codec = codecs.lookup(declared).name
    except (LookupError, ValueError):  # no such name, or a NUL in it
        return
    yield _ALIASES.get(codec, codec)


def _guess_wide(data: bytes) -> str | None:
    probe = data[: _PROBE // 2 * 2]
    if len(probe) < 8:
        return None
    half = len(probe) / 2
    even, odd = probe[::2].count(0) / half, probe[1::2].count(0) / half
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else None


def _decode_by_guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    probe = data[:_PROBE]
    high = len(probe.translate(None, _ASCII)) / len(probe)
    if high > _MAX_WESTERN:
        from charset_normalizer import from_bytes

        best = from_bytes(probe).best()
        if best is not None:
            text = data.decode(best.encoding, "replace")
            return text, (f"encoding: decoded as {best.encoding}",)
    stray: list[bytes] = []

    def read_as_cp1252(err: UnicodeError) -> tuple[str, int]:
        if not isinstance(err, UnicodeDecodeError):
            raise err
        part = err.object[err.start : err.end]
        stray.append(part)
        return part.decode("cp1252", "replace"), err.end

    codecs.register_error("policy-claims.cp1252", read_as_cp1252)
    text = data.decode("utf-8", "policy-claims.cp1252")
    n_stray = sum(map(len, stray))
    if n_stray >= len(text) - len(text.encode("ascii", "ignore")):
        return text, ("encoding: decoded as cp1252",)
    return text, (f"encoding: {n_stray} bytes that are not UTF-8 decoded as cp1252",)

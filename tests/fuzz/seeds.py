"""Sound and hostile inputs that fuzzing starts from, made here and not stored."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from io import SEEK_END, BytesIO
from re import Match
from xml.sax.saxutils import escape

import docx
import pyarrow as pa
import pyarrow.parquet
from backports import zstd

ARTICLE = (
    "Rents in Toledo rose 4 percent last year.\n\nThe city council voted 7-2 on March"
    " 3, 2025, to cap increases at $40 a month, and Ohio’s attorney general said"
    " she would sue. “About 3,100 families” had left, an aide told reporters.\n"
)
HOSTILE_TEXTS = (
    "\ud800 lone \udfff surrogates \ud83d\ude00",
    "\u202eright to left\u202c and \u2066isolated\u2069 5 percent",
    "z\u200be\u200br\u200bo w\u2060i\u2060d\u2060t\u2060h\ufeff 12\u200b000",
    "e" + "\u0301" * 400 + " voted to ban 3" + "\u20dd" * 300,
    "a" * 5_000,
    "The state spent $" + "9" * 5_000 + " on roads.",
    "The debt is 10^400 or 1e400 dollars, 1" + "0" * 400 + " percent.",
    "nul\x00s in\x00 the \x00text of 5\x00 bills",
    "(" * 300 + "the city sued" + ")" * 300,
    "“" * 200 + "We will sue" + "”" * 200 + ", she said.",
    "1,2,3," * 400,
    "-" * 1_000 + "\n" + "| a " * 500,
    "0/0/0 99/99/9999 2024-13-45 the 32nd of May, February 30, 0000",
    "\u0661\u0662\u0663 percent, ½¾⅞ of ⅷ, 五百万 dollars, ²³ people",
    "In 1" + "st in 1" * 300,
    "not " * 500 + "banned",
    "said that he said that " * 150 + "Ohio sued.",
    "\r\n\r\n\x85\u2028\u2029\x0b\x0c\x1b[31mred\x1b[0m",
    "\U000e0041\U0010ffff\ufffe\uffff\ue000 private",
    "&amp;" * 300 + "&#x110000;&#xd800;&#0;&nbsp",
    "don\u00e2\u20ac\u2122t \u00c3\u0192\u00e2\u20ac\u0161\u00c3\u201a" * 30,
)


def _write_pdf(text: str) -> bytes:
    shown = text.encode("cp1252", "replace").replace(b"(", b"").replace(b")", b"")
    content = b"BT 72 700 Td /F1 11 Tf (%s) Tj ET" % shown.replace(b"\n", b" ")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    file = BytesIO(b"%PDF-1.4\n")
    file.seek(0, SEEK_END)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number, each in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % file.tell()
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = file.tell()
    file.write(table + b"trailer << /Size 6 /Root 1 0 R >>\n")
    file.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return file.getvalue()


def _write_docx(text: str) -> bytes:
    document = docx.Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    document.add_table(2, 2).cell(0, 0).text = "Cost"
    file = BytesIO()
    document.save(file)
    return _store(file.getvalue())


_RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    b"</Relationships>"
)


def _store(data: bytes) -> bytes:
    """Write a Word file again, uncompressed and with no more than it must have."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        new.writestr("[Content_Types].xml", old.read("[Content_Types].xml"))
        new.writestr("_rels/.rels", _RELS)
        new.writestr("word/document.xml", old.read("word/document.xml"))
    return file.getvalue()


@cache
def _content_types() -> bytes:
    with zipfile.ZipFile(BytesIO(_write_docx(""))) as archive:
        return archive.read("[Content_Types].xml")


def pack_docx(data: bytes) -> bytes:
    """Make a Word file out of any bytes: each opens or closes an element or is text.

    Bytes taken for XML would be refused by its parser and reach nothing of ours.
    """
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", _content_types())
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr("word/document.xml", _write_body(data))
    return file.getvalue()


_WORD_TAGS = re.findall(
    r"\w+",
    "p r t br tab cr pPr rPr tbl tr tc ins del delText moveFrom instrText hyperlink sdt"
    " sdtContent customXml strike noBreakHyphen numPr ilvl gridSpan vMerge",
)


def _write_body(data: bytes) -> str:
    parts, opened = ["<w:p>"], ["p"]
    for byte in data:
        if byte < 0x80:
            parts.append(escape(chr(byte)) if byte >= 0x20 else "\n")
        elif byte < 0xC0:
            opened.append(_WORD_TAGS[(byte - 0x80) % len(_WORD_TAGS)])
            parts.append(f"<w:{opened[-1]}>")
        elif opened:
            parts.append(f"</w:{opened.pop()}>")
    parts += [f"</w:{tag}>" for tag in reversed(opened)]
    return (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006'
        f'/main"><w:body>{"".join(parts)}</w:body></w:document>'
    )


def _mark_up(text: str) -> bytes:
    """Give the bytes of which `pack_docx` makes "<r><t>such</><br></>"."""

    def encode(mark: Match[str]) -> str:
        tag = mark[1]
        return "\xff" if tag == "/" else chr(0x80 + _WORD_TAGS.index(tag))

    return re.sub(r"<(/|\w+)>", encode, text).encode("latin-1")


def _write_parquet(text: str) -> bytes:
    table = pa.table({"id": ["a", "b"], "text": [text, "Ohio sued."], "n": [1, 2]})
    file = BytesIO()
    pa.parquet.write_table(table, file, compression="NONE")
    return file.getvalue()


def _write_warc(text: str) -> bytes:
    page = write_page(text)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.test/a\r\n"
        "WARC-Date: 2025-03-04T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return (head.encode() + http + b"\r\n\r\n") * 2


def write_page(text: str) -> bytes:
    """Write a web page with an article."""
    blocks = "".join(f"<p>{block}</p>" for block in text.split("\n\n"))
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>Rents</title>"
        '<meta property="article:published_time" content="2025-03-04"></head><body>'
        f"<article><h1>Rents</h1>{blocks}<ul><li>one<li>two</ul>"
        "<table><tr><td>1</td><td>2</td></tr></table></article></body></html>"
    )
    return page.encode("utf-8", "surrogatepass")


def _write_mail(text: str) -> bytes:
    page = write_page(text).decode("utf-8", "replace")
    return (
        "From: Press Office <press@city.test>\r\nSubject: Re: Rents\r\n"
        "Date: Tue, 04 Mar 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n{text}\r\n"
        f"--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n--b--\r\n"
    ).encode("utf-8", "replace")


def _write_lines(text: str) -> bytes:
    rows = [{"id": "a", "text": text, "published": "2025-03-04"}, {"body": text}]
    return "\n".join(map(json.dumps, rows)).encode()


def _write_csv(text: str) -> bytes:
    quoted = '"' + text.replace('"', '""') + '"'
    return f"id,text,date\n1,{quoted},2025-03-04\n2,Ohio sued.,\n".encode(
        "utf-8", "replace"
    )


_MARKDOWN = (
    "---\ntitle: Rents\n---\n# Rents\n\n{}\n\n- one\n- two\n\n| a | b |\n|---|---|\n"
)
_WORD_BODIES = (
    "<pPr></><r><t>Rents</></></><p><r><t>They rose 4 percent.</><br></><tab></></></>",
    "</><tbl><tr><tc><p><r><t>Cost</></></></><tc><vMerge></><p></></></></><p>",
    "</><ins><p><r><rPr><strike></></><t>a</></><hyperlink><r><t>b</></></></></><p>",
    "</><sdt><sdtContent><p><del><r><delText>c</></></><moveFrom><r></></></></></><p>",
)
_NESTED_HTML = b"<div>" * 5_000 + b"<p>Ohio sued.</p>"
_XML = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]>'
    b"<html><p>&b; &c; voted to sue.</p></html>"
)


def _hostile_bytes() -> Iterator[bytes]:
    yield from (
        b"",
        b"\x00" * 64,
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf",
        b"\xfe\xff\xd8\x00",
    )
    for text in HOSTILE_TEXTS:
        yield text.encode("utf-8", "surrogatepass")
    yield ARTICLE.encode("utf-16")
    yield ARTICLE.encode("cp1252") + "Ünïcödé".encode() + b"\x81\x8d"


def list_seeds() -> Mapping[str, list[bytes]]:
    """Return the inputs of each target that fuzzing starts from."""
    hostile = list(_hostile_bytes())
    texts = [ARTICLE, *(t.encode("utf-8", "replace").decode() for t in HOSTILE_TEXTS)]
    lines = _write_lines(ARTICLE)
    pages = [*map(write_page, texts), _NESTED_HTML, _XML]
    return {
        "txt": [ARTICLE.encode(), *hostile],
        "md": [_MARKDOWN.format(text).encode() for text in texts]
        + [b">" * 2_000 + b" a", b"[" * 2_000, b"- " * 1_000, b"`" * 3_000],
        "html": [*pages, *hostile],
        "pdf": [*map(_write_pdf, texts[:6])],
        "docx": [_write_docx(ARTICLE)],
        "docx-xml": [
            *map(_mark_up, ("".join(_WORD_BODIES), *_WORD_BODIES)),
            _mark_up("<tbl><tr><tc>" * 800),
        ],
        "eml": [*map(_write_mail, texts), *hostile],
        "jsonl": [lines, b"[" * 20_000, b'{"text": ' + b"9" * 5_000 + b"}", *hostile],
        "csv": [*map(_write_csv, texts), *hostile],
        "parquet": [_write_parquet(ARTICLE)],
        "warc": [_write_warc(ARTICLE)],
        "gz": [gzip.compress(lines), gzip.compress(lines)[:-9]],
        "gz-html": pages,
        "zst": [zstd.compress(ARTICLE.encode())],
        "zst-csv": [*map(_write_csv, texts)],
        "warc-gz": [gzip.compress(_write_warc(ARTICLE))],
        "rules": [ARTICLE.encode(), *hostile],
        "extract": [ARTICLE.encode(), *hostile],
    }

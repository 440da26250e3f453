"""One self-contained page: data, style and script in a single HTML file."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Iterator
from importlib.resources import files
from string import Template
from typing import Any

import orjson

# Concatenated in this order into one script; each file may use what stands before it.
SCRIPTS = (
    "words",
    "data",
    "corrections",
    "rows",
    "grid",
    "claims",
    "spans",
    "editing",
    "article",
    "figures",
    "map",
    "charts",
    "comparison",
    "review",
    "app",
)
# In a data block only these can end the block or the line early.
_ESCAPES = {
    b"<": b"\\u003c",
    b">": b"\\u003e",
    b"&": b"\\u0026",
    b"\xe2\x80\xa8": b"\\u2028",
    b"\xe2\x80\xa9": b"\\u2029",
}


def dump_safely(value: Any) -> str:
    """Return JSON that may stand inside a script element: no `<`, `>` or `&`."""
    content = orjson.dumps(value)
    for char, escape in _ESCAPES.items():
        content = content.replace(char, escape)
    return content.decode("utf-8")


def build_page(title: str, index: Any, texts: Iterable[Any]) -> Iterator[str]:
    """Yield the page in pieces.

    Args:
        title: Of the page; any text.
        index: What the page reads when it opens, as plain JSON types.
        texts: What it reads when a document is opened, one for each document.
    """
    style = _read("report.css")
    script = "".join(['"use strict";\n', *(_read(f"js/{name}.js") for name in SCRIPTS)])
    head, body = _read("template.html").split("$data")
    yield Template(head).substitute(
        title=html.escape(title), policy=_build_policy(style, script), style=style
    )
    yield _data_block("index", index)
    for number, text in enumerate(texts):
        yield _data_block(f"document-{number}", text)
    yield Template(body).substitute(script=script)


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _data_block(name: str, value: Any) -> str:
    return (
        f'<script type="application/json" id="{name}">{dump_safely(value)}</script>\n'
    )


def _build_policy(style: str, script: str) -> str:
    """Return a Content-Security-Policy that lets nothing in but the page's own code."""
    rules = {
        "default-src": "'none'",
        "script-src": _hash_source(script),
        "style-src": _hash_source(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash_source(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"

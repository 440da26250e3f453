"""Files and folders: which of them are documents, and the documents in one file."""

from __future__ import annotations

import gzip
import logging
import os
import zlib
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from nlp.errors import InputError
from nlp.ingest.documents import TEXT, Draft, finish_document
from nlp.ingest.docx import read_docx
from nlp.ingest.html import read_html
from nlp.ingest.jsonl import Fields, read_jsonl
from nlp.ingest.markdown import read_markdown
from nlp.ingest.pdf import read_pdf
from nlp.ingest.plain import read_plain
from nlp.schema import Document, Failure

logger = logging.getLogger(__name__)

JSONL = "application/jsonl"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA_TYPES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
}
_READERS: dict[str, Callable[[bytes, str], Draft]] = {
    TEXT: read_plain,
    "text/markdown": read_markdown,
    "text/html": read_html,
    "application/pdf": read_pdf,
    _DOCX: read_docx,
}
# They describe the folder they lie in; named on the command line they are read.
_ABOUT_FOLDERS = ("readme", "license", "licence", "changelog", "contributing")
_KINDS = ".txt, .md, .html, .pdf, .docx or .jsonl, each also as .gz"


def guess_media_type(name: str) -> str | None:
    """Tell the media type by a file name's suffix, ".gz" aside; None if unknown."""
    return _MEDIA_TYPES.get(Path(name.lower().removesuffix(".gz")).suffix)


def find_files(paths: Iterable[str | Path]) -> list[Path]:
    """Find the documents among files and folders.

    Folders are searched at every depth. Hidden files, files of a type that no reader
    knows and those that describe a folder (README, LICENSE) are passed over there,
    and counted in the log.

    Args:
        paths: Files and folders, in any order.

    Returns:
        Files, sorted by path, each once.

    Raises:
        InputError: A path is missing, a file is of a type that no reader knows, or a
            folder has no document in it.
    """
    found: set[Path] = set()
    for path in map(Path, paths):
        if path.is_dir():
            found.update(_search(path))
        elif not path.exists():
            raise InputError(
                f"input must be an existing file or folder, got {str(path)!r}."
                " Check the spelling."
            )
        elif guess_media_type(path.name) is None:
            raise InputError(
                f"input must be {_KINDS}, got {str(path)!r}."
                " Convert it, or rename it if only the suffix is wrong."
            )
        else:
            found.add(path)
    return sorted(found, key=lambda path: path.parts)


def _search(folder: Path) -> list[Path]:
    found: list[Path] = []
    skipped: Counter[str] = Counter()
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith("."):
                skipped["hidden"] += 1
            elif name.lower().startswith(_ABOUT_FOLDERS):
                skipped["about the folder"] += 1
            elif guess_media_type(name) is None:
                skipped["of unknown type"] += 1
            elif (path := Path(parent, name)).exists() and not path.is_file():
                skipped["no file but a pipe or device"] += 1
            else:
                found.append(path)
    if skipped:
        counts = ", ".join(f"{count} {reason}" for reason, count in skipped.items())
        logger.info("Passed over in %s: %s", folder, counts)
    if not found:
        raise InputError(
            f"folder must hold documents ({_KINDS}), got none in {str(folder)!r}."
            " Name another folder."
        )
    return found


def read_documents(
    path: str | Path,
    *,
    text_field: str | None = None,
    id_field: str | None = None,
    published_field: str | None = None,
    start: int = 0,
) -> Iterator[Document | Failure]:
    """Read the documents in one file, lazily.

    What cannot be read does not stop what can: it comes out as a failure in its place.

    Args:
        path: A file of a known type; JSON Lines hold many documents, others one.
        text_field: JSON Lines: the field with the text; by default "text", "body",
            "content" and the like.
        id_field: JSON Lines: the field with the id.
        published_field: JSON Lines: the field with the date of publication.
        start: Documents to pass over, unread.

    Yields:
        A document or a failure each: for a file that is missing, empty, damaged,
        binary or of unknown type, and for a row of JSON Lines that is no document.
    """
    path = Path(path)
    fields = Fields(text=text_field, id=id_field, published=published_field)
    try:
        if guess_media_type(path.name) == JSONL:
            yield from _read_rows(path, fields, start=start)
        elif start == 0:
            yield _read_file(path)
    except InputError as err:
        where = str(path)
        yield Failure(id=where, source=where, stage="ingest", error=str(err))


def count_documents(path: str | Path) -> int:
    """Count what `read_documents` yields for a file, without reading the texts."""
    path = Path(path)
    if guess_media_type(path.name) != JSONL:
        return 1
    count = 0
    try:
        for _ in _iter_rows(path):
            count += 1
    except InputError:
        count += 1
    return count


def _read_file(path: Path) -> Document:
    if path.is_dir():
        raise InputError(
            f"path must be a file, got the folder {str(path)!r}."
            " Find its files with find_files."
        )
    find_files([path])
    name = str(path)
    with _reading(name), _open(path) as stream:
        data = stream.read()
    return read_bytes(data, name=name, media_type=guess_media_type(name) or TEXT)


def read_bytes(data: bytes, *, name: str, media_type: str = TEXT) -> Document:
    """Read one document from bytes, such as those of standard input.

    Args:
        data: All of the file; of any media type but JSON Lines.
        name: Source of the document, unless it names one; also used in errors.
        media_type: What the bytes are.

    Raises:
        InputError: As `read_documents`.
    """
    document = None
    if data.strip():
        document = _finish(_read_body(media_type, data, name), name, media_type)
    if document is None or not document.text.strip():
        raise InputError(
            f"file must hold text, got an empty file in {name}. Leave it out."
        )
    return document


def _read_rows(
    path: Path, fields: Fields, *, start: int
) -> Iterator[Document | Failure]:
    name = str(path)
    rows = read_jsonl(
        islice(_iter_rows(path), start, None),
        name,
        fields,
        media_type_of=guess_media_type,
        read_body=_read_body,
    )
    for item in rows:
        if isinstance(item, Draft):
            yield _finish(item, name, item.media_type)
        else:
            row_id, err = item
            yield Failure(id=row_id, source=name, stage="ingest", error=str(err))


def _iter_rows(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not empty, with their numbers."""
    is_empty = True
    with _reading(str(path)), _open(path) as stream:
        for number, line in enumerate(stream, start=1):
            row = line.removeprefix(BOM_UTF8) if number == 1 else line
            if row.strip():
                is_empty = False
                yield number, row
    if is_empty:
        raise InputError(
            f"file must hold rows, got an empty file in {path!s}. Leave it out."
        )


def _finish(draft: Draft, name: str, media_type: str) -> Document:
    source = draft.source or name
    return finish_document(replace(draft, source=source, media_type=media_type))


def _read_body(media_type: str, data: bytes, name: str) -> Draft:
    if media_type not in _READERS:
        raise InputError(
            f"media_type must be text/plain, text/markdown or text/html, got"
            f" {media_type!r} in {name}. Convert the text first."
        )
    return _READERS[media_type](data, name)


def _open(path: Path) -> BinaryIO:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rb")  # type: ignore[return-value]  # reads alike
    return path.open("rb")


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error) as err:
        reason = getattr(err, "strerror", None) or str(err)
        raise InputError(
            f"file must be readable, got {reason!r} in {name}."
            " Check the path and its permissions, or fetch it again."
        ) from err

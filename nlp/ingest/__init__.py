"""Documents in: text, Markdown, HTML, PDF, DOCX and JSON Lines to `Document`.

Each format has a reader of its own, which knows bytes and no paths; a library that
only one format needs is imported when the first file of that format is read.
"""

from nlp.ingest.documents import build_document
from nlp.ingest.files import (
    count_documents,
    find_files,
    guess_media_type,
    read_bytes,
    read_documents,
)
from nlp.ingest.repair import repair_text
from nlp.schema import Failure

__all__ = [
    "Failure",
    "build_document",
    "count_documents",
    "find_files",
    "guess_media_type",
    "read_bytes",
    "read_documents",
    "repair_text",
]

"""Documents in: text, Markdown, HTML, PDF, DOCX and JSON Lines to `Document`.

Each format has a reader of its own, which knows bytes and no paths; a library that
only one format needs is imported when the first file of that format is read.
"""

from nlp.ingest.documents import build_document
from nlp.ingest.repair import repair_text

__all__ = ["build_document", "repair_text"]

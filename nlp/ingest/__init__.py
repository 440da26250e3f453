"""Documents in: files of many formats, wherever they lie, to `Document`.

Each format has a reader of its own, which knows bytes and no paths; a library that
only one format needs is imported when the first file of that format is read.
"""

from nlp.ingest.documents import build_document
from nlp.ingest.files import iter_places, read_bytes, read_documents, read_row
from nlp.ingest.formats import guess_media_type
from nlp.ingest.inputs import find_files
from nlp.ingest.places import START, Place
from nlp.ingest.repair import repair_text
from nlp.ingest.rows import Fields
from nlp.ingest.sources import hash_input
from nlp.schema import Failure

__all__ = [
    "START",
    "Failure",
    "Fields",
    "Place",
    "build_document",
    "find_files",
    "guess_media_type",
    "hash_input",
    "iter_places",
    "read_bytes",
    "read_documents",
    "read_row",
    "repair_text",
]

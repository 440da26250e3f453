"""Long texts cut into parts, and their docs put together again.

What spaCy's models need of memory grows with the text that they are given at once, and
what they find in a sentence does not depend on another chapter. So they see a long
text part by part; every component of this package sees all of it, and so do offsets,
ids, mentions and dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from nlp.pipeline import AFTER_NER

PART_LENGTH = 40_000  # characters; more at once is slower, not only larger
_SECTION = re.compile(
    r"\n\s*\n(?=(?:#{1,6} |(?:SEC(?:TION|\.)|Sec(?:tion|\.)|ARTICLE|TITLE|CHAPTER|PART"
    r"|Article|Title|Chapter|Part)[ \t]+[\dIVXA-Z]))"
)
_BORDERS = (
    _SECTION,
    re.compile(r"\n\s*\n"),
    re.compile(r"[.!?:;][\"”’)\]]*\s*\n"),
    re.compile(r"\n"),
    re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(\[]*[A-Z\d])"),
    re.compile(r"\s+"),
)
# The tokenizer takes punctuation off a word mark by mark and looks at all of the rest
# each time. No word has as many of them, so what is longer is cut.
_MAX_MARKS, _MAX_WORD = 200, 2_000
_RUN = re.compile(rf"[^\w\s]{{{_MAX_MARKS + 1},}}|\S{{{_MAX_WORD + 1},}}")
_WORD = re.compile(r"\w")


def is_long(text: str) -> bool:
    """Whether a text is analysed in parts."""
    return len(text) > PART_LENGTH


def cut_text(text: str, length: int = PART_LENGTH) -> list[str]:
    """Cut a text into parts that make it up again when joined.

    Args:
        text: Any text.
        length: Characters that a part may have; it has half as many at least.

    Returns:
        The parts; each ends, where the text allows it, with a section, else a
        paragraph, a line, a sentence or a word.
    """
    parts = []
    start = 0
    while len(text) - start > length:
        end = _find_border(text, start + length // 2, start + length)
        parts.append(text[start:end])
        start = end
    parts.append(text[start:])
    return parts


def _find_border(text: str, first: int, last: int) -> int:
    for border in _BORDERS:
        ends = [match.end() for match in border.finditer(text, first, last)]
        if ends:
            return ends[-1]
    return last


def tokenize(nlp: Language, text: str) -> Doc:
    """Make a doc of a text in time that grows with its length, whatever is in it."""
    pieces = list(_cut_runs(text))
    if len(pieces) == 1:
        return nlp.make_doc(text)
    return join_docs(map(nlp.make_doc, pieces))


def _cut_runs(text: str) -> Iterator[str]:
    start = 0
    for run in _RUN.finditer(text):
        step = _MAX_WORD if _WORD.search(run[0]) else _MAX_MARKS
        for end in range(run.start() + step, run.end(), step):
            yield text[start:end]
            start = end
    yield text[start:]


def join_docs(docs: Iterable[Doc]) -> Doc:
    """Put docs one after the other, without the tensors that no one needs any more."""
    joined = Doc.from_docs(
        list(docs),
        ensure_whitespace=False,
        exclude=["tensor", "user_data"],  # type: ignore[call-arg]  # not in its stub
    )
    assert joined is not None  # it is only for no docs at all
    return joined


def split_components(nlp: Language) -> tuple[list[str], list[str]]:
    """Return the names of the components that see parts, and of those that see all.

    The latter are those of this package that need the parse, and all behind them.
    """
    names = list(nlp.pipe_names)
    factories = [nlp.get_pipe_meta(name).factory for name in names]
    first = next((i for i, name in enumerate(factories) if name in AFTER_NER), None)
    first = len(names) if first is None else first
    return names[:first], names[first:]

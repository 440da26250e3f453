"""The `sentences` component: borders that are sure, set before the parser runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from nlp.annotations import read_text
from nlp.components.sentences.lines import Lines, has_newline
from nlp.components.sentences.stops import Stop, StopJudge, TagAt
from nlp.components.sentences.verdicts import Verdict

_CANDIDATE = re.compile(
    r"([.?!…]+)([\"'”’»)\]}*_]*(?:\[\d{1,3}\])*)(\s*)"
    r"|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*"
)
_SPACED_DOTS = re.compile(r"\.\s$")
# "the Director of U.S.", whose name goes on in the next line
_OPEN_NAME = re.compile(r"\b(?:of|by|with|from) U\.S\.\s+$")
# "Duties of the Board (a) The Board shall" and "Pay for Nurses Within 30 days": a
# heading that runs into the words of its section.
_HEADING_WORD = (
    r"(?:[A-Z][\w’'-]*|(?:an?|and|as|by|for|from|in|of|on|or|the|to|with)\b)"
)
_RUN_IN = re.compile(
    rf"^[ \t]{{0,9}}[A-Z][\w’'-]*(?:[ \t]{_HEADING_WORD}){{1,16}}[ \t]"
    r"(?=\((?:[aAi]|1)\) [A-Z][a-z]|(?:Within|The|It|This|Any|No|For|In|Each|If|All|On)"
    r" (?:[a-z]|\d)|The [A-Z][^\n.;:]{1,160} shall\b)",
    re.MULTILINE,
)
_GLUED = re.compile(r"[a-z]{2}[.?!]+[\"”’)]*[A-Z][a-z ]")


@Language.factory("sentences", default_config={"standalone": False})
class Sentences:
    """Set `token.is_sent_start` where the text decides it, before the parser runs.

    spaCy's parser keeps what is set and decides the rest; so does its entity
    recogniser, which never crosses a border. A doc that has been parsed already is left
    as it is.
    """

    def __init__(self, nlp: Language, name: str, standalone: bool) -> None:
        """Make the component.

        Args:
            nlp: The pipeline.
            name: Its name in the pipeline.
            standalone: Decide the doubtful places too, for a pipeline without parser.
        """
        self.standalone = standalone
        self.stops = StopJudge()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its sentence borders set."""
        if not len(doc) or doc.has_annotation("DEP"):
            return doc
        offsets = doc.to_array(["IDX"]).ravel().astype(np.int64)
        starts = np.full(len(doc), -1, dtype=np.int64)

        def tag_at(char: int) -> str:
            return doc[int(np.searchsorted(offsets, char))].tag_ if has_tags else ""

        has_tags = doc.has_annotation("TAG")
        found = list(find_borders(read_text(doc), self.stops, tag_at))
        if found:
            chars = np.array([char for char, _ in found])
            tokens = np.searchsorted(offsets, chars)
            for token, (char, verdict) in zip(tokens.tolist(), found, strict=True):
                if token < len(doc) and offsets[token] == char:
                    starts[token] = self._start_value(verdict)
        starts[0] = 1
        # At once: setting `token.is_sent_start` one by one is slow, and slower the
        # longer the text is.
        values: Any = starts.astype(np.uint64).reshape(-1, 1)
        doc.from_array(["SENT_START"], values)
        return doc

    def _start_value(self, verdict: Verdict) -> int:
        if self.standalone:
            return 1 if verdict >= Verdict.LIKELY else -1
        return {Verdict.BORDER: 1, Verdict.NO: -1}.get(verdict, 0)


def find_borders(
    text: str, stops: StopJudge, tag_at: TagAt
) -> Iterator[tuple[int, Verdict]]:
    """Yield the first character of each sentence that may begin after the first one.

    Args:
        text: Any text.
        stops: Judge of stops.
        tag_at: Gives the tag of the token at a character, or "" without a tagger.

    Yields:
        Character and verdict, in text order; every other place is surely no border.
    """
    lines = Lines(text)
    begin = 0
    headings = [match.end() for match in _RUN_IN.finditer(text)][::-1]
    for match in _CANDIDATE.finditer(text):
        while headings and headings[-1] < match.end():
            begin = headings.pop()
            yield begin, Verdict.BORDER
        verdict = _judge(match, begin, lines, stops, tag_at)
        if verdict > Verdict.NO and match.end() < len(text):
            yield match.end(), verdict
            if verdict >= Verdict.LIKELY:
                begin = match.end()


def _judge(
    match: re.Match[str], begin: int, lines: Lines, stops: StopJudge, tag_at: TagAt
) -> Verdict:
    text, end = match.string, match.end()
    mark, closers, gap = match.groups()
    start = match.start() if mark is None else match.start(3)
    if has_newline(text[start:end]):
        verdict = lines.judge(start, end)
        is_cut = mark == "." and not closers and stops.needs_more(text, match.start())
        is_cut |= _OPEN_NAME.search(text, max(match.start() - 12, 0), end) is not None
        if verdict is not None and not is_cut:
            return verdict
    if mark is None:
        return Verdict.NO
    if not gap and not _GLUED.match(text, max(match.start() - 2, 0)):
        return Verdict.NO
    stop = Stop(text, begin, match.start(), mark, closers, end, tag_at)
    verdict = stops.judge(stop)
    if _SPACED_DOTS.search(text, max(match.start() - 3, begin), match.start()):
        return min(verdict, Verdict.LIKELY)  # ". . ." may stand for words left out
    return verdict

"""The quotations of a document, and the cues beside them."""

from __future__ import annotations

import re
from bisect import bisect_right

from spacy.tokens import Span, Token

from nlp.components.attributions.borders import trim
from nlp.components.attributions.quotations import Quotation, read_quotations

_SPACE = " \u00a0\t"
_MAX_GAP = 250  # characters between two parts of one quotation
_SENTENCE_END = re.compile(r"[a-z]{3}[.!?] ")
_STARTS = frozenset({"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_WITHIN = frozenset({"pobj", "prep", "appos", "compound", "nummod", "amod"})
_MAX_CLIMB = 6
_DATES = frozenset({"DATE", "TIME"})
_MAX_SOURCE = 25  # tokens
_NOUNS = frozenset({"PROPN", "NOUN", "PRON"})
_MISREAD = frozenset({"dobj", "attr", "npadvmod", "oprd", "dep", "appos"})
_ADVERBIAL = frozenset({"aux", "neg", "advmod", "punct"})


class Quotations:
    """The quotations of a text, found by offset."""

    def __init__(self, text: str) -> None:
        """Read them once."""
        self.text = text
        self.all: list[Quotation] = read_quotations(text)
        self._starts = [one.outer_start for one in self.all]

    def __getitem__(self, index: int) -> Quotation:
        """Return a quotation by index, in text order."""
        return self.all[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.all)

    def find(self, offset: int) -> int | None:
        """Return the index of the quotation around a character."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.all[index].outer_end:
            return index
        return None

    def find_within(self, start_char: int, end_char: int) -> range:
        """Return the indices of the quotations that begin in a stretch of text."""
        first = bisect_right(self._starts, start_char - 1)
        return range(first, bisect_right(self._starts, end_char - 1))

    def find_before(self, offset: int) -> int | None:
        """Return the index of a quotation that ends at `offset`, space aside.

        It must end as one does that a cue follows: with a comma, question mark ...
        """
        index = bisect_right(self._starts, offset - 1) - 1
        if index < 0 or self.all[index].outer_end > offset:
            return None
        one = self.all[index]
        gap = self.text[one.outer_end : offset].strip(_SPACE)
        if gap.strip(",–—-") or not (gap or self.text[one.end_char - 1] in ",?!-–—…"):
            return None
        return index

    def find_after(self, offset: int) -> int | None:
        """Return the index of a quotation that starts at `offset`, space aside."""
        index = bisect_right(self._starts, offset - 1)
        if index >= len(self.all):
            return None
        gap = self.text[offset : self._starts[index]]
        rest = gap.strip(_SPACE + "\n")
        if rest not in ("", ",", ":", "–", "—", "-", "--", "that"):
            return None
        return None if "\n" in gap and rest != ":" else index

    def find_next(self, offset: int) -> int | None:
        """Return the index of a quotation that space or a colon parts from `offset`."""
        index = self.find_after(offset)
        if index is None:
            return None
        gap = self.text[offset : self._starts[index]]
        return index if gap.strip(_SPACE) in ("", ":") else None

    def grow(self, start_char: int, end_char: int) -> tuple[int, int]:
        """Grow a stretch to the whole of the quotations that it begins or ends in."""
        for offset in (start_char, end_char - 1):
            index = self.find(max(offset, 0))
            if index is not None:
                start_char = min(start_char, self.all[index].start_char)
                end_char = max(end_char, self.all[index].end_char)
        return start_char, end_char

    def find_announced(self, offset: int) -> int | None:
        """Return the index of a quotation that a colon announces, after `offset`.

        "She told the crowd, to applause:" and, often in a paragraph of its own, what
        she told.
        """
        index = bisect_right(self._starts, offset - 1)
        if index >= len(self.all) or self._starts[index] - offset > _MAX_GAP:
            return None
        gap = self.text[offset : self._starts[index]].rstrip()
        return index if gap.endswith(":") and not _SENTENCE_END.search(gap) else None

    def continues(self, earlier: int, index: int, cue: Span | None) -> bool:
        """Whether a quotation without a cue goes on where an earlier one stopped.

        Args:
            earlier: Index of the earlier.
            index: Index of the later.
            cue: The cue of the earlier.
        """
        before, one = self.all[earlier], self.all[index]
        if one.outer_start - before.outer_end > _MAX_GAP:
            return False
        gap = self.text[before.outer_end : one.outer_start]
        inner = gap.strip()
        if "\n" in gap or not inner:
            return "\n" not in gap
        follows = cue is not None and cue.start_char >= before.outer_end
        ends = inner[-1] in ".,:;–—-" or inner[-2:] in (".”", '."', ",”", ',"')
        return follows and ends and len(_SENTENCE_END.findall(inner[:-2])) <= 1


def find_cluster_start(verb: Token, source: Span) -> int:
    """Return the index of the first token of cue and source, where they touch."""
    doc, first = verb.doc, verb.i
    while first > 0 and doc[first - 1].dep_ in _ADVERBIAL and first > source.end:
        first -= 1
    return source.start if source.end == first else first


def find_between(verb: Token, quotations: Quotations) -> Span | None:
    """Return the words between a quotation and a cue after it, where they are a name.

    '"...," Ann Lee, a lawyer from Ohio, told' is often parsed as something else.
    """
    doc, start = verb.doc, verb.i
    for token in reversed(doc[max(0, verb.i - _MAX_SOURCE) : verb.i]):
        if quotations.find(token.idx) is not None:
            break
        if token.is_space and "\n" in token.text:
            return None
        start = token.i
    else:
        return None
    source = trim(doc, start, verb.i)
    if not len(source) or quotations.find_before(source.start_char) is None:
        return None
    for token in source:
        if token.is_sent_start and token.i > source.start:
            return None
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("relcl", "acl", "aux"):
            return None
    named = source[0].pos_ in _STARTS and any(one.pos_ in _NOUNS for one in source)
    return source if named else None


def guess_speaker(verb: Token, quotations: Quotations) -> Token | None:
    """Return the noun beside a cue that the parser took for something else."""
    for child in verb.children:
        if child.i < verb.i or child.ent_type_ in _DATES:
            continue
        if child.dep_ in _MISREAD and child.pos_ in _NOUNS:
            return child if quotations.find(child.idx) is None else None
    return find_neighbour(verb, quotations) or _find_named(verb, quotations)


def find_neighbour(verb: Token, quotations: Quotations) -> Token | None:
    """Return the noun that stands right before a verb and its auxiliaries."""
    token = verb
    while token.i > token.sent.start and token.nbor(-1).dep_ in (
        "aux",
        "neg",
        "advmod",
    ):
        token = token.nbor(-1)
    if token.i == token.sent.start:
        return None
    noun = token.nbor(-1)
    if noun.pos_ not in _NOUNS or quotations.find(noun.idx) is not None:
        return None
    return noun


def _find_named(verb: Token, quotations: Quotations) -> Token | None:
    """Return the person before the comma before a finite verb without a subject.

    "In a letter, her lawyer, Ann Lee of Toledo, said": the parser often hangs all of
    that on the letter.
    """
    if verb.tag_ not in _FINITE or verb.i < 2 or verb.nbor(-1).text != ",":
        return None
    token = verb.nbor(-2)
    for _ in range(_MAX_CLIMB):
        if token.ent_type_ == "PERSON" and token.dep_ != "compound":
            head = token.head
            titled = token.dep_ == "appos" and head.pos_ == "NOUN"
            return head if titled and head.i < token.i else token
        if token.dep_ not in _WITHIN or token.head.i > verb.i:
            return None
        token = token.head
    return None

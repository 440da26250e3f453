"""Cues, sources and contents brought together, in words and in quotations."""

from __future__ import annotations

import math
from bisect import bisect_right

from spacy.tokens import Doc, Span, Token

from nlp.annotations import read_text
from nlp.components._syntax import find_child
from nlp.components.attributions.borders import trim
from nlp.components.attributions.contents import (
    Content,
    find_preceding,
    find_verb_content,
)
from nlp.components.attributions.cues import Cue, Cues
from nlp.components.attributions.deeds import is_assault, is_deed, is_unreal
from nlp.components.attributions.labels import (
    find_datelines,
    find_labels,
    find_signatures,
)
from nlp.components.attributions.nominal import (
    find_according,
    find_adjective_content,
    find_adjective_speaker,
    find_noun_content,
    find_noun_speaker,
)
from nlp.components.attributions.quoting import (
    Quotations,
    find_between,
    find_cluster_start,
    guess_speaker,
)
from nlp.components.attributions.said import SPOKEN, Said, drop_nested, merge
from nlp.components.attributions.sources import (
    find_agent,
    find_speaker,
    is_passive,
    noun_phrase,
)
from nlp.components.attributions.speakers import read_speakers

_NO_THIRD = frozenset({"i", "we", "you", "it", "that", "this", "who", "which"})
# Nobody speaks under these names.
_DATES = frozenset({"DATE", "TIME"})
_NOBODY = frozenset({"that", "which", "what", "nothing", "there", "whatever", "you"})
_POINTERS = frozenset({"this", "these"})
_ASKING = frozenset({"which", "what", "whose"})
_NEGATION = frozenset({"neg"})
_NOT_ONE = frozenset({"neither", "nobody", "none", "no"})
_AGENTS_ONLY = frozenset({"infinitive", "adjective", "noun"})
_TRAILING = ",; \n\u00a0"


class Reader:
    """Reads the attributions of one document."""

    def __init__(self, doc: Doc, cues: Cues) -> None:
        """Find the quotations of `doc`."""
        self.doc = doc
        self.cues = cues
        self.speakers = read_speakers()
        self.quotations = Quotations(read_text(doc))
        self._datelines = find_datelines(read_text(doc))

    def read(self) -> list[Said]:
        """Return the attributions in order of content."""
        found = [
            said
            for token in find_words(self.doc, self.cues)
            if (said := self.read_word(token)) is not None
        ]
        found = merge(found)
        self._extend(found)
        found += self._read_labels(found)
        for said in found:
            self._finish(said)
        found = drop_nested([said for said in found if said.end_char > said.start_char])
        return sorted(found, key=lambda said: (said.start_char, -said.end_char))

    def read_word(self, token: Token) -> Said | None:
        """Return the attribution that a word is the cue of, if any."""
        word, pos = token.lower_, token.pos_
        if word in ("according", "per"):
            return self._read_according(token)
        if pos == "VERB" and word in self.cues.verbs:
            return self._read_verb(token, self.cues.verbs[word])
        if self.quotations.find(token.idx) is not None:
            return None
        content: Content | None = None
        speaker: Token | None = None
        if pos == "NOUN" and word in self.cues.nouns and not is_assault(token):
            content = find_noun_content(token, self.cues.nouns[word])
            if content is not None:
                speaker = find_noun_speaker(token, self.cues)
        elif pos == "ADJ" and word in self.cues.adjectives:
            content = find_adjective_content(token, self.cues.adjectives[word])
            if content is not None:
                speaker = find_adjective_speaker(token, self.cues)
        return self._build(token, speaker, content)

    def _read_according(self, token: Token) -> Said | None:
        found = find_according(token)
        if found is None or not len(found[1]) or self._is_manner(token, found[0]):
            return None
        said = self._build(token, found[0], Content(found[1], "according", "report"))
        if said is not None:
            n_words = 1 if token.lower_ == "per" else 2
            said.cue = token.doc[token.i : token.i + n_words]
        return said

    def _is_manner(self, according: Token, measure: Token) -> bool:
        """Whether it tells how: "places are given out according to need"."""
        if according.i == according.sent.start or according.nbor(-1).text == ",":
            return False
        bare = measure.tag_ == "NN" and measure.left_edge.i == measure.i
        return bare and not self.speakers.is_source(measure)

    def _read_verb(self, verb: Token, cue: Cue) -> Said | None:
        if is_unreal(verb) or is_deed(verb, cue.word):
            return None
        passive = is_passive(verb)
        speaker = find_agent(verb) if passive else find_speaker(verb, self.cues)
        content = find_verb_content(verb, cue, self.cues)
        around = self.quotations.find(verb.idx)
        if around is not None:
            said = self._build(verb, speaker, content)
            nested = said and content and self._is_nested(said, content, around)
            return said if nested else None
        if passive:
            return self._build(verb, speaker, content)
        return self._read_active(verb, speaker, content, cue)

    def _read_active(
        self, verb: Token, speaker: Token | None, content: Content | None, cue: Cue
    ) -> Said | None:
        """Return what a verb in the writer's own words gives."""
        if speaker is not None and speaker.i > verb.i:
            told = cue.word == "tell" or (content and content.frame == "hearer")
            speaker = None if told else speaker
        if speaker is not None and speaker.tag_ == "NNS" and verb.tag_ == "VBZ":
            return None  # "The union of teachers says", read as "teachers says"
        if not self._may_speak(speaker):
            speaker = guess_speaker(verb, self.quotations)
        source = None if speaker is None else self._read_source(speaker)
        if not source:
            source = find_between(verb, self.quotations)
        if source and "clause" in cue.frames:
            beside = self._read_beside(verb, source, content, cue)
            if beside is not None:
                return beside
        if content is None and source and "inserted" in cue.frames:
            span = find_preceding(verb, find_cluster_start(verb, source))
            if span is not None:
                content = Content(span, "inserted", cue.frames["inserted"])
        return self._build(verb, speaker, content)

    def _read_source(self, speaker: Token) -> Span:
        """Return the phrase of a speaker without the dateline before it."""
        source = noun_phrase(speaker)
        index = bisect_right(self._datelines, (source.start_char, math.inf)) - 1
        end = 0 if index < 0 else self._datelines[index][1]
        if end <= source.start_char or end >= source.end_char:
            return source
        skipped = sum(token.idx < end for token in source)
        return self.doc[source.start + skipped : source.end]

    def _skip_dateline(self, start_char: int, end_char: int) -> int:
        """Return where words begin after the dateline that they begin in, if any."""
        index = bisect_right(self._datelines, (start_char, math.inf)) - 1
        end = 0 if index < 0 else self._datelines[index][1]
        return end if start_char < end < end_char else start_char

    def _may_speak(self, speaker: Token | None) -> bool:
        """Whether a subject stands in the writer's words, not in quotes or dateline."""
        if speaker is None or self.quotations.find(speaker.idx) is not None:
            return False
        if any(child.lower_ in _ASKING for child in speaker.lefts):
            return False  # "to tell which towns are full"
        index = bisect_right(self._datelines, (speaker.idx, math.inf)) - 1
        return index < 0 or speaker.idx >= self._datelines[index][1]

    def _build(
        self, cue: Token, speaker: Token | None, content: Content | None
    ) -> Said | None:
        if speaker is None or content is None or speaker.lower_ in _NOBODY:
            return None
        told = content.span.start <= speaker.i < content.span.end
        if told and content.frame not in SPOKEN:
            return None  # "(b) urging towns to act": it is the towns who are urged
        source = self._read_source(speaker)
        if speaker.dep_ == "ROOT" and source.start < cue.i < source.end:
            # "One aide called it a bluff", of which the parser made a noun phrase.
            source = trim(self.doc, source.start, cue.left_edge.i)
        if not len(source) or not self._may_mean(source, cue, content.frame):
            return None
        start, end = content.span.start_char, content.span.end_char
        start, end = self.quotations.grow(start, end)
        if content.frame == "clause" and cue.i < content.span.start:
            follows = self.quotations.find_next(end)
            end = end if follows is None else self.quotations[follows].end_char
        return Said(
            source,
            cue.doc[cue.i : cue.i + 1],
            _negate(cue, source, content.kind),
            content.frame,
            start,
            end,
            set(self.quotations.find_within(start - 2, end)),
        )

    def _may_mean(self, source: Span, cue: Token, frame: str) -> bool:
        """Whether a source can speak, think or act as a cue in its frame wants.

        A clause or quotation shows speech by itself ("experience shows that"); what
        is praised, urged or planned is a matter of attribution only with an agent.
        """
        head = source.root
        # "(iii) report" in a statute
        number = not head.text.strip("ivx") and head.i > 0 and head.nbor(-1).text == "("
        if number or head.ent_type_ in _DATES:
            return False
        if frame in SPOKEN:
            return True
        if head.lower_ in _POINTERS:
            return False  # "This denies them a fair hearing"
        if frame in _AGENTS_ONLY:
            within = source.start <= cue.i < source.end  # "those who want to"
            return not within and self.speakers.is_agent(head)
        return self.speakers.is_source(head)

    def _is_nested(self, said: Said, content: Content, index: int) -> bool:
        """Whether somebody quoted reports a third's words; cuts it to the quotation."""
        around = self.quotations[index]
        if content.frame != "clause" or content.kind == "think":
            return False
        if said.source[0].lower_ in _NO_THIRD:
            return False
        if said.source.start_char < around.start_char:
            return False
        said.start_char = max(content.span.start_char, around.start_char)
        said.end_char = min(content.span.end_char, around.end_char)
        said.quoted.clear()
        return said.end_char > said.start_char

    def _read_beside(
        self, verb: Token, source: Span, content: Content | None, cue: Cue
    ) -> Said | None:
        """Return the quotation right before or after a cue and its source."""
        quotations, end = self.quotations, verb.idx + len(verb)
        clause = content.span if content and content.frame == "clause" else None
        follows = clause is not None and clause.start > verb.i
        index = quotations.find_before(self.doc[find_cluster_start(verb, source)].idx)
        # "Citing “a family matter,” she said that ...": that is what she said.
        elsewhere = clause and follows and quotations.find(clause.start_char) is None
        if elsewhere or not cue.frames.keys() & {"inserted", "quoting"}:
            index = None
        if index is not None:
            start, stop = quotations[index].start_char, quotations[index].end_char
            if clause and clause.start_char < start < clause.end_char <= stop + 2:
                start = clause.start_char
        else:
            index = quotations.find_after(end)
            if index is None and clause is None and "inserted" in cue.frames:
                index = quotations.find_announced(end)
            if index is None:
                return None
            start, stop = quotations[index].start_char, quotations[index].end_char
            if content and content.frame == "inserted":
                start = min(start, content.span.start_char)
            if content and (content.span.start > verb.i or content.frame == "inserted"):
                stop = max(stop, content.span.end_char)
                start, stop = quotations.grow(start, stop)
        return Said(
            source,
            verb.doc[verb.i : verb.i + 1],
            _negate(verb, source, cue.frames["clause"]),
            "quote",
            start,
            stop,
            set(quotations.find_within(start - 2, stop)),
        )

    def _read_labels(self, found: list[Said]) -> list[Said]:
        taken = {index for said in found for index in said.quoted}
        labelled = []
        named = (*find_labels(self.quotations), *find_signatures(self.quotations))
        for label in named:
            source = self.doc.char_span(*label[:2], alignment_mode="expand")
            index = self.quotations.find(label.content_start)
            if source is None or index in taken:
                continue
            start, end = label[2:]
            inside = index is None or self.quotations[index].outer_start < start - 2
            # A transcript's turn within marks that close somewhere else.
            quoted = set() if index is None or inside else {index}
            labelled.append(Said(source, None, "say", "label", start, end, quoted))
        return labelled

    def _extend(self, found: list[Said]) -> None:
        """Give each quotation that has no cue to the speaker of the one before it."""
        owner: dict[int, Said] = {}
        for said in found:
            for index in said.quoted:
                owner.setdefault(index, said)
        last: int | None = None
        for index in range(len(self.quotations)):
            if index in owner:
                last = index
                continue
            said_before = None if last is None else owner[last]
            if last is None or said_before is None:
                continue
            if self.quotations.continues(last, index, said_before.cue):
                end = self.quotations[index].end_char
                said_before.end_char = max(said_before.end_char, end)
                said_before.quoted.add(index)
                owner[index] = said_before
                last = index

    def _finish(self, said: Said) -> None:
        """Trim the content and tell how much of it is quoted."""
        text, find = self.quotations.text, self.quotations.find
        said.start_char = self._skip_dateline(said.start_char, said.end_char)
        while said.end_char > said.start_char and text[said.end_char - 1] in _TRAILING:
            said.end_char -= 1
        first = find(said.start_char)
        last = find(max(said.end_char - 1, said.start_char))
        if first is not None and last is not None and (first == last or said.quoted):
            inside = said.cue is not None and find(said.cue.start_char) == first
            said.quote = "indirect" if inside else "direct"
        elif said.quoted:
            said.quote = "mixed"
            # Where words of both kinds stand, a quote mark keeps its partner.
            if first is not None:
                said.start_char = self.quotations[first].outer_start
            if last is not None:
                said.end_char = self.quotations[last].outer_end


def find_said(doc: Doc, cues: Cues) -> list[Said]:
    """Return the attributions of a parsed document, in order of content."""
    return Reader(doc, cues).read()


def find_words(doc: Doc, cues: Cues) -> list[Token]:
    """Return the tokens of `doc` that may be cues."""
    hashes = cues.hashes
    words = doc.to_array("LOWER").tolist()
    return [doc[index] for index, word in enumerate(words) if word in hashes]


def _negate(cue: Token, source: Span, kind: str) -> str:
    """Return the kind of a cue, turned round where it is negated."""
    negated = find_child(cue, _NEGATION) is not None
    if cue.pos_ == "NOUN":
        negated = any(child.lower_ == "no" for child in cue.children)
    if not negated and source[0].lower_ not in _NOT_ONE:
        return kind
    return "say" if kind == "deny" else "deny"

"""The claim in words that need no context, and say nothing the text does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from nlp.components._syntax import AUX_DEPS, find_subject, is_finite
from nlp.components.claims.arguments import (
    find_clause_subject,
    phrase_extent,
    subject_extent,
)
from nlp.components.claims.calendar import rewrite_date
from nlp.components.claims.clauses import Clause, Facts
from nlp.components.claims.edits import Edits, finish
from nlp.components.claims.inflection import build_past, build_present
from nlp.components.claims.reading import Reading
from nlp.components.claims.references import build_possessive, find_pronouns
from nlp.lexicons import read_lexicon
from nlp.schema import Entity, Modality

_POSSESSIVES = frozenset({"his", "hers"})
_BEFORE_NOUN = frozenset({"compound", "nmod", "amod"})
_ADVERBS = frozenset({"also", "again", "hereby"})  # beside the verb they only tie
_SUBJECTS = frozenset({"he", "she", "it", "they"})
_SPEAKERS = frozenset(
    {"i", "we", "my", "our", "me", "us", "mine", "ours", "you", "your"}
)
_POINTING = frozenset({"the", "this", "that", "these", "those"})
_THESE = frozenset({"these", "those", "them"})
_MAGNITUDES = {"bn": "billion", "tn": "trillion", "mn": "million", "m": "million"}
_CONTRACTIONS = {"ll": "will", "re": "are", "ve": "have"}
_SHORT = re.compile(r"(?<=\d)\s?(bn|tn|mn|m)\b")
_ACRONYM = re.compile(r"[A-Z]{2,7}s?")


@dataclass(slots=True)
class _Draft:
    """A standalone text in the making."""

    reading: Reading
    clause: Clause
    facts: Facts
    modality: Modality
    edits: Edits = field(default_factory=Edits)
    named: set[str] = field(default_factory=set)  # entities already named in it

    @property
    def doc(self) -> Doc:
        return self.reading.doc


class StandaloneWriter:
    """Write the standalone text of clauses."""

    def __init__(self) -> None:
        """Read the word lists."""
        words = read_lexicon("claims")["standalone"]
        self.links = frozenset(words["links"])
        self.belonging = frozenset(words["belonging"])
        self.figure_nouns = frozenset(words["figures"])

    def write(
        self, reading: Reading, clause: Clause, facts: Facts, modality: Modality
    ) -> str:
        """Return the clause as a sentence that can be read on its own."""
        doc = reading.doc
        start_char = doc[clause.start].idx
        last = doc[clause.end - 1]
        end_char = last.idx + len(last)
        spoken = self._write_spoken(reading, clause, facts)
        if spoken is not None:
            return spoken
        draft = _Draft(reading, clause, facts, modality)
        front = self._write_front(draft)
        self._edit_verb(draft)
        self._drop_links(draft)
        self._replace(draft, start_char, end_char)
        body = draft.edits.apply(draft.reading.text, start_char, end_char)
        return finish(f"{front} {body}" if front else body)

    # -------------------------------------------------------------- somebody's words

    def _write_spoken(
        self, reading: Reading, clause: Clause, facts: Facts
    ) -> str | None:
        """Quote words that speak of "I" and "we", which only their speaker can mean."""
        said = facts.attribution
        if said is None or said.quote != "direct" or said.source is None:
            return None
        words = {t.lower_ for t in reading.doc[clause.start : clause.end]}
        if not words & _SPEAKERS:
            return None
        name = reading.antecedents.name_speaker(said.source)
        text = finish(reading.doc[clause.start : clause.end].text)
        quoted = text.replace("“", "‘").replace("”", "’")
        return finish(f"{name} said: “{quoted}”")

    # ----------------------------------------------- what the clause itself leaves out

    def _write_front(self, draft: _Draft) -> str:
        """Return the subject, and auxiliaries, that the clause takes from elsewhere."""
        clause, doc = draft.clause, draft.doc
        root = clause.root
        if root is None or clause.form == "relative":
            return self._write_antecedent(draft)
        if clause.form not in {"conjunct", "content"}:
            return ""
        subject = find_clause_subject(clause)
        if subject is None or clause.start <= subject.i < clause.end:
            return ""
        start_char, end_char = subject_extent(doc, subject)
        self._replace(draft, start_char, end_char)
        words = draft.edits.apply(draft.reading.text, start_char, end_char)
        return f"{words} {self._share_auxiliaries(clause, root)}".strip()

    def _share_auxiliaries(self, clause: Clause, root: Token) -> str:
        """Return "has been" for the second verb of "has been cut and moved"."""
        host = clause.host
        if host is None or is_finite(root) or root.tag_ not in {"VBN", "VB", "VBG"}:
            return ""
        own = {child.dep_ for child in root.children}
        if own & AUX_DEPS:
            return ""
        return " ".join(
            child.text
            for child in host.children
            if child.dep_ in AUX_DEPS and child.i < host.i
        )

    def _write_antecedent(self, draft: _Draft) -> str:
        """Put the name in the place of "which" or "who"."""
        root, doc = draft.clause.root, draft.doc
        if root is None:
            return ""
        start_char, end_char = phrase_extent(doc, root.head)
        self._replace(draft, start_char, end_char)
        name = draft.edits.apply(draft.reading.text, start_char, end_char)
        pronoun = doc[draft.clause.start]
        if pronoun.lower_ == "of":
            pronoun = pronoun.nbor()
            draft.edits.add(pronoun.idx, pronoun.idx + len(pronoun), f"{name},")
            return ""
        draft.edits.add(pronoun.idx, pronoun.idx + len(pronoun), "")
        return name

    def _edit_verb(self, draft: _Draft) -> None:
        """Give the verb of "with B approving Y" the tense of the main clause."""
        clause = draft.clause
        root, host = clause.root, clause.host
        if clause.form != "absolute" or root is None or host is None:
            return
        subject = find_subject(root)
        plural = subject is not None and _is_plural(subject)
        lemma, present = root.lemma_.lower(), host.tag_ in {"VBZ", "VBP"}
        build = build_present if present else build_past
        if root.tag_ == "VBN":
            verb = f"{build('be', plural=plural)} {root.text}"
        else:
            verb = build(lemma, plural=plural)
        draft.edits.add(root.idx, root.idx + len(root), verb)
        for other in root.conjuncts:
            if other.tag_ == root.tag_ == "VBG" and other.i < clause.end:
                build_other = build(other.lemma_.lower(), plural=plural)
                draft.edits.add(other.idx, other.idx + len(other), build_other)

    def _drop_links(self, draft: _Draft) -> None:
        """Drop "However," at the front and "also" beside the verb."""
        clause, doc = draft.clause, draft.doc
        first = doc[clause.start]
        if first.lower_ in self.links and first.dep_ in {"cc", "advmod"}:
            after = doc[clause.start + 1]
            comma = after.text == ","
            if comma or first.dep_ == "cc":
                end = after if comma else first
                draft.edits.add(first.idx, end.idx + len(end), "")
        if clause.root is None:
            return
        for child in clause.root.children:
            if child.dep_ == "advmod" and child.lower_ in _ADVERBS:
                draft.edits.add(child.idx, child.idx + len(child), "")

    # ------------------------------------------------------ what stands for something

    def _replace(self, draft: _Draft, start_char: int, end_char: int) -> None:
        """Note all replacements in a stretch of text, in order of their weight."""
        self._replace_figures(draft, start_char, end_char)
        self._replace_dates(draft, start_char, end_char)
        self._replace_entities(draft, start_char, end_char)
        self._replace_pronouns(draft, start_char, end_char)
        self._name_place(draft, end_char)

    def _replace_dates(self, draft: _Draft, start_char: int, end_char: int) -> None:
        for found in draft.reading.dates.find(start_char, end_char):
            span = draft.doc.char_span(
                found.start_char, found.end_char, alignment_mode="expand"
            )
            if span is not None:
                rewrite_date(found, span[0], span[-1], draft.edits)

    def _replace_figures(self, draft: _Draft, start_char: int, end_char: int) -> None:
        antecedents = draft.reading.antecedents
        for figure in draft.reading.figures.find(start_char, end_char):
            if figure.same_as is not None and self._is_anaphor(figure.text):
                name = antecedents.name_figure(figure.same_as)
                if name is not None:
                    draft.edits.add(
                        figure.start_char, figure.end_char, f"the figure of {name}"
                    )
            if figure.part_of is not None:
                self._replace_whole(draft, figure.part_of)
            if figure.kind == "money":
                for short in _SHORT.finditer(figure.text):
                    at = figure.start_char + short.start()
                    draft.edits.add(
                        at,
                        at + len(short.group()),
                        f" {_MAGNITUDES[short.group(1)]}",
                    )

    def _is_anaphor(self, text: str) -> bool:
        """Whether a figure points back: "this number", "the 1.4 million figure"."""
        words = text.lower().split()
        return (
            len(words) > 1 and words[0] in _POINTING and words[-1] in self.figure_nouns
        )

    def _replace_whole(self, draft: _Draft, figure_id: str) -> None:
        """Replace "those" in "of those" by the figure that it stands for."""
        name = draft.reading.antecedents.name_figure(figure_id)
        if name is None:
            return
        for token in draft.doc[draft.clause.start : draft.clause.end]:
            if token.lower_ in _THESE and token.dep_ == "pobj":
                if token.head.lower_ in {"of", "among"}:
                    draft.edits.add(
                        token.idx, token.idx + len(token), name[:1].lower() + name[1:]
                    )
                return

    def _replace_entities(self, draft: _Draft, start_char: int, end_char: int) -> None:
        """Write the name where the text says "the city", a surname or an acronym."""
        antecedents = draft.reading.antecedents
        for entity in draft.reading.entities.find(start_char, end_char):
            known = antecedents.names.get(entity.id)
            first = entity.id not in draft.named
            draft.named.add(entity.id)
            if not first:
                continue
            if entity.label == "PERSON" and antecedents.is_proper(entity):
                name = antecedents.name_person(entity)
                at = entity.start_char
                before = draft.reading.text[max(0, at - 4) : at]
                if name != entity.text and before.lower() != "the ":
                    draft.edits.add(entity.start_char, entity.end_char, name)
                continue
            if known is None:
                continue
            if not antecedents.is_proper(entity):
                self._write_name(draft, entity, known.name)
            elif _is_acronym(entity) and len(known.name) > len(entity.text) + 4:
                self._spell_out(draft, entity, known.name)

    def _spell_out(self, draft: _Draft, entity: Entity, name: str) -> None:
        """Write an acronym in full, with one article: "the EPA" or "EPA rules"."""
        before = draft.reading.text[max(0, entity.start_char - 4) : entity.start_char]
        if before.lower() == "the " or self._is_modifier(draft.doc, entity):
            name = name.removeprefix("the ")
        draft.edits.add(entity.start_char, entity.end_char, name)

    def _write_name(self, draft: _Draft, entity: Entity, name: str) -> None:
        """Write a name over a mention, with its article or the mention's own."""
        text, start_char = draft.reading.text, entity.start_char
        if name.casefold().endswith(entity.text.casefold().removeprefix("the ")):
            return
        before = text[max(0, start_char - 5) : start_char]
        article = re.search(r"(?:^|\s)(the|this) $", before, re.IGNORECASE)
        own = re.match(r"(the|this)\s", entity.text, re.IGNORECASE)
        if name[:1].islower() and not name.startswith("the "):
            # "State lawmakers" are "lawmakers of Ohio"; "the governor of Ohio" is.
            if not text[entity.end_char : entity.end_char + 4].startswith(" of "):
                draft.edits.add(start_char, entity.end_char, name)
            return
        modifier = self._is_modifier(draft.doc, entity)
        if own is None and (article is None or modifier):
            # "the state capital": the article is the capital's, not the state's.
            if modifier:
                bare = name.removeprefix("the ")
                draft.edits.add(start_char, entity.end_char, bare)
            return
        if article is not None:
            start_char -= len(article.group(1)) + 1
        end_char = entity.end_char
        if text[end_char : end_char + 2] in {"'s", "’s"}:
            name, end_char = build_possessive(name), end_char + 2
        draft.edits.add(start_char, end_char, name)

    def _is_modifier(self, doc: Doc, entity: Entity) -> bool:
        """Whether a mention stands before a noun: "city" in "city officials"."""
        span = doc.char_span(
            entity.start_char, entity.end_char, alignment_mode="expand"
        )
        if span is None:
            return False
        before = doc[span.start - 1] if span.start else None
        owned = before is not None and before.tag_ in {"PRP$", "POS"}
        return span.root.dep_ in _BEFORE_NOUN and not owned

    def _replace_pronouns(self, draft: _Draft, start_char: int, end_char: int) -> None:
        """Write the person's name for the first "he" or "she" of the claim."""
        span = draft.doc.char_span(start_char, end_char, alignment_mode="expand")
        if span is None:
            return
        self._name_speaker(draft)
        for pronoun in find_pronouns(draft.doc, span.start, span.end):
            begin = min(start_char, draft.doc[draft.clause.start].idx)
            name = draft.reading.antecedents.find_person(pronoun, begin)
            if name is not None:
                self._write_over(draft, pronoun, name)
            return

    def _write_over(self, draft: _Draft, pronoun: Token, name: str) -> None:
        """Write a name over a pronoun: "he’ll" is "Ann Lee will", "her" "Ann Lee’s"."""
        end_char = pronoun.idx + len(pronoun)
        if pronoun.lower_ in _POSSESSIVES or pronoun.tag_ == "PRP$":
            name = build_possessive(name)
        elif pronoun.i + 1 < len(draft.doc):
            after = draft.doc[pronoun.i + 1]
            if after.idx == end_char and after.lower_[:1] in {"'", "’"}:
                end_char += len(after)
                name = f"{name} {_spell_contraction(after)}"
        draft.edits.add(pronoun.idx, end_char, name)

    def _name_speaker(self, draft: _Draft) -> None:
        """Write the speaker's name for the subject of "said she had left".

        "The agency said it will sue" is read as a promise, since the agency acts;
        otherwise only a person counts, and only without a rival.
        """
        said, root = draft.facts.attribution, draft.clause.root
        if said is None or said.source is None or root is None:
            return
        subject, antecedents = find_subject(root), draft.reading.antecedents
        if subject is None or subject.lower_ not in _SUBJECTS:
            return
        name = antecedents.name_speaker(said.source)
        sure = draft.modality == "promised" or antecedents.is_speaker(
            subject, said.source
        )
        if sure and name.lower() not in _SUBJECTS:
            self._write_over(draft, subject, name)

    def _name_place(self, draft: _Draft, end_char: int) -> None:
        """Say whose residents they are, where a figure or a speaker tells."""
        for figure in draft.facts.figures:
            noun = draft.doc.char_span(
                figure.start_char, figure.end_char, alignment_mode="expand"
            )
            if noun is None or noun.root.lemma_ not in self.belonging:
                continue
            if any(child.dep_ in {"prep", "acl"} for child in noun.root.children):
                continue
            place = figure.place or self._find_place(draft)
            if place is not None and place not in {
                entity.name for entity in draft.facts.entities
            }:
                at = noun.root.idx + len(noun.root)
                if at <= end_char:
                    draft.edits.add(at, at, f" of {place}")

    def _find_place(self, draft: _Draft) -> str | None:
        """Return the government that speaks, where it speaks of its own people."""
        said = draft.facts.attribution
        if said is None or said.source is None:
            return None
        source = said.source
        for entity in draft.reading.entities.find(source.start_char, source.end_char):
            if entity.jurisdiction is not None:
                return entity.jurisdiction.name
        return None


def _spell_contraction(token: Token) -> str:
    """Return what "’ll", "’s", "’d" stand for."""
    if token.lower_[1:] == "s":
        return "has" if token.dep_ == "aux" and token.head.tag_ == "VBN" else "is"
    if token.lower_[1:] == "d":
        return "had" if token.head.tag_ == "VBN" else "would"
    return _CONTRACTIONS.get(token.lower_[1:], token.text)


def _is_acronym(entity: Entity) -> bool:
    return entity.label == "ORG" and _ACRONYM.fullmatch(entity.text) is not None


def _is_plural(noun: Token) -> bool:
    if noun.tag_ in {"NNS", "NNPS"}:
        return True
    return any(child.dep_ == "conj" for child in noun.children)

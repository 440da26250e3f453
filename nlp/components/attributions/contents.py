"""What is said: the content of a verbal cue, by the dependency parse."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Span, Token

from nlp.components._syntax import find_child, find_subject
from nlp.components.attributions.borders import join, phrase, reported_clause, trim
from nlp.components.attributions.cues import Cue, Cues
from nlp.components.attributions.sources import find_agent, is_passive

_CLAUSE = frozenset({"ccomp"})
_OBJECT = frozenset({"dobj"})
_OPEN = frozenset({"xcomp"})
_TO_DO = frozenset({"xcomp", "ccomp"})
_PREDICATE = frozenset({"oprd", "ccomp", "xcomp"})
COMPLEMENT = frozenset({"pobj", "pcomp"})
_PASSIVE_SUBJECT = frozenset({"nsubjpass"})
_CALLED = frozenset({"oprd"})
_ACL = frozenset({"acl"})
_MARK = frozenset({"mark", "advmod"})
# Prepositions that say what of a thing is spoken of: "praised her for", "called it".
_SAID_OF = frozenset(
    {"as", "for", "of", "on", "over", "about", "with", "to", "against"}
)
_NOTHING = frozenset({"nothing", "anything", "something", "everything", "so", "yes"})
_NO_ANSWER = frozenset({"comment", "answer", "respond", "elaborate", "reply"})
_NO_BORDER = frozenset({":", ";", "("})
_ADVERBIAL = frozenset(
    {"dobj", "dative", "npadvmod", "prep", "punct", "advmod", "nsubj", "prt"}
)
_GENITIVES = frozenset({"'s", "’s"})
_MAX_HEARER = 20  # tokens from a cue to its "that"
_MIN_HOST = 3  # tokens; less is a stock phrase such as "you know"
_WH = frozenset({"WDT", "WP", "WRB", "WP$"})


class Content(NamedTuple):
    """What a cue gives, by which frame it was found, and the kind of the cue in it."""

    span: Span
    frame: str
    kind: str


def find_verb_content(verb: Token, cue: Cue, cues: Cues) -> Content | None:
    """Return the content of a verbal cue, or None where it has none."""
    if is_passive(verb):
        return _find_passive(verb, cue, cues)
    if "clause" in cue.frames:
        clause = _find_clause(verb)
        if clause is not None:
            said = reported_clause(clause, verb, cues)
            kind = cue.frames["clause"]
            if cue.word == "ask" and not _is_question(said):
                kind = "order"  # "asked that wells be exempted"
            return Content(said, "clause", kind)
        said_after = _find_that(verb)
        if said_after is not None:
            return Content(said_after, "clause", cue.frames["clause"])
    for frame, find in _FINDERS.items():
        if frame not in cue.frames:
            continue
        if frame == "inserted" and _is_reported(verb, cues):
            continue
        span = find(verb)
        if span is not None and len(span):
            return Content(span, frame, cue.frames[frame])
    return _find_oblique(verb, cue.prepositions)


def _is_question(said: Span) -> bool:
    if said[0].tag_ in _WH or said[0].lower_ in ("if", "whether"):
        return True
    return said.end < len(said.doc) and said.doc[said.end].text == "?"


def _find_passive(verb: Token, cue: Cue, cues: Cues) -> Content | None:
    clause = find_child(verb, _CLAUSE)
    if clause is not None and "clause" in cue.frames:
        span = reported_clause(clause, verb, cues)
        return Content(span, "passive", cue.frames["clause"])
    if find_agent(verb) is None:
        return None
    if "clause" in cue.frames and _has_as(verb):
        host = _find_host(verb)
        if host is not None:
            return Content(host, "passive", cue.frames["clause"])
    kind = cue.frames.get("object") or cue.frames.get("hearer")
    if kind is None:
        return None
    subject = find_child(verb, _PASSIVE_SUBJECT)
    if subject is not None and subject.tag_ not in _WH:
        return Content(phrase(subject), "passive", kind)
    if verb.dep_ in ("acl", "relcl"):
        noun = trim(verb.doc, verb.head.left_edge.i, verb.head.i + 1)
        return Content(noun, "passive", kind)
    return None


def _has_as(verb: Token) -> bool:
    mark = find_child(verb, _MARK)
    return mark is not None and mark.lower_ == "as"


def _find_clause(verb: Token) -> Token | None:
    """Return the head of the clause after the verb, or else of the one before it.

    A parser that gives a cue two clauses took the other from a neighbouring one; a
    clause before its cue is set off by a comma, a dash or a quote mark.
    """
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    for clause in clauses:
        if clause.i > verb.i:
            between = verb.doc[verb.i : max(verb.i, clause.left_edge.i)]
            if not any(one.text == ";" for one in between):
                return clause
    for clause in reversed(clauses):
        border = clause.right_edge
        if border.i + 1 < verb.i and not border.is_punct:
            border = border.nbor()
        if border.is_punct and border.text not in _NO_BORDER:
            return clause
    return _find_clause_after_phrase(verb)


def _find_clause_after_phrase(verb: Token) -> Token | None:
    """Return the clause of "said in a statement that", which hangs on the noun."""
    for child in verb.children:
        if child.dep_ == "prep" and child.i > verb.i:
            noun = find_child(child, COMPLEMENT)
            clause = None if noun is None else find_child(noun, _ACL)
            if clause is not None and clause.left_edge.lower_ == "that":
                return clause
    return None


def _find_valued(verb: Token) -> Span | None:
    """Return the thing and the figure of "put the cost at $3 million"."""
    thing = find_child(verb, _OBJECT)
    if thing is None or thing.i < verb.i:
        return None
    hosts = (*verb.children, *thing.children)
    at = next((one for one in hosts if one.lower_ == "at" and one.i > thing.i), None)
    return None if at is None else join(thing, at)


def _find_infinitive(verb: Token) -> Span | None:
    child = find_child(verb, _OPEN)
    if child is None or child.lower_ in _NO_ANSWER:
        return None
    return phrase(child)


def _find_order(verb: Token) -> Span | None:
    hearer = find_child(verb, _OBJECT)
    to_do = find_child(verb, _TO_DO)
    if to_do is None or to_do.i < verb.i:
        return None
    if hearer is None:
        return phrase(to_do) if to_do.dep_ == "ccomp" else None
    return join(hearer, to_do)


def _find_object(verb: Token) -> Span | None:
    thing = find_child(verb, _OBJECT)
    if thing is None:
        called = [child for child in verb.rights if child.dep_ in _CALLED]
        return join(called[0], called[-1]) if called else None
    said_of = [
        child
        for child in verb.children
        if child.i > verb.i
        and (
            child.dep_ in _PREDICATE
            or (child.dep_ == "prep" and child.lower_ in _SAID_OF)
        )
    ]
    if thing.i < verb.i:
        # "what he called a disgrace": the content is what it is called.
        name = find_child(verb, _CALLED)
        return phrase(name) if name is not None and thing.tag_ in _WH else None
    if thing.lower_ in _NOTHING or (_is_pronoun(thing) and not said_of):
        return None
    last = said_of[-1] if said_of else thing
    if thing.i + 1 < len(verb.doc) and thing.nbor().lower_ in _GENITIVES:
        # Of "the union’s plan" the parser makes two objects.
        last = max(last, *(c for c in verb.rights if c.dep_ == "dobj"), key=_place)
    return join(thing, last)


def _place(token: Token) -> int:
    return token.i


def _is_pronoun(token: Token) -> bool:
    return token.pos_ == "PRON" and token.left_edge.i == token.right_edge.i


def _find_oblique(verb: Token, prepositions: dict[str, str]) -> Content | None:
    if not prepositions:
        return None
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            complement = find_child(child, COMPLEMENT)
            if complement is None or _is_pronoun(complement):
                return None
            if child.i < verb.i and complement.lower_ == "hand":
                continue  # "on the other hand"
            to_do = find_child(verb, _OPEN)
            acts = child.lower_ == "for" and to_do is not None and to_do.i > child.i
            span = join(complement, to_do) if acts and to_do else phrase(complement)
            return Content(span, "oblique", prepositions[child.lower_])
        if child.dep_ == "advcl" and child.left_edge.lower_ in prepositions:
            # "called for the county to act"
            span = trim(child.doc, child.left_edge.i + 1, child.right_edge.i + 1)
            return Content(span, "oblique", prepositions[child.left_edge.lower_])
    return None


def _find_that(verb: Token) -> Span | None:
    """Return the words after "finds that", up to the end of the sentence.

    For where the parser saw no clause; it knows a "that" which opens one.
    """
    doc, start = verb.doc, verb.i + 1
    while start < min(len(doc), verb.i + _MAX_HEARER) and not _opens(doc[start], verb):
        if doc[start].is_punct or doc[start].is_sent_start:
            return None
        start += 1
    start += 1
    if start >= len(doc) or not _opens(doc[start - 1], verb):
        return None
    end = start
    while end < len(doc) and not doc[end].is_sent_start and doc[end].text != ";":
        end += 1
    span = trim(doc, start, end)
    return span if len(span) > 1 else None


def _opens(token: Token, verb: Token) -> bool:
    """Whether a word is a "that" which opens a clause of the verb."""
    if token.lower_ != "that":
        return False
    return token.dep_ == "mark" or (token.tag_ == "IN" and token.i == verb.i + 1)


def find_preceding(verb: Token, first: int) -> Span | None:
    """Return the words of a sentence up to a cue that closes it, whatever the parse.

    Args:
        verb: The cue, of which and of whose source no clause is known to hang.
        first: Index of the first token of cue and source.
    """
    doc = verb.doc
    if first == 0 or doc[first - 1].text != "," or verb.i + 1 >= len(doc):
        return None
    if not _closes(verb):
        return None
    start = first - 1
    while start > verb.sent.start and doc[start - 1].text != ";":
        start -= 1
    span = trim(doc, start, first - 1)
    return span if any(one.pos_ in ("VERB", "AUX") for one in span) else None


def _closes(verb: Token) -> bool:
    """Whether a sentence, or its part before a semicolon, ends with the cue."""
    after = verb.nbor()
    if after.text in (".", ";", ",") or after.ent_type_ == "DATE":
        return True
    if any(child.dep_ not in _ADVERBIAL for child in verb.rights):
        return False
    end = verb.right_edge.i + 1
    return end >= len(verb.doc) or verb.doc[end].text in (".", ";", "”", '"')


def _is_reported(verb: Token, cues: Cues) -> bool:
    """Whether the verb's clause is itself the content of a cue."""
    above = cues.verbs.get(verb.head.lower_)
    return verb.dep_ == "ccomp" and above is not None and "clause" in above.frames


def _find_host(verb: Token) -> Span | None:
    """Return the clause the cue stands in: "Taxes, he said, rose"; "as he put it"."""
    host = verb.head
    if host.i == verb.i or host.pos_ not in ("VERB", "AUX"):
        return None
    if verb.dep_ not in ("parataxis", "ccomp") and not (
        (verb.dep_ == "advcl" and _has_as(verb)) or _is_juxtaposed(verb)
    ):
        return None
    start, end = host.left_edge.i, host.right_edge.i + 1
    left, right = verb.left_edge.i, verb.right_edge.i + 1
    if left <= start + 1:
        start = right
        if start < end and host.doc[start].text == ";":
            return None  # "The plan would add 90 beds; nobody objects"
    elif right >= end - 1:
        end = left
    return trim(host.doc, start, end) if end - start >= _MIN_HOST else None


def _is_juxtaposed(verb: Token) -> bool:
    """Tell "Rents fell, the mayor said on Friday" from "rents fell, and he said so"."""
    if verb.dep_ != "conj" or verb.i < verb.head.i:
        return False
    if any(
        child.dep_ == "cc" and child.i > verb.head.i for child in verb.head.children
    ):
        return False
    after = verb.doc[verb.i + 1 : verb.i + 2]
    if not all(t.is_punct or t.pos_ == "ADP" or t.ent_type_ == "DATE" for t in after):
        return False  # "The council voted no, the mayor said little"
    start = verb.left_edge.i
    subject = find_subject(verb)
    return subject is not None and start > 0 and verb.doc[start - 1].text == ","


_FINDERS = {
    "valued": _find_valued,
    "hearer": _find_order,
    "infinitive": _find_infinitive,
    "object": _find_object,
    "inserted": _find_host,
}

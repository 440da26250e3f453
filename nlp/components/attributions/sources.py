"""Who is speaking: the source of a cue, by the dependency parse."""

from __future__ import annotations

from spacy.tokens import Span, Token

from nlp.components._syntax import find_child
from nlp.components.attributions.borders import trim
from nlp.components.attributions.cues import Cues
from nlp.components.attributions.speakers import read_speakers

_SUBJECT = frozenset({"nsubj"})
_PASSIVE_SUBJECT = frozenset({"nsubjpass"})
_PASSIVE = frozenset({"nsubjpass", "auxpass"})
_AGENT = frozenset({"agent"})
_OBJECT = frozenset({"dobj", "pobj"})
_DIRECT_OBJECT = frozenset({"dobj"})
_POSSESSIVE = frozenset({"poss"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_INHERITS = frozenset({"conj", "xcomp", "advcl", "ccomp", "pcomp", "dep"})
_ADJOINS = frozenset({"conj", "advcl", "xcomp", "acl", "relcl", "prep", "pcomp"})
_PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
_LOOSE_CLAUSES = frozenset({"relcl", "acl", "parataxis", "advcl", "ccomp"})
_NAMING = frozenset({"including", "like", "of", "from", "among"})
_THINGS = frozenset({"dobj", "oprd"})
_MIN_ACTIVE = 2  # things after a participle that is none
_LOOSENERS = frozenset({",", "-", "--", "–", "—", "(", ":", ";"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_TENSED = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAX_PHRASE = 60  # tokens on each side of its head
_MAX_CLIMB = 6  # clauses between a cue and the subject that it shares


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, reduced ("a plan criticized by") included."""
    if find_child(verb, _PASSIVE) is not None:
        return True
    if verb.tag_ != "VBN" or verb.dep_ not in ("acl", "advcl"):
        return False
    if any(child.dep_ == "aux" for child in verb.lefts):
        return False  # "though Boise has said"
    # "One aide called it a bluff", where "called" is taken for a participle.
    return sum(child.dep_ in _THINGS for child in verb.rights) < _MIN_ACTIVE


def find_agent(verb: Token) -> Token | None:
    """Return the head of the verb's by-phrase."""
    by = find_child(verb, _AGENT)
    return None if by is None else find_child(by, _OBJECT)


def find_antecedent(verb: Token) -> Token:
    """Return the noun that a relative or participle clause belongs to.

    Of a name with an apposition it is the name: "Ann Lee, a lawyer who said".
    """
    head = verb.head
    for _ in range(_MAX_CLIMB):
        of_clause = head.dep_ == "conj" and head.head.pos_ in ("VERB", "AUX")
        if not of_clause and head.dep_ != "appos":
            break
        head = head.head
    return head


def find_speaker(verb: Token, cues: Cues) -> Token | None:
    """Return the head of the subject of `verb`, its own or the one it shares."""
    clause: Token | None = verb
    for _ in range(_MAX_CLIMB):
        if clause is None:
            return None
        subject = _find_own(clause, cues)
        if subject is not None:
            return subject
        if clause.dep_ == "xcomp":
            controller = find_child(clause.head, _DIRECT_OBJECT)
            if controller is not None and controller.i < clause.i:
                return controller
        clause = _find_sharing(clause, cues)
    return None


def _find_own(verb: Token, cues: Cues) -> Token | None:
    """Return the subject of a clause, or the noun that the clause describes."""
    subjects = [child for child in verb.children if child.dep_ in _SUBJECT]
    # In "what she said" the parser may see two.
    subject = subjects[-1] if subjects else None
    if subject is not None and verb.dep_ == "relcl" and subject.lower_ in _RELATIVE:
        antecedent = find_antecedent(verb)
        return antecedent if subject.lower_ == "who" else _find_record(antecedent)
    if subject is None and verb.dep_ in ("acl", "relcl") and not _is_aside(verb):
        return _find_issuer(find_antecedent(verb), cues)
    return subject or find_child(verb, _PASSIVE_SUBJECT)


def _find_record(noun: Token) -> Token:
    """Return the record of "a study of towns in Ohio, which found", or the noun."""
    record = noun
    for _ in range(_MAX_CLIMB):
        if record.pos_ == "NOUN" and read_speakers().is_record(record):
            return record
        if record.dep_ not in ("pobj", "prep"):
            return noun
        record = record.head
    return noun


def _find_issuer(noun: Token, cues: Cues) -> Token | None:
    """Return whose letter or statement it is, or the noun itself."""
    if noun.lower_ not in read_speakers().documents:
        return noun
    owner = find_child(noun, _POSSESSIVE)
    if owner is None and noun.dep_ == "dobj":
        owner = find_child(noun.head, _SUBJECT)
    return owner or noun


def _is_aside(verb: Token) -> bool:
    """Whether a participle is set off by a comma: "He objected, saying that"."""
    first = verb
    while first.i > 0 and first.nbor(-1).dep_ in ("advmod", "neg"):
        first = first.nbor(-1)
    return verb.tag_ == "VBG" and first.i > 0 and first.nbor(-1).text == ","


def _find_sharing(verb: Token, cues: Cues) -> Token | None:
    """Return the verb whose subject a clause without one shares."""
    aside = _is_aside(verb)
    if verb.dep_ not in _INHERITS and not aside:
        return None
    head = verb.head
    while head.pos_ not in _PREDICATES and head.dep_ != "ROOT":
        if not aside and head.dep_ != "prep":
            return None
        head = head.head
    if head.pos_ not in _PREDICATES:
        return None
    outer = _find_outer_cue(head, cues)
    if outer is None or outer.i > verb.i:
        return head
    coordinate = verb.dep_ == "conj" and outer.tag_ == verb.tag_ != head.tag_
    return outer if aside or coordinate else head


def _find_outer_cue(verb: Token, cues: Cues) -> Token | None:
    """Return the cue in whose content a verb stands."""
    for _ in range(_MAX_CLIMB):
        if verb.dep_ == "ccomp":
            cue = cues.verbs.get(verb.head.lower_)
            return verb.head if cue is not None and "clause" in cue.frames else None
        if verb.dep_ not in _ADJOINS and verb.pos_ in _PREDICATES:
            return None
        verb = verb.head
    return None


def noun_phrase(head: Token) -> Span:
    """Return the phrase of a noun: title and apposition in, loose clauses out.

    "Denmark's defence minister, Troels Lund Poulsen" is whole; a clause that only
    adds (", who ...") is cut, one that defines ("officials who ...") stays.
    """
    doc = head.doc
    start = max(head.left_edge.i, head.i - _MAX_PHRASE)
    end = min(head.right_edge.i + 1, head.i + _MAX_PHRASE)
    for token in doc[head.i + 1 : end]:
        border = _find_border(token, head)
        if border is not None and border < end:
            end = border
            break
    for token in doc[start : head.i]:
        if token.is_space and "\n" in token.text:
            start = token.i + 1
    if doc[start].text == "(" and start + 2 < head.i and doc[start + 2].text == ")":
        start += 3  # "(b) The Secretary"
    return trim(doc, start, end)


def _begins_anew(token: Token, head: Token) -> bool:
    """Whether ", and" joins a clause: "according to the report, and mayors agree"."""
    if token.text != "," or head.dep_ != "pobj" or token.i + 2 >= len(token.doc):
        return False
    joint = token.nbor()
    if joint.dep_ != "cc" or joint.head.pos_ not in _NOMINAL:
        return False
    if any(one.text == "," for one in token.doc[head.i : token.i]):
        return False  # a list: "according to Lee, Diaz, and others who saw it"
    after = token.sent[joint.i - token.sent.start :]
    return any(one.tag_ in _TENSED for one in after)


def _find_border(token: Token, head: Token) -> int | None:
    """Return where a phrase stops before `token`: a paragraph, date or loose clause."""
    if token.is_space and "\n" in token.text:
        return token.i
    if _begins_anew(token, head):
        return token.i
    added = token.dep_ == "prep" and token.head.i == head.i
    if added and token.i + 1 < len(token.doc) and token.nbor().ent_type_ == "DATE":
        return token.i
    if (added and token.lower_ not in _NAMING) or token.dep_ in _LOOSE_CLAUSES:
        left = token.left_edge.i
        if left > head.i and token.doc[left - 1].text in _LOOSENERS:
            return left - 1
    return None

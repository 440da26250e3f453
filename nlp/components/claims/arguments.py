"""Subject, predicate and object of a clause, by the parse."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from nlp.components._syntax import FINITE_TAGS, find_child, find_subject, is_finite
from nlp.components.claims.borders import tidy
from nlp.components.claims.clauses import Clause
from nlp.components.claims.trimming import skip_number
from nlp.schema import TextSpan

# Of words that may open a sentence as its subject.
OPENING_TAGS = frozenset({"DT", "NN", "NNS", "NNP", "NNPS", "PRP$", "VBG"})
RELATIVE_TAGS = frozenset({"WDT", "WP"})
_OBJECTS = frozenset({"dobj", "attr", "acomp", "oprd", "ccomp"})
_INSIDE = frozenset({"aux", "auxpass", "neg", "prt"})
_TAILS = frozenset({".", ",", ";", ":", "?", "!", "”", "—", "–"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_JOINING = frozenset({"conj", "appos"})
_MAX_VERBS = 6  # that share one object
# They have no object: "resigned and took a job".
_ALONE = frozenset(
    {
        "act", "agree", "appear", "arrive", "be", "begin", "come", "die", "emerge",
        "fall", "flee", "go", "grow", "happen", "live", "meet", "move", "occur",
        "resign", "respond", "retire", "return", "rise", "run", "sit", "speak", "stand",
        "stay", "step", "stop", "turn", "vote", "wait", "walk", "work",
    }
)  # fmt: skip
_BETWEEN = frozenset({"cc", "punct", "advmod", "conj"})
_MAX_MEMBERS = 30  # of a list that is one subject
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def find_clause_subject(clause: Clause) -> Token | None:
    """Return the head of the subject, its own or the one it shares."""
    if clause.root is None:
        return None
    own = find_subject(clause.root)
    if own is None and clause.host is None:
        own = _find_lost_subject(_find_verb(clause.root)) or _find_opening(clause)
    if clause.form == "relative" and (own is None or own.tag_ in RELATIVE_TAGS):
        return find_antecedent(clause.root)
    if own is not None or clause.host is None:
        return own
    host: Token | None = clause.host
    for _ in range(8):  # conjuncts hang on one another; eight verbs share one subject
        if host is None:
            return None
        own = find_subject(host)
        if own is not None and own.tag_ in RELATIVE_TAGS and host.dep_ == "relcl":
            return host.head
        if own is not None or host.dep_ != "conj":
            return own
        host = host.head
    return None


def _find_verb(root: Token) -> Token:
    """Return the verb of a sentence whose root the parser took for "(b)" or a name."""
    if root.pos_ in {"VERB", "AUX"}:
        return root
    return next(
        (
            child
            for child in root.children
            if child.dep_ not in {"relcl", "acl", "advcl"}
            and is_finite(child)
            and find_subject(child) is not None
        ),
        root,
    )


def _find_lost_subject(verb: Token) -> Token | None:
    """Return the subject that the parser hung on "shall", or on what stands before it.

    "Pursuant to the Act and other law, the Clerk (Clerk) shall" may make the Clerk a
    kind of law.
    """
    own = find_subject(verb)
    modal = next((child for child in verb.lefts if child.tag_ == "MD"), None)
    if own is not None or modal is None:
        return own
    own = find_subject(modal)
    if own is not None or modal.i == 0:
        return own
    head = _skip_brackets(modal.nbor(-1))
    for _ in range(_MAX_VERBS):
        above = head.head
        if above.i >= head.i or above.pos_ not in _NOMINAL | {"ADP"}:
            break
        if any(token.text == "," for token in verb.doc[above.i : head.i]):
            break
        head = above
    return head if head.pos_ in _NOMINAL else None


def _find_opening(clause: Clause) -> Token | None:
    """Return the noun or gerund that opens a sentence whose verb has no subject."""
    root = clause.root
    if root is None or clause.form != "sentence" or root.tag_ not in FINITE_TAGS:
        return None
    head = root.doc[clause.start]
    if head.tag_ not in OPENING_TAGS:
        return None
    for _ in range(_MAX_VERBS):
        if not head.i < head.head.i < root.i:
            break
        head = head.head
    opens = head.pos_ in _NOMINAL or head.tag_ == "VBG"
    return head if opens and head.i < root.i else None


def _skip_brackets(last: Token) -> Token:
    """Return the word before "(Secretary)" where that ends a phrase."""
    if last.text != ")":
        return last
    for token in reversed(last.doc[last.sent.start : last.i]):
        if token.text == "(":
            return token.nbor(-1) if token.i else last
    return last


def find_antecedent(verb: Token) -> Token:
    """Return the noun that a relative clause tells of.

    The parser hangs "a Republican from Buckeye, who voted for both" on the town, of
    which nobody says "who".
    """
    noun = verb.head
    subject = find_subject(verb)
    if subject is None or subject.lower_ != "who":
        return noun
    if noun.dep_ == "pobj" and (
        noun.ent_type_ in _PLACES or noun.head.lower_ == "from"
    ):
        noun = noun.head.head
        while noun.dep_ == "appos":
            noun = noun.head
    return noun if noun.pos_ in _NOMINAL else verb.head


def find_arguments(
    doc: Doc, clause: Clause, text: str
) -> tuple[TextSpan | None, TextSpan | None, TextSpan | None]:
    """Return subject, predicate and object of a clause; None where it has none.

    Args:
        doc: The document.
        clause: The clause.
        text: The text of `doc`, which is costly to ask for again and again.
    """
    if clause.root is None:
        return None, None, None
    subject = find_clause_subject(clause)
    verbs = _find_predicate(_find_verb(clause.root))
    return (
        None if subject is None else _cut(text, subject_extent(doc, subject)),
        _cut(text, _verb_extent(verbs, clause)),
        _cut(text, _object_extent(doc, clause, verbs)),
    )


def _cut(text: str, extent: tuple[int, int] | None) -> TextSpan | None:
    if extent is None:
        return None
    start, end = tidy(text, *extent)
    return TextSpan(text=text[start:end], start_char=start, end_char=end)


def _object_extent(
    doc: Doc, clause: Clause, verbs: list[Token]
) -> tuple[int, int] | None:
    """Return the object inside the clause; a member of a list is itself one."""
    last = doc[clause.end - 1]
    while last.i > clause.start and last.text in _TAILS:
        last = last.nbor(-1)
    limit = last.idx + len(last)
    if clause.form == "item":
        return doc[clause.start].idx, limit
    obj = _find_object(verbs) or _find_shared_object(clause, verbs[-1])
    if obj is None:
        return None
    start_char, end_char = phrase_extent(doc, obj)
    if start_char < limit < end_char:
        end_char = limit
    return start_char, end_char


def _find_predicate(root: Token) -> list[Token]:
    """Follow the verb through its infinitives: pledged, conduct."""
    verbs = [root]
    while len(verbs) < 5:
        after = find_child(verbs[-1], frozenset({"xcomp"}))
        if after is None or after.pos_ not in {"VERB", "AUX"} or after.i < verbs[-1].i:
            break
        if find_subject(after) is not None or _has_object_before(verbs[-1], after):
            break
        verbs.append(after)
    return verbs


def _has_object_before(verb: Token, after: Token) -> bool:
    """Whether it is "directs the board to act", where the object parts the verbs."""
    return any(
        child.dep_ in {"dobj", "dative"} and verb.i < child.i < after.i
        for child in verb.children
    )


def _find_object(verbs: list[Token]) -> Token | None:
    for verb in reversed(verbs):
        found = find_child(verb, _OBJECTS)
        if found is not None and found.i > verb.i:
            return found
    return None


def _find_shared_object(clause: Clause, verb: Token) -> Token | None:
    """Return the object of "wrote, revised and signed a rule", one for all verbs."""
    for _ in range(_MAX_VERBS):
        if verb.lemma_ in _ALONE:
            return None
        after = find_child(verb, frozenset({"conj"}))
        if after is None or after.pos_ != "VERB" or after.i >= clause.end:
            return None
        between = verb.doc[verb.i + 1 : after.i]
        if any(token.dep_ not in _BETWEEN for token in between):
            return None
        verb = after
        found = find_child(verb, frozenset({"dobj"}))
        if found is not None:
            return found if found.i > verb.i else None
    return None


def _verb_extent(verbs: list[Token], clause: Clause) -> tuple[int, int]:
    first = last = verbs[0]
    for verb in verbs:
        for token in (verb, *verb.children):
            if token != verb and token.dep_ not in _INSIDE:
                continue
            if not clause.start <= token.i < clause.end:
                continue
            first = token if token.i < first.i else first
            last = token if token.i > last.i else last
    # An auxiliary in front of its subject ("Not once has the city") is left out.
    subject = find_subject(verbs[0])
    if subject is not None and first.i < subject.i < verbs[0].i:
        first = verbs[0]
    return first.idx, last.idx + len(last)


def subject_extent(doc: Doc, head: Token) -> tuple[int, int]:
    """Return the characters of a subject.

    Where the parser gives a verb two subjects ("the debate and the treatment is"), they
    are one phrase.
    """
    start_char, end_char = phrase_extent(doc, head)
    for other in head.head.children:
        if other.dep_ == head.dep_ and head.i < other.i < head.head.i:
            end_char = phrase_extent(doc, other)[1]
    left = head.left_edge.i
    first = skip_number(doc, left, max(head.head.i, head.i + 1))
    if first > left:
        start_char = doc[first].idx
    if first > head.i:  # the parser takes "DENVER — Two cities" for a name
        last = head.right_edge
        end_char = max(end_char, last.idx + len(last))
    return start_char, max(end_char, start_char + len(doc[first]))


def phrase_extent(doc: Doc, head: Token) -> tuple[int, int]:
    """Return the characters of a head and what belongs to it.

    A relative clause, or whatever else a comma parts from it, is left out.
    """
    first, last = head.left_edge, head.right_edge
    if head.pos_ in _NOMINAL:
        last = _find_last(doc, head, last)
    while last.i > first.i and (last.is_space or last.text in _TAILS):
        last = last.nbor(-1)
    return first.idx, last.idx + len(last)


def _find_last_member(head: Token) -> Token | None:
    """Return the last of the things that "and" joins to a head, if there is any."""
    last, joined = head, False
    for _ in range(_MAX_MEMBERS):
        following = _find_joined(last)
        if following is None:
            break
        joined = joined or any(t.dep_ == "cc" for t in last.rights)
        last = following
    return last if joined and last.dep_ == "conj" else None


def _find_joined(noun: Token) -> Token | None:
    """Return the last noun joined to one: "the Clerk, the Auditor, and the Mayor".

    The parser may hang all on the first; what stands between two of them ends the list.
    """
    found: Token | None = None
    for token in noun.rights:
        if token.dep_ not in _JOINING or not _is_noun(token):
            continue
        if found is not None:
            between = noun.doc[found.right_edge.i + 1 : token.left_edge.i]
            if not all(one.is_punct or one.dep_ == "cc" for one in between):
                break
        found = token
    return found


def _is_noun(token: Token) -> bool:
    return token.pos_ in _NOMINAL


def _belongs(token: Token) -> bool:
    return token.dep_ in {"prep", "acl"}


def _find_last(doc: Doc, head: Token, last: Token) -> Token:
    """Return the word before a relative clause or what a comma parts off.

    The members of "the Director, the Clerk, and the Auditor, in consultation with all"
    are one phrase.
    """
    member, begin = _find_last_member(head), head.i
    if member is not None:
        end = member.right_edge
        if end.is_punct or end.i >= last.i or not _belongs(doc[end.i + 1]):
            return _find_last(doc, member, end)
        begin = end.i  # "any failure or delay by a state"
    for child in head.rights:
        if child.dep_ in {"relcl", "punct"} and child.left_edge.i > begin:
            last = doc[child.left_edge.i - 1]
            break
    # "the mayor of Salem, a doctor": the parser may hang the comma on a lower noun.
    for token in doc[begin + 1 : last.i]:
        if token.text == ",":
            listed = any(t.dep_ == "conj" for t in doc[head.i : last.i + 1])
            return last if listed else doc[token.i - 1]
    return last

"""Clauses that are cut off, or lean on what stands elsewhere."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from nlp.components._syntax import find_subject, is_passive
from nlp.components.claims.clauses import Clause

# What opens a list or a sentence that goes on in lines of its own.
_OPENS = re.compile(
    r"[ \t]{0,9}(?:[:—–][ \t]{0,9}(?=[\r\n]|\(?\w{1,4}[.)]|$)"
    r"|[\r\n]\s{0,20}(?:[-*•]\s|\(?\w{1,4}[.)]\s))"
)
_SIGHT = 40  # characters in which the marks that open a list show
_LEANING = frozenset(
    {"IN", "TO", "DT", "CC", "PRP$", "WDT", "VB", "VBG", "VBN", "VBP", "VBZ", "MD"}
)
_ANNOUNCES = re.compile(
    r"\b(?:following|as follows|hereby (?:ordered|enacted|resolved|found)"
    r"|hereby (?:\w+ and )?(?:order|proclaim|determine)$"
    r"|be it (?:\w+ )?(?:enacted|ordained|resolved))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"[\s“\"(]*(?:an? )?(?:the (?:term|word|phrase)s? [“\"‘']"
    r"|(?:an? )?[“\"‘'][^”\"\n]{1,60}[”\"’'] (?:means?|includes?|has the meaning)\b)",
    re.IGNORECASE,
)
_CHARS_READ = 200
_WHOLE = frozenset({"dobj", "nsubjpass", "ccomp", "xcomp", "attr", "prt", "acomp"})
_ECHOES = frozenset({"so", "neither", "nor", "not", "n't", "n’t"})
_NEVER_LAST = frozenset({"DT", "CC", "PRP$"})


def is_dangling(doc: Doc, clause: Clause) -> bool:
    """Whether it breaks off before a list: "The county may lend money to: (1) ..."."""
    last = clause.end - 1
    while last > clause.start and doc[last].is_punct and doc[last].text != ".":
        last -= 1
    token = doc[last]
    if token.text == ".":
        return False
    if token.tag_ in _NEVER_LAST and token.dep_ in {"det", "cc", "poss"}:
        return True
    rest = doc[last + 1 : last + 6].text_with_ws if last + 1 < len(doc) else ""
    gap = token.whitespace_ + rest
    if _OPENS.match(gap[:_SIGHT]) is None:
        return False
    if token.tag_ in _LEANING and not _has_object(token):
        return True
    waits = clause.root is not None and _lacks_object(clause.root)
    if waits and gap.lstrip().startswith(":"):
        return True
    words = doc[max(clause.start, last - _SIGHT) : last + 1]
    return _ANNOUNCES.search(words.text) is not None


def _has_object(token: Token) -> bool:
    return any(child.dep_ in {"dobj", "pobj", "attr"} for child in token.rights)


def _lacks_object(verb: Token) -> bool:
    """Whether a duty waits for what is to be done: "shall, within 60 days:"."""
    if verb.tag_ == "MD":
        return True
    if verb.tag_ != "VB" or not any(child.tag_ == "MD" for child in verb.lefts):
        return False
    return not is_passive(verb) and not any(c.dep_ in _WHOLE for c in verb.rights)


def is_definition(doc: Doc, clause: Clause) -> bool:
    """Whether a rule says what its words mean: "The term “dwelling” means ..."."""
    text = doc[clause.start : min(clause.end, clause.start + _CHARS_READ)].text
    return _DEFINES.match(text) is not None


def leans(clause: Clause) -> bool:
    """Whether its verb or its subject stands elsewhere: "So does Hobbs".

    A third-person verb beside a plural subject ("a rule that costs money and slows
    builders" under "The cities keep ...") has been given the wrong one by the parser.
    """
    root = clause.root
    if root is None:
        return False
    does = root.lemma_.lower() == "do" and root.pos_ in {"VERB", "AUX"}
    if does and clause.form != "relative" and not any(map(_completes, root.children)):
        return True
    if clause.form != "conjunct" or root.tag_ != "VBZ" or clause.host is None:
        return False
    if find_subject(root) is not None or clause.host.tag_ == "VBZ":
        return False
    subject: Token | None = None
    host: Token | None = clause.host
    for _ in range(8):
        if host is None:
            break
        subject = find_subject(host)
        if subject is not None or host.dep_ != "conj":
            break
        host = host.head
    return subject is not None and _is_plural(subject)


def _completes(child: Token) -> bool:
    """Whether a word makes "do" a verb of its own: "do business", "did well"."""
    if child.dep_ == "advmod":
        return child.lower_ not in _ECHOES
    return child.dep_ in _WHOLE


def _is_plural(noun: Token) -> bool:
    if noun.tag_ == "NNS" or noun.lower_ in {"they", "we"}:
        return True
    return any(child.dep_ == "conj" for child in noun.children)

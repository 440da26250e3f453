"""Where the parse fails: a government, its act and the policy word after word.

Headlines and short sentences are often parsed wrong ("Montana banned vaccine
mandates" with "mandates" as the verb). Read flat, every word from the policy back to
the government must be known, or nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.detection import Policy
from nlp.components.stances.factuality import awaits_office, stands_as_fact
from nlp.components.stances.paths import Path
from nlp.schema import Status

MAX_TOKENS = 12
CERTAINTY = 0.85
FILLER_POS = frozenset({"DET", "ADJ", "NUM", "SYM", "PART", "ADV", "PRON"})
FILLER_WORDS = frozenset({"of", "on", "for", "in", "to", "the", "a", "an", "its", "%"})
PERFECT = frozenset({"has", "have", "had"})
DENIALS = frozenset({"not", "n't", "never", "no", "may", "might", "could", "would"})
FUTURE = frozenset({"will", "'ll", "’ll"})


def read_flat(policy: Policy, cues: Cues) -> tuple[Path, Token, Status] | None:
    """Read the words before a policy back to the act and the one who acts.

    Returns:
        The path up to the act, the last token before the act (where the acting
        government must end), and the status; None where a word is unknown.
    """
    span = policy.span
    if not _ends_phrase(policy):
        return None
    path = Path(
        policy=policy,
        node=policy.root,
        sign=policy.term.sign,
        directed=policy.term.kind == "policy",
    )
    first = span[0]
    cue = _find_verb(first, cues) if len(span) > 1 else None
    if cue is not None and (_is_past(first) or first.tag_ in {"VBZ", "VBP"}):
        # The term holds the act: "banned vaccine mandates".
        return _finish(replace(path, node=first, act=first, cue=cue), cues)
    for token in _before(policy):
        cue = _find_verb(token, cues)
        if cue is not None:
            path = path.pass_on(token, cue.sign, directs=cue.directs)
            path = replace(path, act=token, cue=cue)
            if token.lower_ != token.lemma_.lower() or _is_past(token):
                return _finish(path, cues) if path.is_told else None
        elif token.lower_ in DENIALS:
            return None
        elif token.lemma_.lower() in cues.nouns and token.i < span.start - 1:
            path = path.pass_on(token, cues.nouns[token.lemma_.lower()], directs=True)
        elif token.lemma_.lower() in cues.neutral:
            path = path.pass_on(token)
        elif token.pos_ not in FILLER_POS and token.lower_ not in FILLER_WORDS:
            return None
    return None


def _ends_phrase(policy: Policy) -> bool:
    """Whether no noun or verb follows that the policy would only qualify."""
    end = policy.span.end
    if end >= policy.span.sent.end:
        return True
    return policy.span.doc[end].pos_ not in {"NOUN", "PROPN", "VERB", "AUX", "PART"}


def _before(policy: Policy) -> Iterator[Token]:
    """Yield the tokens before a policy in its sentence, nearest first."""
    span = policy.span
    first = span.sent.start
    for at in range(span.start - 1, max(first, span.start - MAX_TOKENS) - 1, -1):
        yield span.doc[at]


def _find_verb(token: Token, cues: Cues) -> VerbCue | None:
    """Return the cue of a word that looks like an act, whatever the tagger says."""
    if token.pos_ in {"ADP", "DET"}:
        return None
    choices = cues.verbs.get(cues.read_lemma(token), ())
    if not choices and token.lower_.endswith("ed"):
        # A past form taken for a name keeps its ending in the lemma.
        stems = (token.lower_[:-2], token.lower_[:-1], token.lower_[:-3])
        choices = next((cues.verbs[s] for s in stems if s in cues.verbs), ())
    if token.lemma_.lower() in cues.nouns and not _is_past(token):
        return None
    return next((c for c in choices if c.status and not c.carries), None)


def _is_past(token: Token) -> bool:
    return token.lower_.endswith("ed") or token.tag_ == "VBD"


def _finish(path: Path, cues: Cues) -> tuple[Path, Token, Status] | None:
    """Step over adverbs and auxiliaries to the last word of who acts."""
    act, cue = path.act, path.cue
    assert act is not None
    assert cue is not None
    assert cue.status is not None
    if not stands_as_fact(act, cues) or awaits_office(act):
        return None
    status = cue.status
    if not _is_past(act):
        status = cue.present or cue.status
    for at in range(act.i - 1, max(act.sent.start, act.i - 4) - 1, -1):
        token = act.doc[at]
        word = token.lower_
        if word in DENIALS or word in cues.factuality["hedges"]:
            return None
        if word in FUTURE:
            status = "promised"
        elif word not in PERFECT and token.pos_ != "ADV":
            return path, token, status
    return None

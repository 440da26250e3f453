"""How a clause is meant: as fact, denial, guess, promise, forecast or question.

The outermost cue wins, as the parse has it: "has not pledged to" is negated,
"pledged not to" is promised, "may not have paid" is hedged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.components._syntax import AUX_DEPS, find_child, find_subject, is_passive
from nlp.components.claims.clauses import Clause
from nlp.lexicons import read_lexicon
from nlp.schema import Modality

_CLAUSAL = frozenset({"xcomp", "ccomp"})
_WH = frozenset(
    {"how", "whether", "what", "when", "where", "who", "why", "which", "if"}
)
_HOLDERS = frozenset({"attr", "dobj", "nsubj", "nsubjpass", "pobj", "acomp"})
_FIRST_PERSON = frozenset({"i", "we"})


class ModalityReader:
    """Read the modality of clauses by the cues of `lexicons/modality.toml`."""

    def __init__(self) -> None:
        """Read the cues."""
        cues = read_lexicon("modality")
        self.cues: dict[str, dict[str, frozenset[str]]] = {
            part: {name: frozenset(words) for name, words in lists.items()}
            for part, lists in cues.items()
        }
        self.tests: tuple[Callable[[Sentence], Modality | None], ...] = (
            self._test_question,
            self._test_unknown,
            self._test_cue,
            self._test_modal,
            self._test_negation,
            self._test_verb,
            self._test_adjective,
            self._test_noun,
            self._test_condition,
            self._test_adverb,
        )

    def read(self, doc: Doc, clause: Clause, *, legal: bool = False) -> Modality:
        """Return the modality of a clause.

        Args:
            doc: The document.
            clause: One statement of it.
            legal: Whether the text lays down rules, where "may" permits and "shall"
                orders.
        """
        if clause.root is None:
            return self._read_words(doc, clause, legal)
        sentence = Sentence(doc, clause, clause.root, legal)
        for test in self.tests:
            found = test(sentence)
            if found is not None:
                return found
        return "asserted"

    # ------------------------------------------------------------ without a parse

    def _read_words(self, doc: Doc, clause: Clause, legal: bool) -> Modality:
        """Guess from the first cue word; the scope stays unknown."""
        if clause.question:
            return "questioned"
        text = doc[clause.start : clause.end].text.lower()
        if any(phrase in text for phrase in self.cues["unknown"]["phrases"]):
            return "unknown"
        for token in doc[clause.start : clause.end]:
            word = token.lower_
            if word in self.cues["unknown"]["adjectives"]:
                return "unknown"
            if word in self.cues["hedge"]["modals"] and not legal:
                return "hedged"
            if word in self.cues["hedge"]["adverbs"]:
                return "hedged"
            if word in {"will", "’ll", "'ll"}:
                return "predicted"
            if word in self.cues["negate"]["words"]:
                return "negated"
        return "asserted"

    # ------------------------------------------------------------- with a parse

    def _test_question(self, sentence: Sentence) -> Modality | None:
        if sentence.clause.question:
            return "questioned"
        root = sentence.root
        if root.lemma_ in self.cues["question"]["verbs"] and not is_passive(root):
            if find_child(root, _CLAUSAL) is not None or root.lemma_ != "ask":
                return None if sentence.negated else "questioned"
        return None

    def _test_unknown(self, sentence: Sentence) -> Modality | None:
        cues, root = self.cues["unknown"], sentence.root
        text = sentence.doc[sentence.clause.start : sentence.clause.end].text.lower()
        if any(phrase in text for phrase in cues["phrases"]):
            return "unknown"
        for child in root.children:
            if child.dep_ in {"acomp", "attr", "oprd"}:
                if child.lower_ in cues["adjectives"]:
                    return None if sentence.negated else "unknown"
        if sentence.negated and root.lemma_ in cues["verbs"]:
            if is_passive(root) or _asks(root):
                return "unknown"
        if root.lemma_ in cues["declining"] or sentence.modal in {"would", "wo"}:
            inner = find_child(root, frozenset({"xcomp"}))
            if inner is not None and inner.lemma_ in cues["verbs"] and _asks(inner):
                return "unknown"
        return None

    def _test_cue(self, sentence: Sentence) -> Modality | None:
        """Let the verb of saying colour what is said: denied, promised, warned."""
        cue = sentence.clause.cue
        if cue is None:
            return None
        lemma = cue.lemma_
        if lemma in self.cues["negate"]["verbs"]:
            return "asserted" if sentence.negated else "negated"
        if lemma in self.cues["question"]["verbs"]:
            return "questioned"
        if lemma in self.cues["promise"]["verbs"] and sentence.is_future:
            return "promised"
        if sentence.is_future and self._is_own_act(sentence, cue):
            return "promised"
        return None

    def _is_own_act(self, sentence: Sentence, cue: Token) -> bool:
        """Whether the speaker is the one who will act: "she would sue", "we will"."""
        subject, speaker = find_subject(sentence.root), find_subject(cue)
        if subject is None or sentence.root.lemma_ in self._not_undertaken:
            return False
        if subject.lower_ in _FIRST_PERSON:
            return True
        if subject.lower_ in {"he", "she"}:
            return speaker is not None
        return speaker is not None and speaker.lemma_ == subject.lemma_

    @property
    def _not_undertaken(self) -> frozenset[str]:
        return self.cues["promise"]["not_undertaken"]

    def _test_modal(self, sentence: Sentence) -> Modality | None:
        modal = sentence.modal
        if modal is None:
            return None
        if modal in self.cues["hedge"]["modals"]:
            return self._read_possibility(sentence, modal)
        if modal in {"will", "'ll", "’ll", "wo", "shall"}:
            return self._read_future(sentence, modal)
        if modal in {"would", "'d", "’d"}:
            return self._read_conditional(sentence)
        return "negated" if sentence.negated else None

    def _read_possibility(self, sentence: Sentence, modal: str) -> Modality | None:
        if sentence.legal and modal == "may":
            return "negated" if sentence.negated else "asserted"
        if modal == "could" and sentence.negated:
            return "negated"
        return "hedged"

    def _read_future(self, sentence: Sentence, modal: str) -> Modality:
        if modal == "shall" or sentence.legal:
            subject = find_subject(sentence.root)
            if subject is None or subject.lower_ not in _FIRST_PERSON:
                return "negated" if sentence.negated else "asserted"
        subject = find_subject(sentence.root)
        own = subject is not None and subject.lower_ in _FIRST_PERSON
        if own and sentence.root.lemma_ not in self._not_undertaken:
            return "promised"
        return "predicted"

    def _read_conditional(self, sentence: Sentence) -> Modality:
        subject = find_subject(sentence.root)
        proposal = self.cues["proposal"]
        if subject is not None and sentence.root.lemma_ in proposal["verbs"]:
            if subject.lemma_ in proposal["subjects"] and not sentence.conditional:
                return "negated" if sentence.negated else "asserted"
        if find_child(sentence.root, AUX_DEPS) is not None and any(
            child.lower_ == "have" and child.dep_ == "aux"
            for child in sentence.root.children
        ):
            return "hedged"
        return "predicted"

    def _test_negation(self, sentence: Sentence) -> Modality | None:
        root = sentence.root
        if sentence.negated:
            # "is not expected to pass" expects that it will not.
            foreseen = self._foresees(sentence)
            return "predicted" if foreseen else "negated"
        cues = self.cues["negate"]
        if root.lemma_ in cues["verbs"]:
            return "negated"
        for child in root.children:
            if child.dep_ in {"acomp", "attr", "oprd"}:
                if child.lemma_ in cues["adjectives"] | cues["nouns"]:
                    return "negated"
            if child.dep_ in _HOLDERS and self._is_none(child):
                return "negated"
        return None

    def _is_none(self, noun: Token) -> bool:
        """Whether a subject or object is none: "no state", "none of the bills"."""
        cues = self.cues["negate"]
        if noun.lower_ in cues["subjects"]:
            return True
        for child in noun.children:
            if child.i > noun.i or child.dep_ not in {"det", "preconj", "neg", "cc"}:
                continue
            if child.lower_ in cues["determiners"]:
                return child.nbor().lower_ not in cues["harmless_after_no"]
        return noun.lower_ == "one" and noun.i > 0 and noun.nbor(-1).lower_ == "no"

    def _foresees(self, sentence: Sentence) -> bool:
        root, cues = sentence.root, self.cues["predict"]
        if root.lemma_ in cues["verbs"] and is_passive(root):
            return True
        return any(
            child.dep_ in {"acomp", "oprd"} and child.lower_ in cues["adjectives"]
            for child in root.children
        )

    def _test_verb(self, sentence: Sentence) -> Modality | None:
        root = sentence.root
        lemma, clause = root.lemma_, find_child(root, _CLAUSAL)
        if lemma in self.cues["promise"]["verbs"]:
            thing = find_child(root, frozenset({"dobj", "prep"}))
            bare = lemma in self.cues["promise"]["clause_only"]
            if clause is not None or (thing is not None and not bare):
                if not is_passive(root):
                    return "promised"
        if lemma in self.cues["predict"]["verbs"]:
            return "predicted" if clause is not None or is_passive(root) else None
        if lemma == "go" and root.tag_ == "VBG" and clause is not None:
            return "predicted"
        if lemma in self.cues["predict"]["raising"] and clause is not None:
            return "predicted"
        if lemma in self.cues["hedge"]["verbs"]:
            return "hedged" if clause is not None or is_passive(root) else None
        if lemma in self.cues["hedge"]["passive"] and is_passive(root):
            return "hedged" if find_child(root, frozenset({"xcomp"})) else None
        return None

    def _test_adjective(self, sentence: Sentence) -> Modality | None:
        for child in sentence.root.children:
            if child.dep_ not in {"acomp", "oprd", "attr"}:
                continue
            word = child.lower_
            clause = find_child(child, _CLAUSAL) or find_child(sentence.root, _CLAUSAL)
            if word in self.cues["predict"]["adjectives"] and clause is not None:
                return "predicted"
            if word in self.cues["promise"]["adjectives"] and child.pos_ != "NOUN":
                return "promised"
            if word in self.cues["hedge"]["adjectives"]:
                return "hedged"
            if word in self.cues["question"]["adjectives"]:
                return "questioned"
        return None

    def _test_noun(self, sentence: Sentence) -> Modality | None:
        """Read "made a promise to", "there are signs that", "is on track to"."""
        for child in sentence.root.children:
            if child.dep_ == "prep":
                noun = find_child(child, frozenset({"pobj"}))
                if noun is None or child.lower_ not in {"on", "in", "under"}:
                    continue
                if noun.lemma_ in {"track", "course"}:
                    return "predicted"
                continue
            if child.dep_ not in {"dobj", "attr"}:
                continue
            if find_child(child, frozenset({"acl", "relcl", "ccomp"})) is None:
                continue
            if child.lemma_ in self.cues["promise"]["nouns"]:
                return "promised"
            if child.lemma_ in self.cues["hedge"]["nouns"]:
                return "hedged"
        return None

    def _test_condition(self, sentence: Sentence) -> Modality | None:
        return None

    def _test_adverb(self, sentence: Sentence) -> Modality | None:
        for child in sentence.root.children:
            if child.dep_ in {"advmod", "npadvmod"}:
                if child.lower_ in self.cues["hedge"]["adverbs"]:
                    return "hedged"
                if child.lower_ == "likely":
                    return "hedged"
        attributes = self.cues["hedge"]["attributes"]
        for child in sentence.root.children:
            if child.dep_ not in _HOLDERS:
                continue
            for word in child.children:
                if word.dep_ == "amod" and word.lower_ in attributes:
                    return "hedged"
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A clause with what several tests ask about it."""

    doc: Doc
    clause: Clause
    root: Token
    legal: bool

    @property
    def negated(self) -> bool:
        """Whether its verb is negated, "not only" left aside."""
        for child in self.root.children:
            if child.dep_ == "neg" or child.lower_ == "never":
                if child.i + 1 < len(self.doc) and child.nbor().lower_ == "only":
                    continue
                return True
        return False

    @property
    def modal(self) -> str | None:
        """Its modal verb in lower case."""
        for child in self.root.children:
            if child.tag_ == "MD" and child.dep_ == "aux":
                return child.lower_
        return None

    @property
    def is_future(self) -> bool:
        """Whether it speaks of what is to come."""
        return self.modal in {"will", "'ll", "’ll", "wo", "would", "'d", "’d", "shall"}

    @property
    def conditional(self) -> bool:
        """Whether an "if" clause governs it."""
        return any(
            child.dep_ == "advcl"
            and any(word.lower_ in {"if", "unless"} for word in child.children)
            for child in self.root.children
        )


def _asks(verb: Token) -> bool:
    """Whether a question hangs on the verb: "said how many", "know whether"."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        if child.dep_ in {"ccomp", "dobj", "xcomp", "pcomp"}:
            if child.left_edge.lower_ in _WH or child.lower_ in _WH:
                return True
    return False

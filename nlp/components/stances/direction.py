"""Follow a policy up the parse to an act and multiply the signs on the way.

"passed a resolution against a bill that would stop cities from limiting rent": rent
is -1 for rent control, "limiting" turns it, "stop" turns it again, "against" a third
time, and "passed" keeps it: support.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from nlp.components.stances.clauses import RELATIVE_TAGS, continues
from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.detection import Policy

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON"})
OBJECT_DEPS = frozenset({"dobj", "obj", "nsubjpass", "attr", "oprd", "dative", "acomp"})
MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "poss", "nummod", "npadvmod"})
CLAUSE_DEPS = frozenset({"xcomp", "ccomp"})
COPULAS = frozenset({"be", "become", "remain", "stay"})
MAKERS = frozenset(
    {"make", "keep", "declare", "rule", "deem", "find", "hold", "leave", "let"}
)
PARTICLES = frozenset({"down", "back", "out", "off", "up", "aside", "away"})
CONDITIONS = frozenset(
    {
        *("permit", "license", "licensing", "registration", "age", "training", "id"),
        *("residency", "testing", "labeling", "insurance", "reporting", "fingerprint"),
    }
)
DOERS = frozenset(
    {
        *("company", "agent", "officer", "official", "authority", "school", "student"),
        *("people", "person", "patient", "provider", "clinic", "department", "couple"),
        *("athlete", "resident", "immigrant", "migrant", "alien", "utility", "agency"),
        *("jail", "prison", "employer", "worker", "plant", "police", "ice"),
    }
)
QUANTIFIERS = frozenset({"most", "much", "more", "all", "half", "some", "any", "rest"})
OUTWARD = frozenset({"out", "off", "away"})
DASHES = frozenset("-‐‑–")
# What "was the first ... to ban" and "is a sanctuary ..." may be.
PLACE_NOUNS = frozenset(
    {
        *("state", "city", "county", "district", "jurisdiction", "country", "nation"),
        *("town", "province", "one", "place", "sanctuary", "municipality", "territory"),
        *("system", "school", "community", "haven", "refuge", "government", "power"),
    }
)
PHRASAL_NOUNS = {
    **dict.fromkeys(("favor", "favour", "support", "defense", "defence"), 1),
    "opposition": -1,
}
PREFIXES = {"anti": -1, "pro": 1, "non": -1}
OWN_WORDS = VerbCue(
    group="own", sign=1, status="adopted", present="in-force", strength=0.85
)
STATED_POLICY = VerbCue(
    group="policy",
    sign=1,
    status="in-force",
    strength=0.88,
    instrument="policy",
    takes_act=True,
)
POLICY_STATEMENTS = frozenset({"policy", "purpose", "position", "goal", "intent"})
_MAX_STEPS = 24


@dataclass(frozen=True, slots=True)
class Path:
    """How far a policy has been followed, and what it means up to there.

    Attributes:
        policy: Where it began.
        node: The token reached.
        sign: Direction of `node` towards the issue's proposition.
        act: The verb that an act would have here; None below the first verb.
        cue: What that verb is.
        directed: Whether the direction is told; False for a mere thing so far.
        ruled: Whether a rule on a thing was passed whose side is not told.
        n_unknown: Nouns passed that are in no list.
        trail: Tokens passed, lowest first.
    """

    policy: Policy
    node: Token
    sign: int
    act: Token | None = None
    cue: VerbCue | None = None
    directed: bool = True
    ruled: bool = False
    n_unknown: int = 0
    trail: tuple[Token, ...] = field(default=())

    @property
    def is_told(self) -> bool:
        """Whether the direction is known here."""
        return self.directed and not self.ruled

    def pass_on(self, node: Token, sign: int = 1, *, directs: bool = False) -> Path:
        """Return the path one token further."""
        return replace(
            self,
            node=node,
            sign=self.sign * sign,
            directed=self.directed or (directs and not self.ruled),
            trail=(*self.trail, node),
        )


def has_infinitive(verb: Token) -> bool:
    """Whether the verb has "to" before it."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def is_negated(verb: Token) -> bool:
    """Whether "not" hangs on the verb."""
    return any(c.dep_ == "neg" for c in verb.children)


class Directions:
    """Follow policies by one set of cues."""

    def __init__(self, cues: Cues) -> None:
        """Take the cue tables that tell what turns a direction."""
        self._cues = cues

    def follow(self, policy: Policy) -> Iterator[Path]:
        """Yield the path at every token from the policy up, until it is blocked."""
        path: Path | None = self._begin(policy)
        for _ in range(_MAX_STEPS):
            if path is None:
                return
            yield path
            path = self._step(path)

    def _begin(self, policy: Policy) -> Path:
        span, root = policy.span, policy.root
        path = Path(
            policy=policy,
            node=root,
            sign=policy.term.sign,
            directed=policy.term.kind == "policy",
        )
        path = _apply_prefix(path)
        if root.pos_ in VERBS and policy.certainty == 1 and len(span) > 0:
            choices = self._cues.verbs.get(root.lemma_.lower(), ())
            cue = next((c for c in choices if c.status and not c.takes_act), OWN_WORDS)
            return replace(path, act=root, cue=cue)
        return self._apply_modifiers(path, root)

    def _step(self, path: Path) -> Path | None:
        """Go on to the token above, or return None where nothing passes."""
        token = path.node
        dep, head = token.dep_, token.head
        if head is token or head == token:
            return None
        if token == path.act and is_negated(token):
            path = replace(path, sign=-path.sign)
        if dep in {"pobj", "pcomp"}:
            return self._step_through_preposition(path)
        if dep == "conj":
            joined = token.pos_ not in VERBS or continues(token, head)
            return replace(path, node=head) if joined else None
        if dep == "appos":
            return path.pass_on(head)
        if dep in OBJECT_DEPS:
            return self._enter_verb(path, head)
        if dep in MODIFIER_DEPS:
            return self._enter_noun(path, head)
        if dep in {"acl", "relcl"} and head.pos_ not in VERBS:
            return self._enter_clause_noun(path, head)
        noun = self._find_paper(token) if dep in {"xcomp", "advcl"} else None
        if noun is not None:
            return self._enter_clause_noun(path, noun)
        return self._step_from_clause(path)

    def _find_paper(self, verb: Token) -> Token | None:
        """Return the noun just before an infinitive that belongs to it.

        "vetoed a bill to allow": the parser often hangs such a clause on the verb.
        """
        if not has_infinitive(verb):
            return None
        before = verb.left_edge.i - 1
        noun = verb.doc[before] if before >= 0 else verb
        if noun.pos_ != "NOUN" or noun.dep_ != "dobj" or noun.head != verb.head:
            return None
        lemma = noun.lemma_.lower()
        return noun if lemma in self._cues.rules | self._cues.nouns.keys() else None

    def _step_from_clause(self, path: Path) -> Path | None:
        """Go on from a clause, or from the subject of a small clause."""
        token, head = path.node, path.node.head
        if token.dep_ == "nsubj":
            return self._enter_state(path, head)
        if (
            token.dep_ in {"advcl", "xcomp", "ccomp"}
            and head.pos_ in {"ADJ", "NOUN"}
            and head.lower_ in self._cues.states
        ):
            return self._enter_state(path, head)
        if token.dep_ in CLAUSE_DEPS:
            return self._enter_matrix(path, head)
        if token.dep_ == "advcl":
            return self._enter_purpose(path, head)
        return None

    def _enter_state(self, path: Path, state: Token) -> Path | None:
        """Pass "made mail voting permanent", "made it harder to vote", "let it die"."""
        sign = self._read_state(state)
        verb = state.head
        if sign is None or verb.lemma_.lower() not in MAKERS or verb == state:
            return None
        cue = self._cues.verbs[verb.lemma_.lower()][0]
        path = path.pass_on(state, sign, directs=True)
        return replace(path.pass_on(verb), act=verb, cue=cue)

    def _read_state(self, word: Token) -> int | None:
        states = self._cues.states
        return states.get(word.lower_, states.get(word.lemma_.lower()))

    def _enter_noun(
        self, path: Path, noun: Token, preposition: str = ""
    ) -> Path | None:
        """Pass a noun that the policy modifies or is the complement of."""
        cues, lemma = self._cues, noun.lemma_.lower()
        if noun.pos_ in VERBS or lemma in cues.blocking or lemma in cues.vague:
            return None
        if not preposition and lemma in cues.holders["named_bodies"]:
            return None  # "the National Energy Dominance Council"
        if preposition in cues.against or preposition == "from":
            path = path.pass_on(noun, -1, directs=True)
        elif lemma in cues.nouns:
            sign = cues.nouns[lemma]
            if preposition and lemma == "requirement" and _is_conditional(noun):
                sign = -1
            path = path.pass_on(noun, sign, directs=True)
        elif noun.lower_ in cues.states and not preposition:
            path = path.pass_on(noun, cues.states[noun.lower_], directs=True)
        elif lemma in cues.rules:
            path = path.pass_on(noun)
            path = replace(path, ruled=path.ruled or not path.directed)
        else:
            known = lemma in cues.neutral or lemma in cues.instruments
            if not preposition and not path.directed and (not known or lemma in DOERS):
                return None  # "tax refund": the thing only tells what kind it is
            path = path.pass_on(noun)
            path = replace(path, n_unknown=path.n_unknown + (not known))
        return self._apply_modifiers(path, noun)

    def _apply_modifiers(self, path: Path, noun: Token) -> Path:
        """Apply "no", "fewer", "stricter" and the like before a noun."""
        cues, inside = self._cues, path.policy.span
        for child in noun.children:
            word = child.lower_
            if inside.start <= child.i < inside.end:
                continue
            if child.dep_ == "det" and word == "no":
                path = replace(path, sign=-path.sign, directed=True)
            elif child.dep_ != "amod":
                continue
            elif word in cues.strictness and path.ruled:
                sign = -path.sign * cues.strictness[word]
                path = replace(path, sign=sign, directed=True, ruled=False)
            elif cues.strictness.get(word) == -1 or cues.adjectives.get(word) == -1:
                path = replace(path, sign=-path.sign, directed=True)
        return path

    def _enter_clause_noun(self, path: Path, noun: Token) -> Path | None:
        """Pass the noun that a clause with the policy belongs to ("a bill banning")."""
        lemma = noun.lemma_.lower()
        verb = path.node
        if lemma in self._cues.blocking:
            return None
        if verb.dep_ == "relcl" and any(
            c.dep_ == "nsubj" and c.tag_ not in RELATIVE_TAGS for c in verb.children
        ):
            return None  # "programs that landlords use to set rents": of landlords
        governs = has_infinitive(verb) or any(c.dep_ == "mark" for c in verb.children)
        sign = self._cues.nouns.get(lemma, 1) if governs else 1
        return self._apply_modifiers(path.pass_on(noun, sign), noun)

    def _enter_verb(self, path: Path, verb: Token) -> Path | None:
        """Pass a verb whose object the policy is."""
        if path.node.dep_ in {"attr", "acomp"} and verb.lemma_.lower() in COPULAS:
            return self._enter_copula(path, verb)
        cue = self._find_cue(verb, infinitive=False, conveyed=path.node)
        if cue is None or cue.group == "be" or _names_the_doer(path.node, verb):
            return None
        found = self._find_complement(verb)
        if found is not None:
            path = path.pass_on(found, self._read_state(found) or 1, directs=True)
        elif not self._takes(path, cue):
            return None
        if any(c.lower_ in OUTWARD and c.dep_ == "prep" for c in verb.children):
            cue = replace(cue, sign=-1, directs=True)  # "keep agents out of schools"
        return _apply_verb(path, verb, cue)

    def _takes(self, path: Path, cue: VerbCue) -> bool:
        """Whether a verb of this kind can act on the path as its object."""
        if cue.group == "rule":
            return path.node.lower_ in self._cues.states
        if cue.carries:
            return self._carries(path)  # "have an agreement", not "have tariffs"
        # "sued ICE" tells nothing of what for.
        return cue.group != "sue" or path.policy.term.kind == "policy" or path.directed

    def _enter_copula(self, path: Path, verb: Token) -> Path | None:
        act = path.act
        if act is not None and act.head.lemma_.lower() in PLACE_NOUNS:
            return replace(path, node=verb)  # "became the first state to ban"
        if path.node.dep_ == "acomp" and act is not None:
            return replace(path, node=verb, act=verb)
        if act is None and path.node.lemma_.lower() in PLACE_NOUNS and path.directed:
            return _apply_verb(path, verb, self._cues.verbs["be"][0])
        return None

    def _enter_matrix(self, path: Path, verb: Token) -> Path | None:
        """Pass a verb that governs the clause of the policy ("voted to ban")."""
        if verb.lemma_.lower() == "be":
            # "It is the policy of the United States to ..."
            stated = any(
                c.dep_ == "attr" and c.lower_ in POLICY_STATEMENTS
                for c in verb.children
            )
            return _apply_verb(path, verb, STATED_POLICY) if stated else None
        cue = self._find_cue(verb, infinitive=True)
        if cue is None or cue.group in {"be", "convey"}:
            return None
        if path.node.dep_ == "ccomp" and not (cue.takes_act or cue.directs):
            return None
        return _apply_verb(path, verb, cue)

    def _enter_purpose(self, path: Path, verb: Token) -> Path | None:
        """Pass "offered land to help deport": the purpose tells the direction."""
        clause = path.node
        infinitive = has_infinitive(clause)
        if any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in clause.children):
            return None
        if not infinitive and clause.tag_ != "VBG":
            return None
        cue = self._find_cue(verb, infinitive=infinitive)
        if cue is None or cue.status is None:
            return None
        return replace(path.pass_on(verb), act=verb, cue=cue)

    def _find_complement(self, verb: Token) -> Token | None:
        """Return the state beside an object: "ruled the ban unconstitutional"."""
        if verb.lemma_.lower() not in MAKERS:
            return None
        for child in verb.subtree:
            if child.i <= verb.i or child.pos_ not in {"ADJ", "NOUN"}:
                continue
            if child.lower_ in self._cues.states and child.dep_ != "amod":
                return child
        return None

    def _carries(self, path: Path) -> bool:
        """Whether a noun that takes a side or makes an act has been passed."""
        lemma = path.node.lemma_.lower()
        return bool(path.trail) and lemma in self._cues.nouns.keys() | (
            self._cues.instruments.keys()
        )

    def _find_cue(
        self, verb: Token, *, infinitive: bool, conveyed: Token | None = None
    ) -> VerbCue | None:
        lemma = self._cues.read_lemma(verb)
        keys = [lemma]
        particle = next((c.lower_ for c in verb.children if _is_particle(c)), None)
        if particle is not None:
            keys.insert(0, f"{lemma} {particle}")
        if infinitive:
            keys.insert(0, f"{lemma} to")
        verbs = self._cues.verbs
        choices = next((verbs[key] for key in keys if key in verbs), ())
        if conveyed is not None:
            instrument = self._cues.instruments.get(conveyed.lemma_.lower())
            if instrument in {"statement", "lawsuit"}:  # "raised concerns"
                choices = tuple(cue for cue in choices if cue.carries) or choices
        return _choose(choices, infinitive=infinitive)

    def _step_through_preposition(self, path: Path) -> Path | None:
        """Pass from a prepositional phrase to what it belongs to."""
        preposition = path.node.head
        if preposition.dep_ == "agent":
            return None
        head = preposition.head
        while head.pos_ in {"ADP", "ADV", "PART"} and head.head != head:
            head = head.head  # "out of" is a chain in the parse
        phrase = PHRASAL_NOUNS.get(head.lemma_.lower())
        if phrase is not None and head.dep_ == "pobj" and head.head.lower_ == "in":
            return self._pass_phrase(path, head, phrase)
        word = preposition.lower_
        if head.pos_ in NOUNS or head.lower_ in QUANTIFIERS:
            if word in self._cues.through or word in self._cues.against:
                return self._enter_noun(path, head, word)
            return None
        cue = self._find_prepositional_cue(path, head, preposition)
        if cue is not None:
            return _apply_verb(path, head, cue)
        noun = preposition.nbor(-1) if preposition.i else preposition
        if noun.head == head and noun.lemma_.lower() in self._cues.nouns:
            return self._enter_noun(path, noun, word)  # "dropped its challenge to"
        return None

    def _find_prepositional_cue(
        self, path: Path, head: Token, preposition: Token
    ) -> VerbCue | None:
        verbs = self._cues.verbs
        for key in _read_phrases(head, preposition):
            if key in verbs:
                return _choose(verbs[key], infinitive=path.node.pos_ == "VERB")
        lemma, word = head.lemma_.lower(), preposition.lower_
        if lemma not in verbs:
            return None
        cue = verbs[lemma][0]
        if word == "from":  # barred from, protected from
            return replace(cue, sign=-1, directs=True)
        if word == "for" and path.node.pos_ == "VERB":  # criticized them for banning
            return cue
        return None

    def _pass_phrase(self, path: Path, noun: Token, sign: int) -> Path | None:
        """Pass "in favor of", "in opposition to" on to the verb or noun before it."""
        path = path.pass_on(noun, sign, directs=True)
        head = noun.head.head
        if head.pos_ in {"NOUN", "PROPN"}:
            return path.pass_on(head)
        cue = self._find_cue(head, infinitive=False)
        if cue is None or head.lemma_.lower() in COPULAS:
            cue = self._cues.verbs["support"][0]
        return _apply_verb(path, head, replace(cue, sign=1))


def _is_particle(token: Token) -> bool:
    """Whether it is the particle of its verb, as "down" in "voted down"."""
    if token.dep_ == "prt":
        return True
    if token.lower_ not in PARTICLES or token.dep_ not in {"advmod", "prep"}:
        return False
    return token.i == token.head.i + 1 and not any(True for _ in token.children)


def _is_conditional(noun: Token) -> bool:
    """Whether a requirement is a condition: "the permit requirement for handguns"."""
    return any(
        c.lower_ in CONDITIONS for c in noun.children if c.dep_ in {"compound", "amod"}
    )


def _names_the_doer(noun: Token, verb: Token) -> bool:
    """Whether the object is told to do something: "require companies to pay"."""
    if noun.lemma_.lower() not in DOERS:
        return False
    for clause in verb.children:
        if clause.dep_ in CLAUSE_DEPS and clause.i > noun.i and has_infinitive(clause):
            return not any(c.dep_ == "auxpass" for c in clause.children)
    return False


def _apply_prefix(path: Path) -> Path:
    """Apply "anti-", "pro-" before the policy and "-free" after it."""
    span = path.policy.span
    doc = span.doc
    if span.start >= 2 and doc[span.start - 1].text in DASHES:
        prefix = PREFIXES.get(doc[span.start - 2].lower_)
        if prefix is not None:
            path = replace(path, sign=path.sign * prefix, directed=True)
    after = [token.lower_ for token in doc[span.end : span.end + 2]]
    if len(after) == 2 and after[0] in DASHES and after[1] == "free":
        path = replace(path, sign=-path.sign, directed=True)
    return path


def _choose(choices: tuple[VerbCue, ...], *, infinitive: bool) -> VerbCue | None:
    """Pick the sense of a verb by what it governs."""
    fitting = [cue for cue in choices if cue.takes_act == infinitive]
    found = fitting or choices
    return found[0] if found else None


def _apply_verb(path: Path, verb: Token, cue: VerbCue) -> Path:
    sign = cue.sign
    if cue.scale and not path.is_told:
        # Loosening a rule on guns, or gun sales, is fewer limits on guns.
        path = replace(path, ruled=False, directed=True)
        sign = -cue.sign
    path = path.pass_on(verb, sign, directs=cue.directs)
    return replace(path, act=verb, cue=cue)


def _read_phrases(head: Token, preposition: Token) -> list[str]:
    """Return the keys under which a head with this preposition may be listed."""
    lemma = head.lemma_.lower()
    between = [
        token.lower_
        for token in head.doc[head.i + 1 : preposition.i + 1]
        if not token.lower_.endswith("ly")
    ]
    keys = [f"{lemma} {preposition.lower_}"]
    if 0 < len(between) <= 4:
        keys.insert(0, f"{lemma} {' '.join(between)}")
    return keys

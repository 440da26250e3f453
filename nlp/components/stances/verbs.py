"""Pass a verb on the way from a policy to an act."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from nlp.components.stances.cues import Cues, VerbCue
from nlp.components.stances.paths import COPULAS, Path, has_infinitive

OUTWARD = frozenset({"out", "off", "away"})
STATED_POLICY = VerbCue(
    group="policy",
    sign=1,
    status="in-force",
    strength=0.88,
    instrument="policy",
    takes_act=True,
)


STATE_OF_LAW = VerbCue(
    group="located",
    sign=1,
    status="in-force",
    strength=0.85,
    instrument="law",
    directs=True,
)


def choose_cue(choices: tuple[VerbCue, ...], *, infinitive: bool) -> VerbCue | None:
    """Pick the sense of a verb by whether it governs an infinitive."""
    fitting = [cue for cue in choices if cue.takes_act == infinitive]
    found = fitting or choices
    return found[0] if found else None


def find_cue(
    verb: Token, cues: Cues, *, infinitive: bool, conveyed: Token | None = None
) -> VerbCue | None:
    """Return what a verb is, with its particle or preposition where those matter.

    Args:
        verb: The verb.
        cues: All cue tables.
        infinitive: Whether it governs a clause rather than a noun.
        conveyed: Its object, which may make it a mere carrier: "raised concerns".
    """
    lemma = cues.read_lemma(verb)
    keys = [lemma]
    particle = next((c.lower_ for c in verb.children if _is_particle(c, cues)), None)
    if particle is not None:
        keys.insert(0, f"{lemma} {particle}")
    # "write it into law"
    keys[:0] = [f"{lemma} ~ {c.lower_}" for c in verb.children if c.dep_ == "prep"]
    if infinitive:
        keys.insert(0, f"{lemma} to")
    choices = next((cues.verbs[key] for key in keys if key in cues.verbs), ())
    if conveyed is not None:
        instrument = cues.instruments.get(conveyed.lemma_.lower())
        if instrument in {"statement", "lawsuit"}:
            choices = tuple(cue for cue in choices if cue.carries) or choices
    found = choose_cue(choices, infinitive=infinitive)
    return None if found is None or found.nothing else found


def apply_verb(path: Path, verb: Token, cue: VerbCue, cues: Cues) -> Path:
    """Return the path at a verb, its sign applied and the verb the act so far."""
    sign = cue.sign
    if cue.scale and (not path.is_told or _rules_activity(path, cues)):
        # Loosening a rule on guns, or gun sales, is fewer limits on guns.
        path = replace(path, ruled=False, directed=True)
        sign = -cue.sign
    path = path.pass_on(verb, sign, directs=cue.directs)
    return replace(path, act=verb, cue=cue)


def enter_verb(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass a verb whose object the policy is."""
    if path.node.dep_ in {"attr", "acomp"} and verb.lemma_.lower() in COPULAS:
        return _enter_copula(path, verb, cues)
    cue = find_cue(verb, cues, infinitive=False, conveyed=path.node)
    if cue is None or cue.group == "be" or _names_the_doer(path.node, verb, cues):
        return None
    if cue.group == "lift" and _is_limit(path.node, cues):
        cue = replace(cue, sign=-1, status="repealed")  # "lifted the ban"
    state = _find_complement(verb, cues)
    if state is not None:
        path = path.pass_on(state, _read_state(state, cues) or 1, directs=True)
    elif not _takes(path, cue, cues):
        return None
    if any(c.lower_ in OUTWARD and c.dep_ == "prep" for c in verb.children):
        cue = replace(cue, sign=-1, directs=True)  # "keep agents out of schools"
    return apply_verb(path, verb, cue, cues)


def _is_limit(noun: Token, cues: Cues) -> bool:
    """Whether a noun is something that weighs on people and may be lifted."""
    lemma = noun.lemma_.lower()
    return cues.nouns.get(lemma) == -1 or lemma in cues.words["lifted"]


def _takes(path: Path, cue: VerbCue, cues: Cues) -> bool:
    """Whether a verb of this kind can act on the path as its object."""
    lemma = path.node.lemma_.lower()
    if cue.means:
        return False
    if cue.group == "rule":
        return path.node.lower_ in cues.states
    if cue.carries:
        # "have an agreement" is an act, "have tariffs" is none
        if lemma in cues.words["deeds"]:
            return True  # "take steps to end"
        carried = lemma in cues.nouns or lemma in cues.instruments
        return bool(path.trail) and carried
    # "sued ICE" tells nothing of what for.
    return cue.group != "sue" or path.policy.term.kind == "policy" or path.directed


def _enter_copula(path: Path, verb: Token, cues: Cues) -> Path | None:
    act, places = path.act, cues.words["places"]
    if act is not None and act.head.lemma_.lower() in places:
        return replace(path, node=verb)  # "became the first state to ban"
    if path.node.dep_ == "acomp" and act is not None:
        return replace(path, node=verb, act=verb)
    if act is None and path.node.lemma_.lower() in places and path.directed:
        return apply_verb(path, verb, cues.verbs["be"][0], cues)
    return None


def enter_matrix(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass a verb that governs the clause of the policy ("voted to ban")."""
    if verb.lemma_.lower() == "be":
        # "It is the policy of the United States to ..."
        statements = cues.words["policy_statements"]
        stated = any(c.dep_ == "attr" and c.lower_ in statements for c in verb.children)
        return apply_verb(path, verb, STATED_POLICY, cues) if stated else None
    cue = find_cue(verb, cues, infinitive=True)
    if cue is None or cue.group in {"be", "convey"} or _is_open(path.node):
        return None
    controls = cue.takes_act or verb.lemma_.lower() in cues.words["controllers"]
    if not controls and has_infinitive(path.node):
        return enter_purpose(path, verb, cues)
    if path.node.dep_ == "ccomp" and not (cue.takes_act or cue.directs):
        return None
    return apply_verb(path, verb, cue, cues)


def _is_open(clause: Token) -> bool:
    """Whether a clause is a question: "will decide whether to ban"."""
    return any(c.lower_ in {"whether", "if", "how", "when"} for c in clause.lefts)


def enter_purpose(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass "offered land to help deport": the purpose tells the direction."""
    clause = path.node
    infinitive = has_infinitive(clause)
    if any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in clause.children):
        return None
    if not infinitive and clause.tag_ != "VBG":
        return None
    cue = find_cue(verb, cues, infinitive=infinitive)
    if cue is None or cue.status is None:
        return None
    if infinitive and verb.lemma_.lower() in cues.words["controllers"]:
        return apply_verb(path, verb, cue, cues)
    return replace(path.pass_on(verb), act=verb, cue=cue)


def enter_being(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass "marijuana is legal in", "it is unlawful to camp"."""
    for state in verb.children:
        if state.dep_ not in {"acomp", "attr"} or state.lower_ not in cues.legal_states:
            continue
        path = path.pass_on(state, cues.legal_states[state.lower_], directs=True)
        return replace(path.pass_on(verb), act=verb, cue=STATE_OF_LAW)
    return enter_matrix(path, verb, cues) if path.node.dep_ != "nsubj" else None


def enter_permission(path: Path, verb: Token, cues: Cues) -> Path | None:
    """Pass "lets striking workers collect benefits" from those who may."""
    above = verb.head
    if verb.dep_ != "ccomp" or above.lemma_.lower() not in cues.words["permitters"]:
        return None
    if verb.lemma_.lower() in cues.words["fading"]:
        return None  # "let the bill die" is no act on it
    cue = find_cue(above, cues, infinitive=False)
    return None if cue is None else apply_verb(path, above, cue, cues)


def enter_state(path: Path, state: Token, cues: Cues) -> Path | None:
    """Pass "made mail voting permanent", "made it harder to vote", "let it expire"."""
    sign = _read_state(state, cues)
    verb = state.head
    if verb.lemma_ == "be":
        return enter_being(path, verb, cues)
    lemma = verb.lemma_.lower()
    if sign is None or lemma not in cues.words["makers"] or verb == state:
        return None
    path = path.pass_on(state, sign, directs=True)
    return replace(path.pass_on(verb), act=verb, cue=cues.verbs[lemma][0])


def _read_state(word: Token, cues: Cues) -> int | None:
    return cues.states.get(word.lower_, cues.states.get(word.lemma_.lower()))


def _find_complement(verb: Token, cues: Cues) -> Token | None:
    """Return the state beside an object: "ruled the ban unconstitutional"."""
    if verb.lemma_.lower() not in cues.words["makers"]:
        return None
    for child in verb.subtree:
        if child.i <= verb.i or child.pos_ not in {"ADJ", "NOUN"}:
            continue
        if child.lower_ in cues.states and child.dep_ != "amod":
            return child
    return None


def _is_particle(token: Token, cues: Cues) -> bool:
    """Whether it is the particle of its verb, as "down" in "voted down"."""
    if token.dep_ == "prt":
        return True
    if token.lower_ not in cues.words["particles"]:
        return False
    if token.dep_ not in {"advmod", "prep"} or token.i <= token.head.i:
        return False
    if token.i > token.head.i + 1 and token.lower_ not in {"back", "down", "out", "up"}:
        return False
    return token.n_lefts + token.n_rights == 0


def _names_the_doer(noun: Token, verb: Token, cues: Cues) -> bool:
    """Whether the object is told to do something: "require companies to pay"."""
    if noun.lemma_.lower() not in cues.words["doers"]:
        return False
    for clause in verb.children:
        governed = clause.dep_ in {"xcomp", "ccomp"} and clause.i > noun.i
        if governed and has_infinitive(clause):
            return not any(c.dep_ == "auxpass" for c in clause.children)
    return False


def _rules_activity(path: Path, cues: Cues) -> bool:
    """Whether rules on a deed were passed: looser "export rules" are more export."""
    last = path.trail[-1] if path.trail else path.node
    return (
        path.policy.span[-1].lemma_.lower() in cues.words["activities"]
        and last.lemma_.lower() in cues.words["rules_on"]
    )

"""Drills: short passages built from the lexicons, to learn which way words turn.

A few thousand labelled passages teach an encoder little of what every word of acting
does to every policy. The lexicons of the rules know it: which policy goes for or
against which proposition, and which verbs keep or turn a direction. Drills put the two
together at random, with turns upon turns and with acts that are none, before the
encoder sees what people wrote.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.components.claims.inflection import build_past
from nlp.components.stances.catalogue import expand_term
from nlp.components.stances.deciding import MIXED, NONE, OPPOSE, SUPPORT
from nlp.lexicons import read_lexicon
from nlp.training.stance.examples import Example

_MAX_READINGS = 24  # of one term, so that no long term drowns the others
_MAX_WORDS = 6
_FORMS = ("", "", "", " law", " bill", " ordinance", " measure", " rule", " policy",
          " program", " plan")  # fmt: skip
_MORE = ("money for {}", "a program for {}", "a plan to expand {}", "wider use of {}",
         "{}")  # fmt: skip
_LESS = ("a ban on {}", "a limit on {}", "a crackdown on {}", "a cap on {}",
         "new curbs on {}")  # fmt: skip
_BODIES = (
    "{}", "{}", "{}", "{} 's governor", "{} lawmakers", "the {} legislature",
    "voters in {}", "the {} city council", "{} 's mayor", "{} 's attorney general",
    "the {} school board", "commissioners in {}", "{} 's parliament", "a court in {}",
    "the government of {}", "{} officials", "{} 's high court", "trustees in {}",
)  # fmt: skip
_OUTSIDERS = (
    "a group of parents in {}", "a lobby in {}", "protesters in {}", "a candidate in {}",
    "{} Republicans", "a lone {} senator", "business owners in {}", "a union in {}",
    "a committee of the {} senate", "researchers in {}", "an opponent of the {} mayor",
)  # fmt: skip
_STARTS = ("", "", "", "On Tuesday, ", "Last week ", "By a vote of 5 to 2, ",
           "After a long hearing, ", "Despite protests, ", "Without debate, ")  # fmt: skip
_ENDS = ("", "", "", " on Monday", " after months of debate", ", 7-2", " over objections"
         " from neighbours", " for the second time", ", citing the cost")  # fmt: skip
_TURNED = ("a bid to {}", "a bill that would {}", "a proposal to {}", "a move to {}",
           "a measure to {}", "an attempt to {}", "a plan to {}")  # fmt: skip
_IDLE = (
    "{h} is weighing {o}.", "{h} held a hearing on {o}.", "{o} died in committee in {h}.",
    "{h} has taken no position on {o}.", "Critics urged {h} to pass {o}.",
    "{h} may yet consider {o}.", "{h} is studying {o}.", "{h} postponed talk of {o}.",
    "{o} was blamed for long lines in {h}.", "{h} declined to comment on {o}.",
    "What if {h} adopted {o}?", "A report counted the effects of {o} in {h}.",
    "{x} was sued over {o} by {y}; {h} is not a party.", "{o} lapsed in {h} last year.",
    "Residents of {h} argued about {o}.", "{h} was criticised for {o}, it is said.",
    "A bill on {o} stalled in {h}.", "{h} could face {o}.",
)  # fmt: skip
_KEEPING = ("enact", "allow", "fund", "uphold", "support", "provide")
_TURNING = ("repeal", "reject", "veto", "forbid", "oppose", "block")


@dataclass(frozen=True, slots=True)
class _Policy:
    """Words for a policy of an issue, and its direction."""

    text: str
    sign: int


class Drills:
    """Makes drills for the issues of a catalogue."""

    def __init__(
        self, tables: Sequence[Mapping[str, Any]], propositions: Mapping[str, str]
    ) -> None:
        """Read the words.

        Args:
            tables: Parsed issue files, of the form of `lexicons/issues.toml`.
            propositions: Of each issue to ask about, by id.
        """
        self._propositions = propositions
        self._policies: dict[str, list[list[_Policy]]] = {}
        for table in tables:
            groups = table.get("groups", {})
            for row in table.get("issue", ()):
                if row["id"] in propositions:
                    found = self._policies.setdefault(row["id"], [])
                    found += _read_policies(row, groups)
        verbs = read_lexicon("stance_cues")["verbs"]
        self._keeping = [_read_verbs(verbs[group]) for group in _KEEPING]
        self._turning = [_read_verbs(verbs[group]) for group in _TURNING]

    def make(self, number: int, seed: int) -> list[Example]:
        """Return so many drills; the same seed gives the same."""
        draw = random.Random(seed)
        issues = sorted(issue for issue, found in self._policies.items() if found)
        return [
            self._make_one(draw, draw.choice(issues), issues) for _ in range(number)
        ]

    def _make_one(
        self, draw: random.Random, issue: str, issues: Sequence[str]
    ) -> Example:
        kind = draw.choices(
            ("act", "pair", "mixed", "idle", "else"), (45, 20, 3, 20, 12)
        )
        text, label = getattr(self, f"_tell_{kind[0]}")(draw, issue)
        asked = issue
        if kind[0] == "else":
            asked = draw.choice(
                [other for other in issues if other != issue] or [issue]
            )
        return Example(text, self._propositions[asked], label)

    def _tell_act(
        self, draw: random.Random, issue: str, marker: str = "[HOLDER]"
    ) -> tuple[str, int]:
        """One who acts, perhaps after a sentence that tells what it is about."""
        body = draw.choice(_BODIES).format(marker)
        phrase, sign = self._tell_object(draw, issue)
        verb, turn = self._choose_verb(draw)
        start, end = draw.choice(_STARTS), draw.choice(_ENDS)
        if draw.random() < 0.2:
            first = f"The bill would {self._choose_base(draw, 1)} {phrase}."
            base, flip = self._choose_base_signed(draw)
            first = f"The bill would {base} {phrase}."
            text = f"{first} {start}{body} {verb} it{end}."
            return text, _label(sign * flip * turn)
        return f"{start}{body} {verb} {phrase}{end}.", _label(sign * turn)

    def _tell_pair(self, draw: random.Random, issue: str) -> tuple[str, int]:
        """Two who act; either may be asked about."""
        first, one = self._tell_act(draw, issue, "[HOLDER]")
        other, two = self._tell_act(draw, issue, "[OTHER]")
        if draw.random() < 0.3:
            outsider = draw.choice(_OUTSIDERS).format("[HOLDER]")
            body = draw.choice(_BODIES).format("[OTHER]")
            phrase, _ = self._tell_object(draw, issue)
            verb, _ = self._choose_verb(draw)
            way = draw.choice(
                ("after pleas from", "and was praised by", "to the anger of")
            )
            return f"{body} {verb} {phrase}, {way} {outsider}.", NONE
        parts = [first, other]
        draw.shuffle(parts)
        return " ".join(parts), one

    def _tell_mixed(self, draw: random.Random, issue: str) -> tuple[str, int]:
        """One who acts both ways."""
        body = draw.choice(_BODIES).format("[HOLDER]")
        parts = []
        for wanted in draw.sample((1, -1), 2):
            phrase, sign = self._tell_object(draw, issue)
            pool = self._keeping if sign == wanted else self._turning
            parts.append(
                f"{build_past_phrase(draw.choice(draw.choice(pool)))} {phrase}"
            )
        joint = draw.choice((" but ", " and ", ", then ", " while it "))
        return f"{body} {parts[0]}{joint}{parts[1]}.", MIXED

    def _tell_idle(self, draw: random.Random, issue: str) -> tuple[str, int]:
        """Nobody acts, or somebody else does."""
        phrase, _ = self._tell_object(draw, issue)
        if draw.random() < 0.35:
            outsider = draw.choice(_OUTSIDERS).format("[HOLDER]")
            verb, _ = self._choose_verb(draw)
            return f"{outsider} {verb} {phrase}.", NONE
        frame = draw.choice(_IDLE)
        return frame.format(h="[HOLDER]", o=phrase, x="[OTHER]", y="[OTHER]"), NONE

    def _tell_else(self, draw: random.Random, issue: str) -> tuple[str, int]:
        """An act, to be asked about under another issue."""
        text, _ = self._tell_act(draw, issue)
        return text, NONE

    def _tell_object(self, draw: random.Random, issue: str) -> tuple[str, int]:
        """What is acted on, and its direction; often with a turn in it."""
        policy = draw.choice(draw.choice(self._policies[issue]))
        if draw.random() < 0.35:
            base, sign = self._choose_base_signed(draw)
            turned = draw.choice(_TURNED).format(f"{base} {policy.text}")
            return turned, policy.sign * sign
        return policy.text, policy.sign

    def _choose_verb(self, draw: random.Random) -> tuple[str, int]:
        sign = draw.choice((1, -1))
        pool = self._keeping if sign > 0 else self._turning
        return build_past_phrase(draw.choice(draw.choice(pool))), sign

    def _choose_base_signed(self, draw: random.Random) -> tuple[str, int]:
        sign = draw.choice((1, -1, -1))
        return self._choose_base(draw, sign), sign

    def _choose_base(self, draw: random.Random, sign: int) -> str:
        pool = self._keeping if sign > 0 else self._turning
        return draw.choice(draw.choice(pool))


def build_past_phrase(verb: str) -> str:
    """Return the past tense of a verb with its particles: "rolled back"."""
    first, _, rest = verb.partition(" ")
    return f"{build_past(first)} {rest}".strip()


def _label(sign: int) -> int:
    return SUPPORT if sign > 0 else OPPOSE


def _read_verbs(table: Mapping[str, Any]) -> list[str]:
    return [word for word in table["words"] if "~" not in word]


def _read_policies(
    row: Mapping[str, Any], groups: Mapping[str, str]
) -> list[list[_Policy]]:
    """Return the policies of an issue, one list for each term of the lexicon."""
    found = []
    for key, sign in (("policies_for", 1), ("policies_against", -1)):
        for term in row.get(key, ()):
            texts = _expand(term, groups)
            found.append([_Policy(f"the {t}{f}", sign) for t in texts for f in _FORMS])
    for key, sign in (("things_for", 1), ("things_against", -1)):
        for term in row.get(key, ()):
            texts = _expand(term, groups)
            more = [_Policy(form.format(t), sign) for t in texts for form in _MORE]
            less = [_Policy(form.format(t), -sign) for t in texts for form in _LESS]
            found.append(more + less)
    return [policies for policies in found if policies]


def _expand(term: str, groups: Mapping[str, str]) -> list[str]:
    texts = [
        " ".join(words)
        for words in expand_term(term, groups)
        if "~" not in words and len(words) <= _MAX_WORDS
    ]
    step = max(1, len(texts) // _MAX_READINGS)
    return texts[::step]

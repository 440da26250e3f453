"""Find which government supports or opposes which policy, by which act."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.annotations import get_records, read_text, set_records, set_spans
from nlp.classifier import PairClassifier
from nlp.components.stances.acts import Acts
from nlp.components.stances.additions import read_act
from nlp.components.stances.catalogue import Catalogue, read_catalogue
from nlp.components.stances.cues import read_cues
from nlp.components.stances.detection import Policy, find_terms
from nlp.components.stances.findings import Finding
from nlp.components.stances.governments import Governments
from nlp.components.stances.hints import find_hints
from nlp.components.stances.holders import Actors
from nlp.components.stances.issuers import find_issuer
from nlp.components.stances.judging import Candidate, Judge
from nlp.components.stances.passages import Passages, Question
from nlp.components.stances.reconciling import Reconciled, reconcile
from nlp.components.stances.referents import find_anaphors, find_referents
from nlp.components.stances.speech import Speech
from nlp.components.stances.topics import TOPICS_FILE, Topics
from nlp.components.stances.wording import (
    find_evidence,
    find_target,
    read_action,
    read_instrument,
)
from nlp.errors import InputError
from nlp.models_path import has_model
from nlp.schema import (
    Attribution,
    Entity,
    Holder,
    ModelInfo,
    Position,
    Stance,
    TextSpan,
)

logger = logging.getLogger(__name__)

DEFAULT_MODEL = "stance"
SPANS_KEY = "stances"
ISSUES_KEY = "issues"
EVIDENCE_KEY = "stance_evidence"

Kept = tuple[Finding, Position, float]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was made of a document before it is decided on."""

    speech: Speech
    passages: Passages
    kept: list[Kept]
    candidates: list[Candidate]


@Language.factory(
    "stances",
    default_config={"issues": None, "model": None, "threshold": None},
    assigns=["doc.spans"],
    requires=["token.dep"],
)
def create_stances(
    nlp: Language,
    name: str,
    issues: str | None,
    model: str | None,
    threshold: float | None,
) -> Stances:
    """Make the component.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        issues: TOML file of the user's own issues.
        model: Folder of a stance classifier, "" for none; by default the shipped one.
        threshold: How probable a stance must be to the classifier; by default what its
            folder says. A lower one gives stances that
            are likelier wrong, too.
    """
    return Stances(issues=issues, model=model, threshold=threshold)


class Stances:
    """Write the stances of governments on the issues of the catalogue."""

    def __init__(
        self,
        issues: str | None = None,
        model: str | None = None,
        threshold: float | None = None,
    ) -> None:
        """Read the catalogue, the cues and the classifier.

        Raises:
            InputError: `issues` is no file of the form of `lexicons/issues.toml`, or
                `threshold` is no probability.
            ModelError: `model` is no stance classifier, or it is damaged.
        """
        self._catalogue = read_catalogue(issues)
        self._cues = read_cues()
        self._judge = _load_judge(model, self._catalogue, threshold)

    @property
    def model_info(self) -> ModelInfo | None:
        """Name and sha256 of the classifier, None where the rules stand alone."""
        return None if self._judge is None else self._judge.info

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with `doc._.stances` written and marked.

        `doc.spans["issues"]` marks every term of an issue, labelled with its id;
        `doc.spans["stances"]` the evidence of each stance, labelled with its position;
        `doc.spans["stance_evidence"]` all passages that show it, labelled with its id.
        """
        policies = find_terms(doc, self._catalogue)
        doc.spans[ISSUES_KEY] = [
            Span(doc, policy.span.start, policy.span.end, label=policy.term.issue)
            for policy in policies
        ]
        read = self._read(doc, policies) if doc.has_annotation("DEP") else None
        found = [] if read is None else self._decide(doc, read)
        records = [one.stance for one in found]
        set_records(doc, SPANS_KEY, records)
        evidence = [record.evidence for record in records]
        set_spans(doc, SPANS_KEY, evidence, [record.position for record in records])
        every = [(span, one.stance.id) for one in found for span in one.evidence]
        set_spans(doc, EVIDENCE_KEY, [span for span, _ in every], [i for _, i in every])
        return doc

    def list_candidates(self, doc: Doc) -> tuple[list[Kept], list[Candidate]]:
        """Return what the rules find, and what the classifier is asked besides.

        For those who fit and measure how sure it must be.
        """
        read = self._read(doc, find_terms(doc, self._catalogue))
        return ([], []) if read is None else (read.kept, read.candidates)

    def _read(self, doc: Doc, policies: list[Policy]) -> _Reading | None:
        """Return what rules and classifier make of the text, None where of nothing."""
        entities = get_records(doc, Entity)
        governments = Governments(doc, entities)
        if not governments or not (policies or self._judge):
            return None
        speech = Speech(
            doc,
            get_records(doc, Attribution),
            {e.id: e for e in entities if e.jurisdiction is not None},
            self._cues,
        )
        findings = self._read_rules(doc, policies, governments, speech)
        hints = [] if self._judge is None else find_hints(doc, policies, self._cues)
        passages = Passages(doc, entities, hints)
        if self._judge is None:
            alone = [(one, one.position, one.confidence) for one in findings]
            return _Reading(speech, passages, alone, [])
        kept = self._judge.weigh(passages, findings)
        known = {(f.actor.government, f.path.policy.term.issue) for f in findings}
        questions = [
            question
            for question in self._judge.find_questions(passages, policies)
            if (question.government, question.issue) not in known
        ]
        candidates = self._judge.examine(passages, questions, findings)
        return _Reading(speech, passages, kept, candidates)

    def _decide(self, doc: Doc, read: _Reading) -> list[Reconciled]:
        added = [] if self._judge is None else self._judge.add(read.candidates)
        built = self._build_added(doc, added, read.passages, read.speech)
        return self._build(doc, read.kept, built)

    def _read_rules(
        self,
        doc: Doc,
        policies: list[Policy],
        governments: Governments,
        speech: Speech,
    ) -> list[Finding]:
        """Return what the rules find."""
        named = [policy for policy in policies if policy.term.kind != "mention"]
        if not named:
            return []
        referents = find_referents(named, self._cues)
        named += find_anaphors(doc, named, referents, self._cues)
        issuer = find_issuer(doc, governments)
        writer = None if issuer is None else issuer.actor
        acts = Acts(
            Actors(governments, speech, self._cues, writer=writer),
            speech,
            issuer,
            self._cues,
        )
        return acts.find(named, referents)

    def _build(
        self,
        doc: Doc,
        findings: Iterable[Kept],
        added: Iterable[Stance],
    ) -> list[Reconciled]:
        text = read_text(doc)
        drafts = [
            self._build_one(text, finding, position, confidence)
            for finding, position, confidence in findings
        ]
        return reconcile([*drafts, *added])

    def _build_one(
        self, text: str, finding: Finding, position: Position, confidence: float
    ) -> Stance:
        path, actor = finding.path, finding.actor
        target = find_target(path, self._cues)
        evidence = find_evidence(finding, target, text)
        doc = path.node.doc
        last = doc[target[1] - 1]
        return Stance(
            id="s0",
            holder=_build_holder(actor.entity),
            issue=path.policy.term.issue,
            target=_cut(text, doc[target[0]].idx, last.idx + len(last)),
            position=position,
            action=read_action(finding, target),
            instrument=read_instrument(path, actor, self._cues),
            status=finding.verdict.status,
            evidence=_cut(text, *evidence),
            attribution=finding.attribution,
            confidence=confidence,
        )

    def _build_added(
        self,
        doc: Doc,
        added: Iterable[tuple[Question, Position, float]],
        passages: Passages,
        speech: Speech,
    ) -> Iterator[Stance]:
        """Yield what the classifier alone is sure of."""
        text = read_text(doc)
        for question, position, confidence in added:
            span = question.words
            about = passages.sents[question.sent] if span is None else span
            act = read_act(doc, question.holder, about, self._cues)
            said = speech.at(doc[act.start])
            yield Stance(
                id="s0",
                holder=_build_holder(question.holder),
                issue=question.issue,
                target=None
                if span is None
                else _cut(text, span.start_char, span.end_char),
                position=position,
                action=_trim(doc[act.start : act.end].text),
                instrument=act.instrument,
                status=act.status,
                evidence=_cut_tokens(text, doc, act.evidence),
                attribution=None if said is None else said.id,
                confidence=confidence,
            )


def _load_judge(
    model: str | None, catalogue: Catalogue, threshold: float | None
) -> Judge | None:
    """Load the classifier; a checkout without the shipped one reads by rules alone."""
    if threshold is not None and not 0 <= threshold <= 1:
        raise InputError(
            f"threshold must be in [0, 1], got {threshold} in stances."
            " Give a probability, or leave it out."
        )
    if model == "":
        return None
    if model is None and not has_model(DEFAULT_MODEL):
        logger.warning(
            "stance classifier must be in models/%s, got none; stances are found by"
            " rules alone.",
            DEFAULT_MODEL,
        )
        return None
    classifier = PairClassifier(DEFAULT_MODEL if model is None else model)
    topics = classifier.folder / TOPICS_FILE
    listed = TOPICS_FILE in classifier.config["files"]  # and so checked by its sha256
    read = Topics(topics) if listed else None
    return Judge(classifier, catalogue.issues, read, threshold=threshold)


def _cut_tokens(text: str, doc: Doc, tokens: tuple[int, int]) -> TextSpan:
    last = doc[tokens[1] - 1]
    return _cut(text, doc[tokens[0]].idx, last.idx + len(last))


def _trim(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:\"'“”‘’")


def _cut(text: str, start_char: int, end_char: int) -> TextSpan:
    return TextSpan(
        text=text[start_char:end_char], start_char=start_char, end_char=end_char
    )


def _build_holder(entity: Entity) -> Holder:
    jurisdiction = entity.jurisdiction
    return Holder(
        text=entity.text,
        start_char=entity.start_char,
        end_char=entity.end_char,
        name=entity.name if jurisdiction is None else jurisdiction.name,
        entity=entity.id,
        jurisdiction=jurisdiction,
    )

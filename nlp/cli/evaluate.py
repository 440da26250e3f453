"""`policy-claims evaluate`: score the pipeline against gold data."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from spacy.language import Language

    from nlp.training.scoring import Score
    from nlp.training.stance.evaluating import Questions

evaluate_app = typer.Typer(help="Score against gold data.", no_args_is_help=True)

_CORPORA = Path(__file__).parents[2] / "corpora"
_PASSAGES = _CORPORA / "gold" / "passages.jsonl"
_STANCES = _CORPORA / "stance" / "test.jsonl"
_NEUTRALITY = _CORPORA / "neutrality"
_PAIRS = _CORPORA / "claim-pairs" / "pairs.jsonl"

Gold = Annotated[Path, typer.Option(help="JSON Lines, plain or .gz.")]
Predictions = Annotated[
    Path | None,
    typer.Option("--predictions-out", help="File for predictions, in gold order."),
]


@evaluate_app.command("gold")
def evaluate_gold(
    gold: Annotated[
        Path, typer.Option(help="JSON Lines of passages; by default corpora/gold.")
    ] = _PASSAGES,
    split: Annotated[str | None, typer.Option(help="Only dev, or only test.")] = None,
) -> None:
    """Score every kind of record on passages that are labelled for all of them."""
    from nlp.pipeline import load
    from nlp.training.scoring.gold import score_gold
    from nlp.training.scoring.passages import read_passages

    read_passages(gold, split)  # a bad file is told before the models are loaded
    _print_scores(score_gold(load(), gold, split))


@evaluate_app.command("calibration")
def evaluate_calibration(
    gold: Annotated[
        Path, typer.Option(help="JSON Lines of passages; by default corpora/gold.")
    ] = _PASSAGES,
    split: Annotated[str | None, typer.Option(help="Only dev, or only test.")] = None,
) -> None:
    """Show how often records are right that say how sure they are."""
    from nlp.pipeline import load
    from nlp.training.scoring.confidence import calibration_error, score_confidence

    for name, bins in score_confidence(load(), gold, split).items():
        print(f"{name}: calibration error {calibration_error(bins):.3f}")
        print(f"  {'says':>6} {'right':>6} {'records':>8}")
        for one in bins:
            bar = "#" * round(20 * one.right)
            print(f"  {one.confidence:6.3f} {one.right:6.3f} {one.n_records:8} {bar}")


@evaluate_app.command("claims")
def evaluate_claims(
    gold: Annotated[
        Path,
        typer.Option(help="JSON Lines, as corpora/gold (the default) or NewsClaims."),
    ] = _PASSAGES,
    split: Annotated[str | None, typer.Option(help="Only dev, or only test.")] = None,
) -> None:
    """Score claim records: what they cover, their kinds, modality and worth."""
    from nlp.pipeline import load
    from nlp.training.scoring.claims import score_claims

    _print_scores(score_claims(load(), gold, split))


@evaluate_app.command("pairs")
def evaluate_pairs(
    gold: Annotated[
        Path, typer.Option(help="JSON Lines of pairs; by default corpora/claim-pairs.")
    ] = _PAIRS,
    split: Annotated[str | None, typer.Option(help="Only dev, or only test.")] = None,
) -> None:
    """Score which claims are found to say the same, and which to be in conflict."""
    from nlp.pipeline import load
    from nlp.training.scoring.claim_pairs import score_claim_pairs

    _print_scores(score_claim_pairs(load(), gold, split))


@evaluate_app.command("figures")
def evaluate_figures(gold: Gold, predictions_out: Predictions = None) -> None:
    """Score figures on sentences with quantities, in NewsQuant's form."""
    from nlp.pipeline import load
    from nlp.training.scoring.figures import score_figures

    scores = score_figures(load(), gold, predictions_out=predictions_out)
    if scores:
        _print_scores(scores)
    else:
        _tell_no_labels("quantities")


@evaluate_app.command("attributions")
def evaluate_attributions(gold: Gold, predictions_out: Predictions = None) -> None:
    """Score who says what on documents with attributions, in PolNeAR's form."""
    from nlp.pipeline import load
    from nlp.training.scoring.attributions import score_attributions

    _print_scores(score_attributions(load(), gold, predictions_out=predictions_out))


@evaluate_app.command("toponyms")
def evaluate_toponyms(gold: Gold) -> None:
    """Score the state or country of places on documents with toponyms."""
    from nlp.pipeline import load
    from nlp.training.scoring import read_rows
    from nlp.training.scoring.forms import ToponymsRow, read_form
    from nlp.training.scoring.toponyms import score_toponyms

    read_form(gold, ToponymsRow, like="the form of LGL")
    rows = read_rows(gold)
    _print_scores({"state or country": score_toponyms(rows, load())})


@evaluate_app.command("roles")
def evaluate_roles(gold: Gold) -> None:
    """Score actor against place on sentences with one marked name each."""
    from nlp.pipeline import load
    from nlp.training.scoring import read_rows
    from nlp.training.scoring.forms import RolesRow, read_form
    from nlp.training.scoring.toponyms import score_roles

    read_form(gold, RolesRow, like="the form of ReLocaR")
    rows = read_rows(gold)
    _print_scores({"actor or place": score_roles(rows, load())})


@evaluate_app.command("agencies")
def evaluate_agencies(gold: Gold) -> None:
    """Score county and state of agencies named as "NAME, COUNTY, STATE"."""
    from nlp.pipeline import load
    from nlp.training.scoring import read_rows
    from nlp.training.scoring.forms import AgenciesRow, read_form
    from nlp.training.scoring.toponyms import score_agencies

    read_form(gold, AgenciesRow, like="the form of the 287(g) list")
    rows = read_rows(gold)
    _print_scores({"county and state": score_agencies(rows, load())})


@evaluate_app.command("recognizers")
def evaluate_recognizers(gold: Gold) -> None:
    """Score figures on the Recognizers-Text specs that our records agree with."""
    from nlp.pipeline import load
    from nlp.training.scoring.forms import SpecsRow, read_form
    from nlp.training.scoring.recognizers import score_recognizers

    read_form(gold, SpecsRow, like="the form of the Recognizers-Text specs")
    report = score_recognizers(load(), gold)
    _print_scores(report.scores)
    for reason, count in report.left_out.items():
        print(f"left out {count}: {reason}")


@evaluate_app.command("checkworthiness")
def evaluate_checkworthiness(
    gold: Gold,
    predictions_out: Predictions = None,
    model: Annotated[str, typer.Option(help="Shipped name or folder.")] = (
        "checkworthiness"
    ),
    plot_out: Annotated[
        Path | None, typer.Option(help="PNG file for the reliability of the scores.")
    ] = None,
) -> None:
    """Score check-worthiness: check-worthy factual sentences against the rest."""
    from nlp.training.scoring.checkworthiness import score_checkworthiness

    result = score_checkworthiness(
        gold, predictions_out, model=model, plot_out=plot_out
    )
    if result is None:
        _tell_no_labels("label")
        return
    _print_scores({"check-worthy": result.check_worthy, "the rest": result.rest})
    print(f"macro-F1 {result.macro_f1:.3f}")
    print(f"average precision {result.average_precision:.3f}")
    print(f"calibration error {result.calibration_error:.3f}")


@evaluate_app.command("stance")
def evaluate_stance(
    data: Annotated[
        list[Path] | None,
        typer.Option(help="JSON Lines or CSV; by default corpora/stance/test.jsonl."),
    ] = None,
    model: Annotated[str, typer.Option(help="Shipped name or folder.")] = "stance",
    against: Annotated[
        str | None, typer.Option(help="Another model, scored on the same rows.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="train, dev or test only.")] = None,
    issues: Annotated[
        Path | None, typer.Option(help="TOML file of your own issues.")
    ] = None,
    train: Annotated[
        list[Path] | None,
        typer.Option(help="Training rows: rules and plain baselines are scored too."),
    ] = None,
    seesaw: Annotated[
        Path | None, typer.Option(help="Rows in SEESAW's form, an outside check.")
    ] = None,
    second: Annotated[
        Path | None, typer.Option(help="Second labels: id and label, for kappa.")
    ] = None,
    by: Annotated[
        Literal["issue", "genre", "writer"] | None,
        typer.Option(help="Also score each of these groups of rows."),
    ] = None,
) -> None:
    """Score a stance classifier on labelled passages, or two on the same ones.

    Alone it is also scored with all states swapped, and from raw passages.
    """
    from nlp.pipeline import load
    from nlp.training.stance.evaluating import (
        compare_models,
        read_questions,
        score_agreement,
        score_model,
    )

    paths = data or [_STANCES]
    rules = load(stance="")
    questions = read_questions(rules, paths, split=split, issues=issues)
    _print_labels(model, score_model(model, questions))
    if by is not None:
        _print_groups(model, questions, by)
    if against is not None:
        _print_labels(against, score_model(against, questions))
        found = compare_models(model, against, questions)
        low, high = found["interval"]
        print(
            f"{model} less {against}: {found['difference']:+.3f} macro-F1"
            f" ({low:+.3f} to {high:+.3f}), not better in {found['p_worse']:.1%}"
        )
    if train:
        known = read_questions(rules, train, split="train", issues=issues)
        _print_baselines(rules, known, questions)
    if second is not None:
        agreed = score_agreement(questions.rows, second)
        print(f"Cohen's kappa {agreed['kappa']:.3f} on {agreed['n_rows']} rows")
    if against is None:
        _print_checks(model, rules, questions, seesaw=seesaw, issues=issues)


@evaluate_app.command("neutrality")
def evaluate_neutrality(
    folder: Annotated[
        Path, typer.Option(help="Folder of passages.jsonl and swaps.toml.")
    ] = _NEUTRALITY,
    data: Annotated[
        Path, typer.Option(help="JSON Lines of labelled stances, for error rates.")
    ] = _STANCES,
    model: Annotated[
        str, typer.Option(help="Stance classifier: shipped name or folder.")
    ] = "stance",
    changes: Annotated[
        bool, typer.Option("--changes", help="List the variants that differ.")
    ] = False,
) -> None:
    """Swap names, loaded words and the order of sentences; count errors by side."""
    from nlp.models_path import has_model
    from nlp.pipeline import load
    from nlp.training.scoring.neutrality import score_swaps

    scores = score_swaps(load(), folder)
    print(
        f"{'unchanged':<24}{'stance':>10}{'modality':>10}{'worth':>10}{'variants':>10}"
    )
    for name, score in scores.items():
        parts = (score.n_stance, score.n_modality, score.n_worth)
        shares = "".join(f"{part / score.n_variants:>10.3f}" for part in parts)
        print(f"{name:<24}{shares}{score.n_variants:>10}")
        if changes:
            print(*(f"  {line}" for line in score.changed), sep="\n")
    if not has_model(model) and not Path(model).is_dir():
        print("no stance classifier, so no error rates", file=sys.stderr)
        return
    _print_errors(model, folder, data)


def _print_errors(model: str, folder: Path, data: Path) -> None:
    from nlp.pipeline import load
    from nlp.training.scoring.neutrality import (
        MAX_EXCESS,
        count_directions,
        score_errors,
    )
    from nlp.training.stance.evaluating import predict, read_questions

    rules = load(stance="")
    questions = read_questions(rules, [data], split=None, issues=None)
    found, _ = predict(model, questions)
    groups = score_errors(rules, questions, found, folder=folder, data=data)
    mean = groups["all"]["all"].rate
    groups["turned or missed"] = count_directions(questions, found)
    for way, parts in groups.items():
        print(f"\n{way:<34}{'errors':>8}{'low':>8}{'high':>8}{'rows':>8}")
        for name, part in parts.items():
            low, high = part.interval
            is_worse = way in ("direction", "issue", "leaning", "document") and (
                part.rate > mean + MAX_EXCESS
            )
            print(
                f"{name:<34}{part.rate:>8.3f}{low:>8.3f}{high:>8.3f}{part.n_rows:>8}"
                + ("  worse by more than 0.05" if is_worse else "")
            )


def _print_checks(
    model: str,
    rules: Language,
    questions: Questions,
    *,
    seesaw: Path | None,
    issues: Path | None,
) -> None:
    from nlp.classifier import PairClassifier
    from nlp.components.stances.catalogue import read_catalogue
    from nlp.pipeline import load
    from nlp.training.stance.evaluating import score_end_to_end
    from nlp.training.stance.outside import score_seesaw, score_swaps

    classifier = PairClassifier(model)
    catalogue = read_catalogue(None if issues is None else str(issues))
    swaps = score_swaps(rules, questions.rows, classifier, catalogue)
    print(
        f"states swapped: same label in {swaps['same_label']:.1%}, same input in"
        f" {swaps['same_input']:.1%} of {swaps['n_rows']} rows"
    )
    if seesaw is not None:
        outside = score_seesaw(rules, seesaw, classifier, catalogue)
        print(
            f"SEESAW: accuracy {outside['accuracy']:.3f} on {outside['n_rows']} rows,"
            f" the commoner side {outside['majority']:.3f}"
        )
    whole = load(stance=model, issues=issues)
    _print_scores({"end to end": score_end_to_end(whole, questions.rows)})


def _print_baselines(rules: Language, train: Questions, test: Questions) -> None:
    from nlp.errors import ModelError
    from nlp.training.scoring.stance import describe_scores
    from nlp.training.stance.baselines import predict_by_frozen, predict_by_words
    from nlp.training.stance.evaluating import predict_by_pipeline

    found = predict_by_pipeline(rules, test.rows)
    _print_labels("rules", describe_scores(test.gold, found))
    _print_labels("words", describe_scores(test.gold, predict_by_words(train, test)))
    try:
        from nlp.training.stance.encoder import find_base

        base = find_base("minilm")
    except (ImportError, ModelError):
        print(
            "no row for the frozen encoder: needs policy-claims[train]", file=sys.stderr
        )
        return
    found = predict_by_frozen(train, test, base)
    _print_labels("frozen encoder", describe_scores(test.gold, found))


def _print_groups(model: str, questions: Questions, by: str) -> None:
    from nlp.training.stance.evaluating import predict, score_groups

    found, _ = predict(model, questions)
    print(f"{by:<24}{'macro-F1':>10}{'rows':>8}")
    for name, (score, n_rows) in score_groups(questions, found, by).items():
        print(f"{name:<24}{score:>10.3f}{n_rows:>8}")


def _print_labels(name: str, scores: dict[str, Any]) -> None:
    low, high = scores["macro_f1_interval"]
    error = scores.get("calibration_error")
    print(
        f"{name}: macro-F1 {scores['macro_f1']:.3f} ({low:.3f} to {high:.3f}),"
        f" accuracy {scores['accuracy']:.3f}, {scores['n_rows']} rows"
        + ("" if error is None else f", calibration error {error:.3f}")
    )
    for label, part in scores["labels"].items():
        print(
            f"  {label:<22}{part['precision']:>10.3f}{part['recall']:>8.3f}"
            f"{part['f1']:>8.3f}{part['n_gold']:>8}"
        )


def _tell_no_labels(field: str) -> None:
    print(f"gold has no {field}, so there is nothing to score", file=sys.stderr)


def _print_scores(scores: Mapping[str, Score]) -> None:
    print(f"{'':<24}{'precision':>10}{'recall':>8}{'F1':>8}{'gold':>8}")
    for name, score in scores.items():
        print(
            f"{name:<24}{score.precision:>10.3f}{score.recall:>8.3f}{score.f1:>8.3f}"
            f"{score.n_gold:>8}"
        )

"""Check-worthiness: what the model reads, what it scores, what it refuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from nlp.components.checkworthiness import Checkworthiness, CheckworthinessModel
from nlp.components.checkworthiness.features import (
    count_common_words,
    split_tokens,
    write_plain,
)
from nlp.errors import ModelError
from nlp.models_path import find_model

COMMON = frozenset(
    ["the", "a", "of", "in", "rose", "voters", "said", "it", "is", "prices", "we"]
)

WORTH_CHECKING = [
    "The state spent $84 million on the program last year, twice what it had planned.",
    "Police made 412 arrests downtown in 2023, up 18 percent from the year before.",
    "Arizona has banned the sale of the drug since 2019.",
    "About one in five renters in the county owes more than two months of rent.",
    "The city council voted 8-1 to repeal the curfew.",
    "The number of officers who quit is not known.",
    "Sheriff Dana Pruett’s office has turned over 63 inmates to federal agents.",
    "The department missed its deadline in each of the last four years.",
]
NOT_WORTH_CHECKING = [
    "What will it take to change their minds?",
    "Nobody should be surprised by any of this.",
    "The argument about who pays is far from over.",
    "“I am so proud of you all,” she said.",
    "We must find a better way to care for one another.",
    "Sign up for our newsletter.",
    "It could be a long summer.",
    "The provisions of this chapter are severable.",
    "Perhaps the critics have a point.",
]


@pytest.fixture(scope="module")
def model() -> CheckworthinessModel:
    return CheckworthinessModel("checkworthiness")


@pytest.mark.parametrize("sent", WORTH_CHECKING)
def test_facts_score_high(model: CheckworthinessModel, sent: str) -> None:
    assert model.score([sent])[0] >= 0.5


@pytest.mark.parametrize("sent", NOT_WORTH_CHECKING)
def test_comment_and_boilerplate_score_low(
    model: CheckworthinessModel, sent: str
) -> None:
    assert model.score([sent])[0] < 0.5


SWAPS = [
    (
        "{} has sued the agency over the rule.",
        ["Texas", "California", "New Hampshire", "The Netherlands", "Los Angeles"],
    ),
    (
        "Voters in {} rejected the tax, 54 to 46 percent.",
        ["Boise", "San Francisco", "the Bronx", "Germany", "Prince George's County"],
    ),
    (
        "The {} senator voted against the bill.",
        ["Republican", "Democratic", "Green"],
    ),
    (
        "President {} signed the order on Monday.",
        ["Trump", "Biden", "Obama", "George W. Bush"],
    ),
    (
        "About 4,000 {} live in the county, the report says.",
        ["illegal immigrants", "undocumented immigrants", "illegal aliens", "migrants"],
    ),
    (
        "The group has spent $2 million on {} this year.",
        ["gun control", "gun safety"],
    ),
    (
        "He wants to end the {}, which raised $30 billion.",
        ["death tax", "estate tax", "inheritance tax"],
    ),
    (
        "The mayor said {} camp in 14 parks.",
        ["homeless people", "vagrants", "unhoused residents", "the homeless"],
    ),
]


@pytest.mark.parametrize(("template", "fillers"), SWAPS)
def test_names_and_loaded_words_move_no_score(
    model: CheckworthinessModel, template: str, fillers: list[str]
) -> None:
    scores = model.score([template.format(filler) for filler in fillers])
    assert scores.max() - scores.min() <= 0.02


def test_score_does_not_depend_on_the_batch(model: CheckworthinessModel) -> None:
    sents = WORTH_CHECKING + NOT_WORTH_CHECKING
    alone = [float(model.score([sent])[0]) for sent in sents]
    assert alone == model.score(sents).tolist()


def test_quotes_and_dashes_behave_alike(model: CheckworthinessModel) -> None:
    curly, straight = model.score(
        [
            "“The city’s debt—$4 million—doubled,” he said.",
            '"The city\'s debt -- $4 million -- doubled," he said.',
        ]
    )
    assert curly == straight


@pytest.mark.parametrize("sent", ["", " ", "\n\n", "...", "12,000", "\U0001f600"])
def test_text_without_words_scores_zero(model: CheckworthinessModel, sent: str) -> None:
    assert model.score([sent]).tolist() == [0.0]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Prices rose 3 percent.", "prices rose PERCENT"),
        ("Prices rose 3%.", "prices rose PERCENT"),
        ("Ohio's prices rose.", "NAME 's prices rose"),
        ("We said: Voters in the Bronx rose.", "we said : voters in NAME rose"),
        ("the Bank of New York said", "NAME said"),
        ("$2.5 million in 2019", "MONEY in YEAR"),
        ("twenty-five of the 3,000 voters", "NUM NUM of the NUM voters"),
        ("It isn’t the 3rd Tuesday in May", "it is n't the ORDINAL DATE in DATE"),
        ("in the U.S. it is", "in NAME it is"),
        ("I said I'm in", "i said i 'm in"),
        ("PRICES ROSE IN THE OHIO", "prices rose in NAME"),
        ("illegal aliens in Iowa", "immigrants in NAME"),
    ],
)
def test_split_tokens(text: str, tokens: str) -> None:
    assert split_tokens(text, COMMON) == tokens.split()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ohio’s prices rose 3%.", "smith's prices rose 12 %"),
        ("It isn’t $2.5 million in 2019.", "it isn't $ 12 in 1999"),
        ("", ""),
    ],
)
def test_write_plain_keeps_a_sentence_readable(text: str, plain: str) -> None:
    assert write_plain(text, COMMON) == plain


def test_count_common_words_leaves_out_names_and_openers() -> None:
    texts = ["The mark of Mark.", "A mark of Will.", "Will Will mark it?", "we will"]
    assert count_common_words(texts) == ["mark", "of"]


def test_component_writes_one_score_a_sentence() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("checkworthiness")
    doc = nlp("The tax rose 3 percent in 2020. Who knows? Thank you.")
    assert len(doc._.checkworthiness) == len(list(doc.sents)) == 3
    assert doc._.checkworthiness[0] > 0.5 > max(doc._.checkworthiness[1:])
    assert all(score == round(score, 4) for score in doc._.checkworthiness)


def test_component_takes_a_text_without_borders_as_one_sentence() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("checkworthiness")
    assert len(nlp("It rose. It fell.")._.checkworthiness) == 1
    assert nlp("")._.checkworthiness == []


def test_component_scores_alike_in_several_processes() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("checkworthiness")
    texts = ["It cost $3 million. Why?", "Thanks.", ""]
    single = [nlp(text)._.checkworthiness for text in texts]
    assert [doc._.checkworthiness for doc in nlp.pipe(texts, n_process=2)] == single


def test_component_names_its_model() -> None:
    component = spacy.blank("en").add_pipe("checkworthiness")
    assert isinstance(component, Checkworthiness)
    config = json.loads((find_model("checkworthiness") / "config.json").read_text())
    assert component.model_info.name == "checkworthiness"
    assert component.model_info.sha256 == config["files"]["model.onnx"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_model("checkworthiness"), tmp_path / "copy"))


def test_component_takes_another_folder(copy: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("checkworthiness", config={"model": str(copy)})
    assert nlp("Taxes rose by $3 million in 2020.")._.checkworthiness[0] > 0.5


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "common.txt"])
def test_damaged_files_are_refused(copy: Path, name: str) -> None:
    with (copy / name).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelError, match="sha256 must be"):
        CheckworthinessModel(copy)


def test_missing_weights_are_refused(copy: Path) -> None:
    (copy / "model.onnx").unlink()
    with pytest.raises(ModelError, match="must be readable"):
        CheckworthinessModel(copy)


def _change_config(folder: Path, **changes: object) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_model_for_another_task_is_refused(copy: Path) -> None:
    _change_config(copy, task="stance")
    with pytest.raises(ModelError, match="got 'stance'"):
        CheckworthinessModel(copy)


def test_model_without_its_common_words_is_refused(copy: Path) -> None:
    files = json.loads((copy / "config.json").read_text())["files"]
    _change_config(copy, files={k: v for k, v in files.items() if k != "common.txt"})
    with pytest.raises(ModelError, match=r"files must name common.txt"):
        CheckworthinessModel(copy)


def test_config_that_is_no_json_is_refused(copy: Path) -> None:
    (copy / "config.json").write_text("{")
    with pytest.raises(ModelError, match="config must be JSON"):
        CheckworthinessModel(copy)


def test_unknown_model_names_the_shipped_ones() -> None:
    with pytest.raises(ModelError, match=r"got 'nowhere'.*checkworthiness"):
        find_model("nowhere")


def test_importing_the_component_imports_nothing_heavy() -> None:
    code = (  # spaCy imports torch itself where it is installed
        "import sys, spacy; heavy = {'sklearn', 'onnxruntime', 'torch'};"
        "before = heavy & set(sys.modules); import nlp.components.checkworthiness;"
        "sys.exit(heavy & set(sys.modules) != before)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_screen_settles_only_what_the_encoder_sees_alike(
    model: CheckworthinessModel,
) -> None:
    sents = WORTH_CHECKING + NOT_WORTH_CHECKING
    screened, read = model.score(sents), model.score(sents, screened=False)
    assert (screened != read).any()
    assert abs(screened - read).max() < 0.1


@pytest.mark.parametrize("name", ["screen.npz", "screen.txt"])
def test_damaged_screen_is_refused(tmp_path: Path, name: str) -> None:
    from nlp.components.checkworthiness.screening import Screen

    for file in ("screen.npz", "screen.txt"):
        shutil.copy(find_model("checkworthiness") / file, tmp_path / file)
    (tmp_path / name).write_bytes(b"nothing")
    with pytest.raises(ModelError, match="screen must"):
        Screen(tmp_path)

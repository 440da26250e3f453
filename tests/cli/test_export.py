"""`export`, `import`, `compare` and `check` as their user meets them."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import orjson
import pytest
from spacy.language import Language
from typer.testing import CliRunner, Result

from nlp.cli import app
from nlp.corpus.results import RECORD
from nlp.corpus.runs import discard_run
from nlp.corpus.stores import Store
from nlp.errors import InputError
from nlp.export import ANNOTATION_TOOLS, FORMATS
from nlp.extraction import extract_documents
from nlp.ingest import build_document

TEXT = (
    "Ohio sued the agency on Monday to block its rule on background checks for guns."
    " Volunteers counted {number} homeless people in Dayton in January 2025.\n"
)


def call(*args: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    if isinstance(result.exception, InputError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def run(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as `run` leaves it, without the start of its workers."""
    out = tmp_path_factory.mktemp("run") / "out"
    out.mkdir()
    documents = [build_document(TEXT.format(number=n)) for n in ("1,890", "2,560")]
    lines = [found.to_json() + b"\n" for found in extract_documents(nlp, documents)]
    (out / "00000-of-00001.jsonl").write_bytes(b"".join(lines))
    (out / RECORD).write_bytes(b"{}")
    return out


@pytest.mark.parametrize("to", FORMATS)
def test_export_names_the_files_it_wrote(run: Path, to: str, tmp_path: Path) -> None:
    done = call("export", run, "--to", to, "--out", tmp_path)
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert paths
    assert all(path.stat().st_size for path in paths)


def test_export_goes_into_the_run_by_default(run: Path) -> None:
    done = call("export", run, "--to", "csv")
    assert done.stdout.startswith(str(run / "export" / "claims.csv"))


def test_export_of_a_run_at_a_file_url_goes_into_its_folder(run: Path) -> None:
    done = call("export", run.as_uri(), "--to", "doccano")
    assert done.stdout.strip() == str(run / "export" / "doccano.jsonl")


def test_export_without_a_run_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="that a run has written"):
        call("export", tmp_path / "none", "--to", "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("tool", ANNOTATION_TOOLS)
def test_import_writes_rows_for_training(run: Path, tool: str, tmp_path: Path) -> None:
    done = call("export", run, "--to", tool, "--out", tmp_path)
    exported = done.stdout.splitlines()[0]
    rows = tmp_path / "rows"
    call("import", exported, "--from", tool, "--out", rows, "--all")
    (row, _) = map(orjson.loads, (rows / "stance.jsonl").read_bytes().splitlines())
    assert (row["holder"]["text"], row["issue"]) == ("Ohio", "gun-control")
    assert (rows / "checkworthiness.jsonl").exists()


def test_import_leaves_out_what_nobody_has_looked_at(run: Path, tmp_path: Path) -> None:
    call("export", run, "--to", "label-studio", "--out", tmp_path)
    file = tmp_path / "label-studio.json"
    done = call("import", file, "--from", "label-studio", "--out", tmp_path / "rows")
    assert "2 of 2 tasks have not been looked at" in done.stderr
    assert list((tmp_path / "rows").iterdir()) == []


def test_compare_tells_what_differs_and_check_how_far(run: Path) -> None:
    done = call("compare", run)
    assert "1,890 homeless people" in done.stdout
    assert "1 conflicts" in done.stdout
    assert (run / "groups.jsonl").read_bytes().count(b"\n") == 1
    facts = run.parent / "facts.csv"
    facts.write_text("counted,place,date,value\nhomeless people,Dayton,2025,1890\n")
    done = call("check", run, "--against", facts)
    assert "1 equal, 0 inside, 1 outside" in done.stdout
    assert (run / "evidence.jsonl").read_bytes().count(b"\n") == 2


def test_a_run_is_discarded_with_what_was_made_of_it(run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    copytree(run, out)
    call("compare", out)
    (out / "notes.txt").write_text("mine")
    discard_run(Store(out))
    assert [path.name for path in out.iterdir() if path.is_file()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("args", "match"),
    [
        (("export", "RUN", "--to", "docbook"), "format must be one of"),
        (("export", "RUN", "--to", "csv", "--records", "dates"), "--records must be"),
        (("export", "no-run", "--to", "csv"), "that a run has written"),
        (("compare", "no-run"), "that a run has written"),
        (("check", "RUN", "--against", "no.csv"), "must be a file"),
        (("import", "no.json", "--from", "doccano", "--out", "x"), "readable"),
    ],
)
def test_wrong_use_is_told(run: Path, args: tuple[str, ...], match: str) -> None:
    with pytest.raises(InputError, match=match):
        call(*(str(run) if arg == "RUN" else arg for arg in args))

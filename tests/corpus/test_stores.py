"""Output folders, local and behind URLs: whole files, and one run at a time."""

from __future__ import annotations

import uuid
from pathlib import Path

import fsspec
import pytest

from nlp.corpus.locks import REMOTE_LOCK, hold_folder
from nlp.corpus.stores import Store
from nlp.errors import InputError, OutputError


@pytest.fixture(params=["local", "file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    locations = {
        "local": str(tmp_path / "out"),
        "file": f"file://{tmp_path}/out",
        "memory": f"memory://{uuid.uuid4().hex}/out",
    }
    store = Store(locations[request.param])
    store.create()
    return store


def test_what_is_written_is_listed_and_read(store: Store) -> None:
    for name in ("a.jsonl", "claims/a.parquet"):
        with store.write(name) as file:
            file.write(name.encode())
    assert store.names() == {"a.jsonl", "claims/a.parquet"}
    assert store.read("claims/a.parquet") == b"claims/a.parquet"
    store.remove(["a.jsonl", "never there"])
    assert store.names() == {"claims/a.parquet"}


def test_a_file_that_is_not_finished_never_appears(store: Store) -> None:
    def write_half() -> None:
        with store.write("a.jsonl") as file:
            file.write(b"half")
            file.flush()
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write_half()
    assert store.names() == set()


def test_a_file_system_that_moves_is_written_aside_first(tmp_path: Path) -> None:
    store = Store(f"dir::file://{tmp_path}/out")
    assert store.folder is None
    store.create()
    with store.write("claims/a.jsonl") as file:
        file.write(b"whole")
        assert "claims/a.jsonl" not in store.names()
    assert store.names() == {"claims/a.jsonl"}


@pytest.mark.parametrize("beat", [0.05])
def test_a_folder_is_held_by_one(store: Store, beat: float) -> None:
    with (
        hold_folder(store, beat=beat),
        pytest.raises(OutputError, match="got another run at work"),
        hold_folder(Store(store.location), beat=beat),
    ):
        pass
    with hold_folder(store, beat=beat):
        pass


def test_a_remote_lock_whose_holder_is_dead_is_taken_over() -> None:
    store = Store(f"memory://{uuid.uuid4().hex}/out")
    fs = fsspec.filesystem("memory")
    fs.pipe_file(
        f"{store.location.removeprefix('memory:/')}/{REMOTE_LOCK}", b'{"token": "x"}'
    )
    with hold_folder(store, beat=0.05):
        assert b"x" not in store.read(REMOTE_LOCK)[:20]
    assert REMOTE_LOCK not in store.names()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(InputError, match="must be a folder, got the file"):
        Store(tmp_path / "a.txt")


def test_an_url_that_nothing_opens_is_told() -> None:
    with pytest.raises(InputError, match="URL that fsspec knows"):
        Store("nowhere://bucket/out")


def test_what_a_file_system_refuses_is_told_in_one_line() -> None:
    class Refused(Exception):
        """An error of a file system that is none of files."""

    store = Store(f"memory://{uuid.uuid4().hex}/out")
    fs = fsspec.filesystem("memory")

    def refuse(*args: object, **kwargs: object) -> None:
        raise Refused("no credentials")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("find", "open", "put_file"):
            patch.setattr(fs, name, refuse)
        with pytest.raises(OutputError, match=r"Refused \(no credentials\)"):
            store.names()
        with pytest.raises(OutputError, match="Check the URL and your access"):
            store.open("a.jsonl")
        with pytest.raises(OutputError, match=store.location), store.write("a.jsonl"):
            pass

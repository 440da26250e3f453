"""Every reader and `extract` on damaged and hostile input; more by scripts/fuzz.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import ARTICLE, HOSTILE_TEXTS, list_seeds
from tests.fuzz.targets import TARGETS

# What once raised, hung or took too much memory; a folder a target.
INPUTS = Path(__file__).parent / "inputs"
SEEDS = list_seeds()
READERS = sorted(TARGETS.keys() - {"extract", "rules"})
LIGHT = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,  # what CI finds, it must find again
    suppress_health_check=list(HealthCheck),
)


@st.composite
def mutate(draw: st.DrawFn, target: str) -> bytes:
    """Cut, repeat, overwrite and splice the seeds of a target."""
    data = draw(st.sampled_from(SEEDS[target]))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.sampled_from([0, 1, 2, 8, 64, 1_000])))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.binary(max_size=8),
                st.sampled_from([b"\xff" * 4, b"-1", b"9" * 20, b"<", b'"', b"\r\n"]),
                st.just(data[at:end] * 3),
            )
        )
        data = data[:at] + piece + data[end:]
    return data


def test_every_target_has_seeds() -> None:
    assert SEEDS.keys() == TARGETS.keys()
    assert all(SEEDS.values())


@pytest.mark.parametrize("target", READERS)
def test_first_seed_is_read(target: str) -> None:
    assert TARGETS[target](SEEDS[target][0]) >= 1


@pytest.mark.parametrize("target", READERS)
def test_seeds_are_read_or_refused(target: str) -> None:
    for data in SEEDS[target]:
        TARGETS[target](data)


@pytest.mark.parametrize("target", READERS)
@given(data=st.data())
@LIGHT
def test_damaged_files_are_read_or_refused(target: str, data: st.DataObject) -> None:
    TARGETS[target](data.draw(mutate(target)))


@pytest.mark.parametrize("target", READERS)
@given(data=st.binary(max_size=200))
@LIGHT
def test_any_bytes_are_read_or_refused(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=range(len(HOSTILE_TEXTS)))
def test_hostile_texts_are_extracted_twice_alike(text: str) -> None:
    TARGETS["extract"](text.encode("utf-8", "surrogatepass"))


@given(first=st.text(max_size=60), second=st.sampled_from(HOSTILE_TEXTS), at=st.data())
@LIGHT
def test_hostile_text_in_an_article_is_extracted(
    first: str, second: str, at: st.DataObject
) -> None:
    place = at.draw(st.integers(0, len(ARTICLE)))
    text = ARTICLE[:place] + second[:300] + first + ARTICLE[place:]
    TARGETS["extract"](text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "path",
    sorted(INPUTS.glob("*/*")),
    ids=lambda path: f"{path.parent.name}-{path.name}",
)
def test_what_once_failed_does_not_fail_again(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())

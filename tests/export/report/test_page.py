"""The file itself: safe, whole, and the same for the same run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from nlp.errors import InputError
from nlp.export.report import write_report
from nlp.export.report.page import dump_safely
from nlp.lexicons import read_lexicon
from tests.export.report.conftest import HOSTILE


def read_policy(page: str) -> str:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    return str(policy)


def test_same_run_gives_same_bytes(run_folder: Path, tmp_path: Path) -> None:
    one, other = (Path(write_report(run_folder, tmp_path / n)) for n in ("a", "b"))
    assert one.read_bytes() == other.read_bytes()


def test_policy_admits_only_own_style_and_script(report: Path) -> None:
    page = report.read_text(encoding="utf-8")
    policy = read_policy(page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    for content in (style, script):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_page_asks_for_nothing_from_elsewhere(report: Path) -> None:
    page = report.read_text(encoding="utf-8")
    shell = re.sub(r'<script type="application/json".*?</script>', "", page)
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//|@import|url\(", shell)


def test_documents_never_leave_their_data_blocks(report: Path) -> None:
    page = report.read_text(encoding="utf-8")
    assert page.count("<script>") == 1
    assert "onerror=alert(1)>" not in page
    blocks = re.findall(
        r'<script type="application/json" id="document-\d+">(.*?)</', page
    )
    body = HOSTILE.partition("\n\n")[2].strip()
    assert body in {json.loads(block)["text"].strip() for block in blocks}


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "&lt;", "a\u2028b\u2029c"]
)
def test_json_in_a_page_is_escaped_and_reads_back(text: str) -> None:
    dumped = dump_safely({"text": text})
    assert not set("<>&\u2028\u2029") & set(dumped)
    assert json.loads(dumped) == {"text": text}


def test_title_is_escaped(run_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "r.html"
    assert write_report(run_folder, file, title="<b>A & B</b>") == str(file)
    page = file.read_text(encoding="utf-8")
    assert "<b>A" not in page
    assert "<title>&lt;b&gt;A &amp; B&lt;/b&gt;</title>" in page


def test_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a run has written"):
        write_report(tmp_path)


def test_every_tile_has_a_place_of_its_own() -> None:
    tiles = read_lexicon("us_tiles")["tiles"]
    assert len({(column, row) for _, _, column, row in tiles.values()}) == len(tiles)
    assert all(code == f"US-{short}" for code, (short, *_) in tiles.items())

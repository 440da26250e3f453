"""What several test modules share."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import fsspec
import pytest
from spacy.language import Language

from nlp.pipeline import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    """Return the whole pipeline, loaded once; tests must leave it as it is."""
    return load()


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Return the URL of an empty bucket on an S3 server of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    known = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with (
        pytest.MonkeyPatch.context() as patch,
        subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server,
    ):
        for name, value in known.items():
            patch.setenv(name, value)
        _wait_for(port)
        # Those of another module's server, which is gone.
        fsspec.get_filesystem_class("s3").clear_instance_cache()
        s3 = fsspec.filesystem("s3", skip_instance_cache=True)
        s3.mkdir("corpus")
        yield "s3://corpus"
        server.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the S3 server did not start")

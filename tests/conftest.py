"""What the tests share: the real encoder, the real index of the documentary, and state that is never the user's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from corpus import read_bundled
from index import Encoder, Index, build_index
from qa import Assistant, default

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # A busy machine.
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give every test an empty default index and the packaged model, whatever the user's environment says."""
    for variable in (
        "DOCUMENTARY_QA_MODEL",
        "DOCUMENTARY_QA_READER",
        "DOCUMENTARY_QA_THREADS",
        "DOCUMENTARY_QA_AUTH",
        "DOCUMENTARY_QA_PORT",
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("DOCUMENTARY_QA_INDEX", str(tmp_path / "default-index"))
    default.close()
    yield tmp_path / "default-index"
    default.close()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged sentence model, loaded once."""
    return Encoder.load()


@pytest.fixture(scope="session")
def documentary_folder(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the bundled texts. Tests that change it work on a copy."""
    folder = tmp_path_factory.mktemp("documentary")
    build_index(read_bundled(), encoder, folder, bundled=True)
    return folder


@pytest.fixture(scope="session")
def documentary(documentary_folder: Path, encoder: Encoder) -> Assistant:
    """The assistant over the bundled texts."""
    return Assistant(Index.load(documentary_folder), encoder, documentary_folder)


@pytest.fixture(scope="module")
def address(documentary_folder: Path) -> Iterator[str]:
    """The address of a server of the bundled texts, one for a file of tests; some files start one of their own."""
    from pages import serve

    yield from serve(documentary_folder)

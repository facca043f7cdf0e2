"""The real executable on a free loopback port, and real clients in front of it."""

import os
import pathlib
import subprocess

import pytest

from hanok import Hanok

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def executable() -> pathlib.Path:
    path = pathlib.Path(os.environ.get("HANOK_EXECUTABLE", ROOT / ".build/release/hanok"))
    assert path.exists(), "build first: make build"
    return path


@pytest.fixture(scope="module")
def server(executable, tmp_path_factory):
    """One server for a module's tests. It must end cleanly when told to."""
    hanok = Hanok(executable, tmp_path_factory.mktemp("data"))
    hanok.start()
    yield hanok
    assert hanok.stop() == 0


@pytest.fixture
def new_server(executable, tmp_path):
    """Makes servers on folders of their own; what still runs at the end is ended."""
    started = []

    def make(folder=None, **options) -> Hanok:
        hanok = Hanok(executable, folder or tmp_path / f"data{len(started)}", **options)
        started.append(hanok)
        return hanok

    yield make
    for hanok in started:
        hanok.kill()


@pytest.fixture
def aws(server):
    """The AWS CLI, run as a person would run it."""

    def run(*arguments, check=True, **environment) -> subprocess.CompletedProcess:
        return server.aws(*arguments, check=check, **environment)

    return run

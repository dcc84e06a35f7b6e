import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.postgres import Cluster

Start = Callable[..., Cluster]


@pytest.fixture
def var() -> Iterator[Path]:
    """A directory that any account can enter, which pytest's own is not."""
    path = Path(tempfile.mkdtemp(prefix="launcher-test-", dir="/var/tmp"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def started(var: Path) -> Iterator[Start]:
    """Starts clusters and takes them away again, wherever they settled."""
    clusters: list[Cluster] = []

    def start(below: Path = var, *, forgetful: bool = True, binaries: Path | None = None) -> Cluster:
        cluster = Cluster(below, forgetful=forgetful, binaries=binaries)
        clusters.append(cluster)
        cluster.start()
        return cluster

    yield start
    for cluster in clusters:
        cluster.stop()
        for path in (cluster.socket, cluster.home):
            shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    path = Path(tempfile.mkdtemp(prefix="launcher-test-", dir="/var/tmp"))
    path.chmod(0o755)
    shared = Cluster(path, forgetful=True)
    shared.start()
    yield shared
    shared.stop()
    shutil.rmtree(path, ignore_errors=True)

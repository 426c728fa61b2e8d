import shutil
import subprocess
import sys

import pytest

from tests.servers import root
from tests.services.installation import environment


@pytest.fixture(scope="session")
def empty_installation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty")
    for command in (["migrate", "-v0"], ["createcachetable"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=root(), env=environment(folder), check=True)
    return folder


@pytest.fixture
def folder(empty_installation, tmp_path):
    return shutil.copytree(empty_installation, tmp_path / "data")

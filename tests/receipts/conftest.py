import pytest

from surveys.lib.clock import database_now
from surveys.receipts.actions import rotate
from tests.responses.conftest import response, round, submitted

__all__ = ["response", "round", "submitted"]


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def key(db, data_folder):
    """Valid from now on."""
    return rotate(at=database_now())

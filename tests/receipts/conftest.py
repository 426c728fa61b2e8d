import pytest

from surveys.lib.clock import database_now
from surveys.receipts import custody
from surveys.receipts.actions import rotate
from tests.responses.conftest import response, round, submitted

__all__ = ["response", "round", "submitted"]


@pytest.fixture
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def lost_key(world, data_folder):
    """It is valid, and its private half is not there."""
    made = rotate(world.city, at=database_now())
    custody.path_of(made.kid).unlink()
    return made


@pytest.fixture
def key(world, data_folder):
    """The authority's own, valid from now on."""
    return rotate(world.city, at=database_now())

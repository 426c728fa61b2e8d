import pytest

from tests.responses.evidence import make_round_with_files
from tests.responses.stories import confirm, fill_in, response_of


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def round(world):
    return make_round_with_files(world)


@pytest.fixture
def response(world, round):
    confirm(round, world.alice_org, world.alice)
    fill_in(response_of(round, world.alice_org), world.alice, address={"typed": "示范路1号"})
    return response_of(round, world.alice_org)

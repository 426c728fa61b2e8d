import pytest

from tests import factories
from tests.addresses.people import make_cast


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    with factories.kept_for_a_file(django_db_blocker):
        yield make_cast(factories.make_world())


@pytest.fixture
def cast(played, db):
    """Things by owner, and people with the side they are on."""
    return played

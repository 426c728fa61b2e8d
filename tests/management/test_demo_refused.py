import pytest
from django.core.management import CommandError

from surveys.management.demonstration.installation import prepare
from surveys.registry.models import Authority
from tests import factories


def test_a_foreign_database_is_refused(db):
    factories.make_authority()

    with pytest.raises(CommandError, match="not the demo's"):
        prepare()

    assert Authority.objects.count() == 1

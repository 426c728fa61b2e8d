"""A field of the register is in the history, the roster and the forms, or a test here names why not."""

import pytest

from surveys.bureau.monitor.history import COLUMNS
from surveys.bureau.registry.forms import ContactForm, FacilityForm, OrganisationForm
from surveys.registry.models import Contact, Facility, Organisation
from surveys.registry.roster import ROWS_OF
from surveys.registry.roster_fields import FIELDS, KEYS, SHEETS, Kind

FORMS = {Organisation: OrganisationForm, Facility: FacilityForm, Contact: ContactForm}
NEVER_CHANGED = {"id", "organisation"}
NOT_IN_A_ROSTER = {"is_active", "two_persons"}
"""Whoever is out of operation is struck off by an officer; a roster only adds and changes."""
DECIDED_BY_THEMSELVES = {"two_persons"}
"""Whether it takes a second person who signs is for the organisation to say, on the page of its people."""


def told(model):
    """What somebody can say of a row."""
    return [field.name for field in model._meta.concrete_fields if field.name not in NEVER_CHANGED]


EVERY_FIELD = [(model, name) for model in FORMS for name in told(model)]


@pytest.mark.parametrize(("model", "name"), EVERY_FIELD)
def test_every_field_has_words_in_the_history(model, name):
    assert name in COLUMNS, (
        f"{model.__name__}.{name} can be changed: its Field in surveys/registry/roster_fields.py needs `told`, which is "
        "what the history calls it"
    )


@pytest.mark.parametrize(("model", "name"), [one for one in EVERY_FIELD if one[1] not in DECIDED_BY_THEMSELVES])
def test_every_field_can_be_edited(model, name):
    assert name in FORMS[model].base_fields, (
        f"{model.__name__}.{name}: add a column to FIELDS in surveys/registry/roster_fields.py, "
        f"or the field to {FORMS[model].__name__} in surveys/bureau/registry/forms.py"
    )


@pytest.mark.parametrize("kind", Kind)
def test_a_line_of_the_form_is_read_as_the_cell_of_the_roster(kind):
    controls = FORMS[ROWS_OF[kind]].base_fields
    lines = [
        field for field in FIELDS[kind] if not (field.choices or field.name in {"organisation", "region", "email"})
    ]

    assert [field.name for field in lines if getattr(controls[field.name], "read", None) is not field.read] == []


def test_columns_of_one_name_are_told_alike():
    """The history knows the name alone."""
    told = {(field.name, field.told) for fields in FIELDS.values() for field in fields if field.told}

    assert len(told) == len(dict(told))


@pytest.mark.parametrize(("model", "name"), [one for one in EVERY_FIELD if one[1] not in NOT_IN_A_ROSTER])
def test_every_field_is_a_column_of_the_roster(model, name):
    (kind,) = (kind for kind in Kind if ROWS_OF[kind] is model)

    assert name in [field.name for field in FIELDS[kind]], (
        f"{model.__name__}.{name}: add a column to FIELDS in surveys/registry/roster_fields.py, "
        f"or name it in NOT_IN_A_ROSTER of {__name__}"
    )


@pytest.mark.parametrize("kind", Kind)
def test_every_column_of_the_roster_is_a_field(kind):
    columns = {field.name for field in FIELDS[kind]}

    assert columns - {field.name for field in ROWS_OF[kind]._meta.concrete_fields} == set()
    assert set(KEYS[kind]) <= columns
    assert len(SHEETS[kind]) == 2

"""pyxform is what Kobo and ODK read forms with: what it takes we take, and what we write it takes."""

import pytest
from pyxform.xls2xform import convert

from surveys.questionnaires.library import names, template
from surveys.questionnaires.loading.loader import load
from surveys.workbooks.xlsform.reading import read_form, write_form
from tests.workbooks.xlsform.forms import book
from tests.workbooks.xlsform.forms_of_others import FORMS, sheets


def pyxform_takes(content):
    """It raises where it does not."""
    return convert(content, validate=False, file_type=".xlsx").xform.endswith("</h:html>")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_written_for_kobo_or_odk_is_taken_without_an_error(name):
    content = book(**sheets(FORMS[name]))
    assert pyxform_takes(content)

    form = read_form(content, name=f"{name}.xlsx")

    assert [f"{flaw.location}: {flaw.message['en']}" for flaw in form.problems if flaw.severity == "error"] == []
    assert load(form.definition).questions


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_others_goes_out_again_as_it_came_in(name):
    definition = read_form(book(**sheets(FORMS[name]))).definition

    content = write_form(definition)

    assert read_form(content).definition == definition
    assert pyxform_takes(content)


@pytest.mark.parametrize("name", names())
def test_what_the_library_writes_pyxform_takes(name):
    assert pyxform_takes(write_form(template(name)))

"""Which figures a file is the evidence of, as the definition says it."""

import pytest

from surveys.questionnaires.editing import operations
from surveys.questionnaires.editing.references import mentions
from tests.questionnaires.examples import definition, problems, question, section, stored, words

FIGURES = (
    question("kwh", "decimal"),
    question("share", "calculated", calculation="${kwh} * 2"),
    question("clients", "table", questions=[question("racks", "integer")]),
)


def file(*proves, **more):
    return question("bill", "file", proves=list(proves), **more)


def test_a_figure_knows_the_files_that_prove_it():
    form = definition(
        *FIGURES, file("kwh", "racks"), question("contract", "file", proves=["kwh"]), question("a", "file")
    )

    assert {name: [one.name for one in files] for name, files in form.proofs.items()} == {
        "kwh": ["bill", "contract"],
        "racks": ["bill"],
    }


def test_where_nothing_is_said_nothing_is_proved():
    assert definition(*FIGURES, question("bill", "file")).proofs == {}


def test_what_the_short_form_does_not_ask_is_not_proved_there():
    asked = (question("kwh", "decimal"), question("it_kwh", "decimal", extended=True))

    assert set(definition(*asked, file("kwh", "it_kwh"), extended=False).proofs) == {"kwh"}
    assert definition(*asked, file("kwh", extended=True), extended=False).proofs == {}


@pytest.mark.parametrize("name", ["kwh", "share", "racks"])
def test_a_number_a_calculated_figure_and_a_column_can_be_proved(name):
    assert problems(stored(*FIGURES, file(name))) == []


@pytest.mark.parametrize(
    ("proves", "problem"),
    [
        (["gone"], "bill.proves: There is no question named “gone”"),
        (["bill"], "bill.proves: “bill” is no figure, so no file can prove it"),
        (["words"], "bill.proves: “words” is no figure, so no file can prove it"),
        (["clients"], "bill.proves: “clients” is no figure, so no file can prove it"),
        (["told"], "bill.proves: “told” is no figure, so no file can prove it"),
        (["staff"], "bill.proves: “staff” is asked of the organisation, so no file of a reporting unit can prove it"),
        (["kwh", "kwh"], "bill.proves: “kwh” is named twice"),
        ("kwh", "bill.proves: This should be a list of texts"),
    ],
)
def test_what_no_file_can_prove_is_refused(proves, problem):
    told = question("told", "calculated", calculation="'words'")
    unit = section(*FIGURES, question("words"), told, question("bill", "file", proves=proves))
    data = stored(sections=[section(question("staff", "integer"), name="who", scope="organisation"), unit])

    assert problems(data) == [problem]


def test_only_a_file_proves_something():
    assert problems(stored(*FIGURES, question("q", proves=["kwh"]))) == [
        "q.proves: Only a file question says which figures it proves"
    ]


def test_a_figure_keeps_its_proof_under_another_name():
    data = stored(*FIGURES, file("kwh", "racks", label=words("kwh")))

    after = operations.rename(data, "kwh", "total_kwh")

    assert mentions(data, "kwh") == ["share.calculation", "bill.proves"]
    assert operations.find(after, "bill")["proves"] == ["total_kwh", "racks"]
    assert operations.find(after, "bill")["label"] == words("kwh")

"""In which languages a questionnaire is written is the authority's choice, and then the questionnaire's own."""

import pytest

from surveys.questionnaires import actions
from surveys.questionnaires.editing import operations
from surveys.questionnaires.editing.missing_translations import untranslated
from surveys.questionnaires.form import DefinitionError
from surveys.questionnaires.loading import load
from surveys.rounds import actions as rounds
from surveys.workbooks.xlsform.reading import read_form
from surveys.workbooks.xlsform.writing import write_form
from tests import factories
from tests.bureau.builder.proposals import asked, make_proposal, now
from tests.bureau.officer import Officer
from tests.factories import ISSUED
from tests.questionnaires.examples import check, question, stored

COLOURS = {"colours": [{"name": "red", "label": {"en": "Red"}}]}


@pytest.fixture
def english(world):
    """A proposal of a bureau that writes English alone."""
    actions.set_languages(by=world.officer, authority=world.city, languages=["en"])
    asked_for = question("a", "choice", label={"en": "Colour"}, choices="colours")
    entry = check("C1", ["a"], "${a} != ''", message={"en": "Say it"})
    definition = stored(asked_for, title={"en": "Colours"}, choices=COLOURS, checks=[entry])
    definition["sections"][0]["label"] = {"en": "Only one"}
    return actions.start_proposal(by=world.officer, authority=world.city, definition=definition)


def chinese_fields(officer):
    return [name for name in officer.form.fields if name.endswith("zh")]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("proposal_question", ["a"]),
        ("proposal_section", ["main"]),
        ("proposal_check", [0]),
        ("proposal_list", ["colours"]),
        ("proposal_settings", []),
    ],
)
def test_an_english_bureau_is_not_asked_for_chinese(officer, english, page, names):
    before = now(english)

    officer.at(page, english.pk, *names).the_form()
    assert (chinese_fields(officer), "Chinese is missing" in officer.text) == ([], False)

    officer.press("Save")
    assert now(english) == before


def test_nothing_is_missing_in_a_language_that_nobody_writes(officer, english):
    assert untranslated(now(english)) == []
    assert untranslated({**now(english), "languages": ["zh", "en"]}) != []
    assert "one language only" not in officer.at("proposal", english.pk).text


def test_what_is_there_in_the_other_language_is_kept(officer, world):
    row = make_proposal(world)
    officer.at("proposal_settings", row.pk).the_form().in_form({"languages": "en"}).press("Save")
    assert now(row)["languages"] == ["en"]

    officer.at("proposal_question", row.pk, "total").the_form().in_form({"label_en": "All"}).press("Save")
    officer.at("proposal_list", row.pk, "colours").the_form().in_form({}).press("Save")
    assert asked(row, "total")["label"] == {"zh": "total", "en": "All"}
    assert now(row)["choices"]["colours"][0]["label"] == {"zh": "Red", "en": "Red"}

    officer.at("proposal_settings", row.pk).the_form().in_form({"languages": "zh en"}).press("Save")
    assert "languages" not in now(row)


def test_an_administrator_chooses_for_an_authority(world):
    visitor = Officer(factories.make_officer(world.city, role="administrator")).at("questionnaires")
    visitor.the_form("/languages/").in_form({"languages": "en"}).press("Save")

    world.city.refresh_from_db()
    assert world.city.writes == ("en",)
    visitor.at("questionnaire_new").the_form()
    assert chinese_fields(visitor) == []


def test_nonsense_is_no_language(world):
    visitor = Officer(factories.make_officer(world.city, role="administrator"))

    visitor.post("authority_languages", world.city.pk, languages="fr")

    world.city.refresh_from_db()
    assert world.city.writes == ("zh", "en")


@pytest.mark.parametrize("languages", [["fr"], ["en", "fr"], "en", [1]])
def test_a_definition_names_languages_there_are(languages):
    with pytest.raises(DefinitionError, match="languages"):
        load(stored(question("a"), languages=languages))


def test_the_choice_travels_with_an_xlsform(english, tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(write_form(now(english), languages=[]))

    form = read_form(file)

    assert form.definition["languages"] == ["en"]
    assert [problem for problem in form.problems if "Chinese" in str(problem)] == []


def said_of_round(world, definition):
    version = actions.publish(by=world.officer, authority=world.city, definition=definition)
    survey = rounds.start_survey_of(by=world.officer, version=version)
    round = rounds.create_round(by=world.officer, survey=survey, version=version, at=ISSUED)
    return {problem.location for problem in rounds.problems_of(round, ISSUED)}


def test_what_is_not_stated_is_looked_for_in_the_language_in_use(world, english):
    both = operations.set_head(now(english), {"languages": None, "code": "BOTH"})

    assert {"legal_basis_en", "burden_en"} <= said_of_round(world, now(english))
    assert {"legal_basis_zh", "burden_zh"} <= said_of_round(world, both)

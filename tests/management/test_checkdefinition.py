import io
import json

import pytest
from django.core.management import call_command

from surveys.questionnaires.library import template
from tests.workbooks.xlsform.forms import survey


def check(path, *options):
    """What the command prints, and its exit status."""
    out = io.StringIO()
    try:
        call_command("checkdefinition", str(path), *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


@pytest.fixture
def form(tmp_path):
    def written(content, name="form.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return written


def both(name, zh, en, type="text"):
    return (type, name, zh, en)


BOTH = ("type", "name", "label::zh", "label::en")


def test_a_sound_form_gives_an_empty_list(form):
    assert check(form(survey(both("a", "甲", "A"), headings=BOTH)), "--json") == ("[]\n", 0)


def test_a_sound_form_gives_no_words(form):
    assert check(form(survey(both("a", "甲", "A"), headings=BOTH))) == ("", 0)


def test_every_problem_is_told_by_cell_in_chinese_unless_asked_otherwise(form):
    path = form(survey(both("a", "甲", "A", "txt"), both("b", "乙", "", "integer"), headings=BOTH))

    assert check(path) == (
        "survey!A2: 不认识题型“txt”；是否应为 text？\nsurvey!D3: 提示：缺少英文（label::English (en) 列）\n",
        1,
    )
    assert check(path, "--language", "en") == (
        "survey!A2: There is no type “txt”. Did you mean text?\n"
        "survey!D3: warning: The words in English are missing, column label::English (en)\n",
        1,
    )


def test_a_warning_alone_is_no_failure(form):
    out, status = check(form(survey(both("a", "甲", ""), headings=BOTH)), "--json", "--language", "en")

    assert status == 0
    assert json.loads(out) == [
        {
            "sheet": "survey",
            "cell": "D2",
            "severity": "warning",
            "message": "The words in English are missing, column label::English (en)",
        }
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\x01 no table", b"PK\x03\x04 broken"])
def test_what_is_no_table_fails(form, content):
    out, status = check(form(content), "--json")

    (problem,) = json.loads(out)
    assert (status, problem["sheet"], problem["cell"], problem["severity"]) == (1, "", "", "error")


def test_a_file_that_is_not_there_fails(tmp_path):
    assert check(tmp_path / "nothing.xlsx") == ("无法打开文件 nothing.xlsx\n", 1)


def test_a_stored_definition_is_checked_by_its_places(form):
    definition = template("mining_2021")
    definition["sections"][0]["questions"][0]["relevant"] = "${nobody} = 1"

    out, status = check(form(json.dumps(definition).encode(), "mining.json"), "--json", "--language", "en")

    assert (json.loads(out), status) == (
        [
            {
                "sheet": "",
                "cell": "org_name.relevant",
                "severity": "error",
                "message": "There is no question named “nobody”",
            }
        ],
        1,
    )


def test_the_library_has_nothing_to_say_against_it(form):
    assert check(form(json.dumps(template("mining_2021")).encode(), "mining.json"), "--json") == ("[]\n", 0)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 200_000])
def test_what_is_no_definition_fails(form, content):
    out, status = check(form(content, "form.json"), "--language", "en")

    assert (out, status) == ("This is no questionnaire in JSON: it should be one object of at most 10 MiB\n", 1)


def test_an_object_that_is_no_definition_is_told_what_it_lacks(form):
    out, status = check(form(b'{"sections": [1]}', "form.json"), "--language", "en")

    assert (out.splitlines()[0], status) == ("format: Only format 1 is understood", 1)


def test_missing_words_of_a_stored_definition_are_a_warning(form):
    definition = template("mining_2021")
    del definition["title"]["en"]

    assert check(form(json.dumps(definition).encode(), "form.json"), "--language", "en") == (
        "title: warning: The words in English are missing (1 in all)\n",
        0,
    )

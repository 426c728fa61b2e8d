import json

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture
def evaluated(tmp_path, capsys):
    def evaluated(text):
        path = tmp_path / "cases.json"
        path.write_text(text, encoding="utf-8")
        call_command("evaluate", str(path))
        return json.loads(capsys.readouterr().out)

    return evaluated


def test_every_case_gets_its_result_in_order(evaluated):
    cases = [
        {"expression": "${a} * 2", "answers": {"a": "1.5"}, "types": {"a": "decimal"}},
        "no case",
        {"expression": "sum(${kwh})", "answers": {"months": [{"kwh": "3"}, {"kwh": ""}]}},
        {"expression": "1 div"},
        {"expression": "today()", "now": "2021-04-28T04:00:00Z", "context": None},
    ]

    assert evaluated(json.dumps(cases)) == [
        {"result": "3", "type": "number"},
        {"error": "A case is an object with the key “expression”"},
        {"result": "3", "type": "number"},
        {"error": "The expression is unfinished"},
        {"result": "2021-04-28", "type": "date"},
    ]


def test_numbers_in_the_file_are_exact(evaluated):
    cases = '[{"expression": "${a} + 0.1", "answers": {"a": 0.2}}, {"expression": "${a}", "answers": {"a": 1e2}}]'

    assert [one["result"] for one in evaluated(cases)] == ["0.3", "100"]


def test_half_a_character_is_no_reason_to_fail(evaluated):
    assert evaluated('[{"expression": "concat(\'\\ud800\', 1)"}]') == [{"result": "?1", "type": "string"}]


def test_nothing_in_nothing_out(evaluated):
    assert evaluated("[]") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "holds no JSON list."),
        ("[", "is no JSON."),
        ("[NaN]", "is no JSON."),
        ("[" * 100_000, "is no JSON."),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "is no JSON."),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path, content, message):
    path = tmp_path / "cases.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError) as error:
        call_command("evaluate", str(path))

    assert (str(error.value), error.value.returncode) == (f"The file {path} {message}", 2)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"cannot be read: No such file or directory\.") as error:
        call_command("evaluate", str(tmp_path / "gone.json"))

    assert error.value.returncode == 2

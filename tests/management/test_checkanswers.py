import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from surveys.questionnaires.evaluation.evaluating import evaluate
from surveys.questionnaires.library import template
from tests.questionnaires.examples import MINER, NOW, ORGANISATION, SITE, check, mining, question, stored, typed

AT = ["--now", "2021-04-28T03:00:00Z"]
FORM = stored(
    question("total", "decimal", units=["kWh", "MWh"]),
    question("mining", "decimal", units=["kWh", "MWh"]),
    question("day", "calculated", calculation="string(today())"),
    checks=[
        {"check": "E29", "with": {"part": "mining", "whole": "total"}},
        {"check": "E53", "with": {"total": "total"}},
        check("X1", ["mining"], "${mining} != 7", severity="info"),
    ],
    zone="Asia/Shanghai",
)


@pytest.fixture
def call(tmp_path):
    """Runs the command on a definition and answers, and gives its exit status and what it printed."""

    def run(definition, answers, *options, facts=None):
        paths = []
        for name, content in (("form.json", definition), ("answers.json", answers), ("facts.json", facts)):
            path = tmp_path / name
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
            paths.append(str(path))
        more = [] if facts is None else ["--facts", paths[2]]
        return command(paths[0], paths[1], *more, *AT, *options)

    return run


def command(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("checkanswers", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), err.getvalue()


def found(call, *arguments, **more):
    status, out, _ = call(FORM, *arguments, "--json", **more)
    return status, [(one["check"], one["severity"], one["question"], one["row"]) for one in json.loads(out)["findings"]]


def test_the_answers_of_the_2021_form_are_worth_what_the_engine_says(call):
    answers = {name: one for name, one in {**ORGANISATION, **SITE, **MINER}.items() if name in mining(False).writable()}
    status, out, _ = call(template("mining_2021"), answers, "--json")
    result = json.loads(out)
    evaluation = evaluate(mining(False), typed(**answers), now=NOW)

    assert (status, result["findings"]) == (0, [])
    assert result["values"]["mining_share"] == str(evaluation.values["mining_share"])
    assert set(result["relevant"]) == {name for name in evaluation.relevant if "[" not in name}


def test_a_hard_finding_is_exit_status_one(call):
    assert found(call, {"total": 5, "mining": 5.001}) == (1, [("E29", "hard", "mining", None)])
    assert found(call, {"total": "5", "mining": "5 MWh"}) == (1, [("E29", "hard", "mining", None)])


def test_a_soft_one_and_information_are_not(call):
    assert found(call, {"total": "8", "mining": 7}, facts={"previous.total": 5}) == (
        0,
        [("E53", "soft", "total", None), ("X1", "info", "mining", None)],
    )


def test_the_moment_is_meant_in_the_zone_of_the_form(call):
    def day(moment):
        return json.loads(call(FORM, {}, "--json", "--now", moment)[1])["values"]["day"]

    assert day("2021-04-28T16:00:00Z") == "2021-04-29"
    assert day("2021-04-28T23:00:00+08:00") == "2021-04-28"
    assert day("2021-04-28T16:00:00") == "2021-04-29"


def test_lines_for_people(call):
    answers = {"total": "8", "mining": "9"}

    assert call(FORM, answers)[1] == ("硬性 E29 mining: 挖矿耗电量（9 kWh）大于总用电量（8 kWh），请检查单位或数值\n")
    assert call(FORM, answers, "--language", "en")[1].startswith("hard E29 mining: The electricity for mining (9 kWh)")
    assert call(FORM, {}) == (0, "没有疑点\n", "")


def test_what_is_not_asked_is_told(call):
    assert call(FORM, {"colour": "red"}) == (
        0,
        "没有疑点\n",
        "Nothing called “colour” is asked; the answer is left out.\n",
    )


def test_a_questionnaire_of_the_library_by_its_name(tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text("{}")
    status, out, _ = command("mining_2021", str(answers), "--json")

    assert status == 1
    assert json.loads(out)["values"]["total_kwh"] == ""


def test_an_xlsform(tmp_path, call):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for line in (
        ["type", "name", "label", "constraint"],
        ["integer", "racks", "Racks", ". > 0"],
    ):
        book.active.append(line)
    book.save(tmp_path / "form.xlsx")
    answers = tmp_path / "answers.json"
    answers.write_text('{"racks": 0}')
    status, out, _ = command(str(tmp_path / "form.xlsx"), str(answers), "--json")

    assert status == 1
    assert [one["check"] for one in json.loads(out)["findings"]] == ["constraint"]


@pytest.mark.parametrize(
    ("definition", "answers", "facts", "words"),
    [
        (FORM, "no JSON", None, "answers.json is no JSON."),
        (FORM, '{"total": NaN}', None, "answers.json is no JSON."),
        (FORM, "[]", None, "回答应是一个对象：{题目名: 回答}"),
        (
            FORM,
            {"total": {"number": "1"}},
            None,
            "“total”的回答应是文字、数字，或含 typed、unit、method、unavailable 的对象",
        ),
        (FORM, {}, "[]", "facts.json should hold an object: {fact: value}."),
        (FORM, {}, {"facility.colour": "1"}, "There is no fact “facility.colour”"),
        (FORM, {}, {"facility.it_kw": {"kw": "1"}}, "The fact “facility.it_kw” should be text, a number or a list"),
        (FORM | {"checks": [{"check": "E99"}]}, {}, None, "checks[0].check: 校核目录中没有“E99”"),
        ("[]", {}, None, "这不是 JSON 格式的调查表定义"),
    ],
)
def test_what_cannot_be_used_is_exit_status_two(call, definition, answers, facts, words):
    status, out, error = call(definition, answers, facts=facts)

    assert (status, out) == (2, "")
    assert words in error


def test_files_that_are_not_there(tmp_path):
    answers = tmp_path / "answers.json"
    answers.write_text("{}")

    assert command(str(tmp_path / "none.json"), str(answers))[0] == 2
    assert command("mining_2021", str(tmp_path / "none.json"))[0] == 2
    assert command("mining_2021", str(tmp_path))[0] == 2


def test_a_moment_nobody_can_read(call):
    assert call(FORM, {}, "--now", "noon")[::2] == (2, "“noon” is no moment. Write it like 2021-04-28T04:00:00Z.")


def test_half_a_character_is_no_reason_to_fail(call):
    status, out, _ = call(FORM, '{"total": "\\ud800"}', "--json")

    assert (status, json.loads(out)["findings"][0]["check"]) == (1, "reading")

"""Where the manual lists what the product has, the list is whole: each test says which file lacks which line."""

import re
from itertools import pairwise

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.utils import translation

from surveys.accounts.roles import OFFICER_ROLES, OPERATOR_ROLES, PERMISSIONS, Permission, Role
from surveys.help import pages
from surveys.lib.files import types
from surveys.questionnaires import library
from surveys.questionnaires.trial.questionnaire import outcome
from surveys.reports.book import all_tables
from surveys.reports.statistics import Disposition
from surveys.workbooks.xlsform.columns import CHECKS, CHOICES, COLUMNS, SETTINGS, SURVEY
from surveys.workbooks.xlsform.notes_sheet import OWN_COLUMNS
from tests.help.manual import file_of, first_cells, quoted, row_of, section
from tests.questionnaires.examples import definition, evaluated, question
from tests.reports.examples import worked_example

SPOKEN = {"zh": "zh-hans", "en": "en"}
in_each_language = pytest.mark.parametrize("language", pages.LANGUAGES)


def differing(told, wanted):
    return f"missing: {sorted(set(wanted) - set(told))}, too many: {sorted(set(told) - set(wanted))}"


# --- the report ----------------------------------------------------------------------------------------------------


@in_each_language
def test_every_table_of_the_report_has_its_line(language):
    with translation.override(SPOKEN[language]):
        tables = all_tables(worked_example())
        covers = {"cover": {"zh": "封面", "en": "Cover"}[language]}
        titles = [covers.get(table.id, f"{table.id} {table.title}") for table in tables]
    told = first_cells(section("reports", language, "The tables"))

    assert told == titles, (
        f"{file_of('reports', language)}, “The tables”, is to have the tables of surveys/reports/book.py in their order, "
        f"each with a line “| id title | what it counts | what it divides by |”; {differing(told, titles)}"
    )


@in_each_language
def test_every_disposition_of_a_unit_is_explained_by_its_letters(language):
    told = set(re.findall(r"[(（]([A-Z]+)[)）]", row_of_table("R01", language)))

    missing = set(Disposition) - told
    assert not missing, (
        f"{file_of('reports', language)}: the line of R01 does not say what becomes of a unit with {sorted(missing)}, "
        f"which surveys/reports/statistics.py counts"
    )


def row_of_table(id, language):
    text = section("reports", language, "The tables")
    return next(line for line in text.splitlines() if line.startswith(f"| {id} "))


# --- who may do what -----------------------------------------------------------------------------------------------

PROMISES = {
    Permission.SEE_ROUNDS: {"zh": "查看批次", "en": "see rounds"},
    Permission.SEE_REGISTRY: {"zh": "、名录", "en": ", register"},
    Permission.SEE_REPORTS: {"zh": "和报告", "en": "and reports"},
    Permission.REVIEW: {"zh": "审核", "en": "review"},
    Permission.SEE_HISTORY: {"zh": "查看办理记录", "en": "read the history"},
    Permission.MANAGE_ROUNDS: {"zh": "新建、签发、延期、关闭批次", "en": "start, issue, extend and close rounds"},
    Permission.MANAGE_REGISTRY: {"zh": "维护名录", "en": "keep the register"},
    Permission.MANAGE_OFFICERS: {"zh": "邀请工作人员、分配角色", "en": "invite officers and give them roles"},
}
"""How the manual says that an officer has a permission."""
UPWARDS = OFFICER_ROLES[::-1]


@in_each_language
def test_every_role_of_the_bureau_has_its_line(language):
    with translation.override(SPOKEN[language]):
        roles = [str(Role(role).label) for role in UPWARDS]

    assert first_cells(section("bureau", language, "Who may do what")) == roles, (
        f"{file_of('bureau', language)}: the table at the end is to have one line for each of OFFICER_ROLES of "
        f"surveys/accounts/roles.py: {roles}"
    )


@in_each_language
@pytest.mark.parametrize(("below", "role"), list(pairwise([None, *UPWARDS])))
def test_the_line_of_a_role_says_what_it_may_do_beyond_the_one_above(below, role, language):
    with translation.override(SPOKEN[language]):
        line = row_of(section("bureau", language, "Who may do what"), Role(role).label)
    gained = PERMISSIONS[role] - PERMISSIONS.get(below, frozenset())

    assert {one for one in PROMISES if PROMISES[one][language] in line} == gained, (
        f"surveys/accounts/roles.py and {file_of('bureau', language)} differ in what “{role}” may do; the words of a "
        f"permission stand in PROMISES of {__name__}"
    )
    assert PERMISSIONS[role] >= PERMISSIONS.get(below, frozenset()), f"the manual says of {role}: the same, and …"


@in_each_language
@pytest.mark.parametrize("role", OPERATOR_ROLES)
def test_every_role_of_an_operator_is_explained(role, language):
    with translation.override(SPOKEN[language]):
        label = str(Role(role).label)

    assert f"**{label}**" in section("operator", language, "Working with colleagues"), (
        f"{file_of('operator', language)}: “Working with colleagues” does not say what a **{label}** may do"
    )


# --- questionnaires ------------------------------------------------------------------------------------------------


@in_each_language
def test_every_questionnaire_of_the_library_has_its_line(language):
    lines = section("bureau", language, "The questionnaires that come with the system")

    assert quoted(lines) == set(library.names()), (
        f"{file_of('bureau', language)}: the table of questionnaires is to name each file of "
        f"surveys/questionnaires/library/ in backticks; {differing(quoted(lines), library.names())}"
    )


@in_each_language
def test_every_kind_of_file_that_is_taken_is_named(language):
    told = section("operator", language, "Filling in")
    picture = {"zh": "图片", "en": "picture"}[language]
    missing = {kind.name for kind in types.KINDS if (picture if kind.is_image else kind.name) not in told}

    assert not missing, f"{file_of('operator', language)}: “Filling in” does not say that {sorted(missing)} is taken"


OWN = {(sheet, column) for sheet, columns, *_ in OWN_COLUMNS for column in columns.split(", ")} - {(CHOICES, "…")}


@in_each_language
@pytest.mark.parametrize("sheet", [SURVEY, CHOICES, SETTINGS, CHECKS])
def test_every_column_of_an_excel_form_is_explained(sheet, language):
    columns = COLUMNS[sheet].plain | COLUMNS[sheet].translated

    missing = columns - quoted(pages.source("xlsform", language))
    assert not missing, f"{file_of('xlsform', language)} lacks the columns {sorted(missing)} of the sheet {sheet}"


@in_each_language
def test_the_manual_and_the_last_sheet_of_an_export_explain_the_same_columns_of_ours(language):
    lines = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section("xlsform", language, "Our own columns"), re.M)
    told = {(sheet, column) for sheet, columns in lines for column in quoted(columns)}

    assert told == OWN, (
        f"“Our own columns” of {file_of('xlsform', language)} and OWN_COLUMNS of "
        f"surveys/workbooks/xlsform/notes_sheet.py differ in {sorted(told ^ OWN)}"
    )


def test_the_last_sheet_of_an_export_explains_columns_that_can_be_read():
    unknown = {(sheet, column) for sheet, column in OWN if column not in COLUMNS[sheet].known}

    assert not unknown, f"surveys/workbooks/xlsform/columns.py does not read {sorted(unknown)}"


# --- commands ------------------------------------------------------------------------------------------------------

OURS = sorted(name for name, app in get_commands().items() if app == "surveys")
OF_EVERY_COMMAND = {
    option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings
}


def options_of(command):
    actions = load_command_class("surveys", command).create_parser("manage.py", command)._actions
    return {option for action in actions for option in action.option_strings} - OF_EVERY_COMMAND


@in_each_language
@pytest.mark.parametrize("command", OURS)
def test_every_option_of_a_command_is_in_the_manual(command, language):
    everything = "\n".join(pages.source(name, language) for name in pages.names())
    missing = {option for option in options_of(command) if not re.search(rf"{option}\b", everything)}

    assert not missing, f"{file_of('operations', language)}: the line of `{command}` does not name {sorted(missing)}"


@in_each_language
@pytest.mark.parametrize("command", OURS)
def test_every_option_the_line_of_a_command_names_exists(command, language):
    named = set(re.findall(r"--[a-z][a-z-]*", row_of(pages.source("operations", language), f"`{command}`")))

    assert named - options_of(command) - OF_EVERY_COMMAND == set()


@in_each_language
def test_what_checkanswers_prints_for_machines_is_in_the_manual(language):
    printed = outcome(evaluated(definition(question("total", "decimal")), total="1"), language)
    missing = printed.keys() - quoted(section("checks", language, "Trying answers"))

    assert not missing, f"{file_of('checks', language)}: “Trying answers” does not explain {sorted(missing)}"

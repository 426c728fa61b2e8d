"""The shape of the house (help/decisions tells why): what is measured here stays true."""

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections import Counter
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from surveys.urls import urlpatterns
from tests.servers import root

SURVEYS = root() / "surveys"
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "misc", "common", "base", "shared", "core"}
MADE_BY_RUNNING = {"var", "htmlcov"}


def files(*suffixes):
    kept = [path for path in SURVEYS.rglob("*") if path.suffix in suffixes and "migrations" not in path.parts]
    return [path for path in kept if "__pycache__" not in path.parts]


def places(paths):
    return sorted(str(path.relative_to(root())) for path in paths)


def lines(path):
    return len(path.read_text().splitlines())


def functions():
    for path in files(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def test_every_models_module_is_known_to_django():
    unknown = [path for path in SURVEYS.glob("*/models.py") if f"surveys.{path.parent.name}.models" not in sys.modules]

    assert places(unknown) == []


def test_imports_only_go_down_the_stairs():
    """In a process of its own, because it silences every logger there is."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=root(), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_no_model_is_fetched_past_the_imports():
    looked_up = [path for path in files(".py") if "get_model(" in path.read_text()]

    assert places(looked_up) == []


def test_no_address_is_written_out():
    tops = tuple(f'"/{entry.pattern}' for entry in urlpatterns if str(entry.pattern).endswith("/"))
    written = [path for path in files(".py") if any(top in path.read_text() for top in tops)]

    assert places(written) == []


def test_no_room_of_the_engine_is_forgotten_by_its_contract():
    contracts = tomllib.loads((root() / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (engine,) = [one for one in contracts if one["name"] == "The questionnaire engine is plain Python"]
    rows = {"__init__", "models", "actions", "imports", "queries", "library"}
    rooms = {path.stem for path in (SURVEYS / "questionnaires").iterdir() if path.name != "__pycache__"} - rows

    assert {name.removeprefix("surveys.questionnaires.") for name in engine["source_modules"]} == rooms


def test_a_room_of_the_engine_is_entered_by_its_door():
    """What a room lists in its __init__ comes from there, wherever it is wanted outside of the room."""
    engine = SURVEYS / "questionnaires"
    past = []
    for room in ("expressions", "form", "evaluation", "diff", "loading", "trial"):
        inside, offered = (
            f"surveys.questionnaires.{room}.",
            set(import_module(f"surveys.questionnaires.{room}").__all__),
        )
        for path in files(".py"):
            imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
            named = {one.name for node in imports if str(node.module).startswith(inside) for one in node.names}
            past += [(path, name) for name in named & offered if engine / room not in path.parents]

    assert [(places([path]), name) for path, name in past] == []


def test_what_is_stored_is_typed():
    """Any is for what Django itself passes on unlooked at; JSON has the shapes of questionnaires/form/stored.py."""
    words = [len(re.findall(r"\bAny\b", re.sub("from typing import.*", "", path.read_text()))) for path in files(".py")]

    assert sum(words) * 1000 <= 8 * sum(map(lines, files(".py")))


def test_no_file_is_too_long_to_read():
    assert places(path for path in files(".py", ".js", ".css") if lines(path) > 400) == []


def template_lines(*suffixes):
    """(path, line) of every line of a template that is not blank."""
    for path in (SURVEYS / "templates").rglob("*"):
        if path.suffix in suffixes:
            yield from ((path, line) for line in path.read_text().splitlines() if line.strip())


def test_templates_fit_the_width_of_a_window():
    widths = sorted(len(line) for _, line in template_lines(".html", ".txt"))

    assert widths[len(widths) * 9 // 10] <= 110
    assert sum(width > 120 for width in widths) <= len(widths) * 0.01
    # A line of a letter is a line for its reader, so only pages can always be broken.
    assert places({path for path, line in template_lines(".html") if len(line) > 200}) == []


def test_templates_are_not_nested_deeply():
    """Ten levels are a cell of a table: block, if, scrolling box, table, body, for, row, cell, if and what stands in it.

    The formatter (.ci/run djlint) indents by two for each; a line that starts otherwise continues a tag or is text.
    """
    tags = [(path, line) for path, line in template_lines(".html") if line.lstrip().startswith(("<", "{%"))]
    depths = [(path, (len(line) - len(line.lstrip())) // 2) for path, line in tags]

    assert places({path for path, depth in depths if depth > 10}) == []
    assert sum(depth > 8 for _, depth in depths) <= len(depths) * 0.01


def test_functions_are_short():
    lengths = sorted(node.end_lineno - node.lineno + 1 for _, node in functions())

    assert statistics.median(lengths) <= 9
    assert lengths[len(lengths) * 9 // 10] <= 30
    assert sum(length > 50 for length in lengths) <= len(lengths) * 0.03


def test_what_is_drawn_has_a_place_for_everything():
    """An argument too many is dropped in silence."""
    calls = [(path, node) for path in files(".py") for node in ast.walk(ast.parse(path.read_text()))]
    wrong = [(str(path), call.lineno) for path, call in calls if is_drawing(call) and places_in(call) != given_to(call)]

    assert wrong == []


def is_drawing(node):
    has_text = isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    return has_text and getattr(node.func, "id", "") == "format_html" and given_to(node) is not None


def places_in(call):
    return sum(place is not None for _text, place, *_ in Formatter().parse(call.args[0].value))


def given_to(call):
    """None where nobody can count them."""
    return None if any(isinstance(one, ast.Starred) for one in call.args) else len(call.args) - 1 + len(call.keywords)


def test_no_file_is_a_junk_drawer():
    everything = [*SURVEYS.rglob("*"), *(root() / "tests").rglob("*"), *(root() / "config").rglob("*")]

    assert (
        places(path for path in everything if path.stem in JUNK_DRAWERS and path.suffix not in (".html", ".css")) == []
    )


def folders(top):
    inside = [path for path in (root() / top).rglob("*") if path.is_dir()]
    return [path for path in [root() / top, *inside] if not {"__pycache__", "migrations"} & set(path.parts)]


def family(path):
    """What a file's name begins with, the mark of a test left aside."""
    return path.stem.removeprefix("test_").split("_")[0]


@pytest.mark.parametrize("top", ["surveys", "tests", "config"])
def test_no_folder_is_crowded(top):
    names = {folder: [path.name for path in folder.iterdir() if path.is_file()] for folder in folders(top)}

    assert places(folder for folder, inside in names.items() if len(set(inside) - {"__init__.py"}) > 24) == []


@pytest.mark.parametrize("top", ["surveys", "tests", "config"])
def test_files_of_one_prefix_are_a_folder(top):
    named_by_allauth = SURVEYS / "templates" / "account"  # its views look for password_reset.html and the like there
    large = [
        f"{folder.relative_to(root())}/{prefix}_*"
        for folder in folders(top)
        if folder != named_by_allauth
        for prefix, count in Counter(
            family(path) for path in folder.iterdir() if path.suffix in (".py", ".html")
        ).items()
        if count >= 5
    ]

    assert sorted(large) == []


def test_nothing_is_imported_inside_a_function():
    inside = {
        f"{path.relative_to(root())}:{inner.lineno}"
        for path, node in functions()
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }

    assert sorted(inside) == []


@pytest.mark.parametrize("folder", ["surveys", "config"])
def test_every_folder_of_code_is_a_package(folder):
    with_code = {path.parent for path in (root() / folder).rglob("*.py")}

    assert places(path for path in with_code if not (path / "__init__.py").exists()) == []


def test_the_top_level_stays_bare():
    visible = {path.name for path in root().iterdir() if not path.name.startswith(".")}

    assert visible - MADE_BY_RUNNING == {
        "README.md",
        "config",
        "findings",
        "manage.py",
        "pyproject.toml",
        "surveys",
        "tests",
    }

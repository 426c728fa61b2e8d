"""The shape of the house (help/decisions tells why): what is measured here stays true."""

import ast
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

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
    rows = {"__init__", "models", "actions", "queries", "library"}
    rooms = {path.stem for path in (SURVEYS / "questionnaires").iterdir() if path.name != "__pycache__"} - rows

    assert {name.removeprefix("surveys.questionnaires.") for name in engine["source_modules"]} == rooms


def test_no_file_is_too_long_to_read():
    assert places(path for path in files(".py", ".js", ".css") if lines(path) > 400) == []


def test_templates_are_short():
    templates = [path for path in files(".html", ".txt") if "templates" in path.parts]

    assert places(path for path in templates if lines(path) > 150) == []
    assert statistics.median(map(lines, templates)) <= 30


def test_functions_are_short():
    lengths = sorted(node.end_lineno - node.lineno + 1 for _, node in functions())

    assert statistics.median(lengths) <= 9
    assert lengths[len(lengths) * 9 // 10] <= 30
    assert sum(length > 50 for length in lengths) <= len(lengths) * 0.03


def test_no_file_is_a_junk_drawer():
    everything = [*SURVEYS.rglob("*"), *(root() / "tests").rglob("*"), *(root() / "config").rglob("*")]

    assert (
        places(path for path in everything if path.stem in JUNK_DRAWERS and path.suffix not in (".html", ".css")) == []
    )


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

    assert visible - MADE_BY_RUNNING == {"README.md", "config", "manage.py", "pyproject.toml", "surveys", "tests"}

"""The maps keep up with the house: what README and "Developing" name is there, and every room is named."""

import re
import subprocess
import tomllib
from itertools import chain, pairwise

import pytest

from surveys.help import pages
from tests.pictures import FOLDER, MOST_BYTES, NAMES
from tests.servers import root

SURVEYS = root() / "surveys"
README = (root() / "README.md").read_text(encoding="utf-8")
COMING = {"en": "coming:", "zh": "待建："}
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|md|json|toml|txt|po))`")
BOTH = pytest.mark.parametrize("language", pages.LANGUAGES)


def lines_with_paths(text):
    """Each line with its paths. In the first column of a table they are relative to the folder its heading names."""
    folder = ""
    for line, following in pairwise([*text.splitlines(), ""]):
        first = line.split("|")[1] if line.startswith("|") else ""
        if following.startswith("|---"):
            folder = next(iter(PATH.findall(first)), "")
        elif first:
            yield line, [folder + path for path in PATH.findall(first)] + PATH.findall(line.replace(first, "", 1))
        else:
            yield line, PATH.findall(line)


def is_there(path):
    """From the top or from surveys/; a name without a folder may be anywhere in the house."""
    pattern = path.replace("NAME", "*").rstrip("/")
    if any(next(start.glob(pattern), None) for start in (root(), SURVEYS)):
        return True
    house = [root() / folder for folder in ("surveys", "tests", "config")]
    return "/" not in pattern and any(next(folder.rglob(pattern), None) for folder in house)


def rooms_on_the_map(language):
    """What the tables of folders name, relative to surveys/."""
    paths = chain.from_iterable(paths for _line, paths in lines_with_paths(pages.source("developing", language)))
    return [path.removeprefix("surveys/") for path in paths if path.startswith("surveys/")]


@BOTH
def test_every_room_is_on_the_map(language):
    code = [path.relative_to(SURVEYS) for path in SURVEYS.rglob("*.py")]
    rooms = {f"{path.parent}/" if len(path.parts) > 1 else path.name for path in code if path.parts[0] != "locale"}

    assert sorted(rooms - {"__init__.py"} - set(rooms_on_the_map(language))) == []


@BOTH
def test_the_map_goes_down_the_stairs(language):
    contracts = tomllib.loads((root() / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (stairs,) = [one for one in contracts if one["name"] == "Imports only go down the stairs"]
    steps = {name: step for step, layer in enumerate(reversed(stairs["layers"])) for name in layer.split(" | ")}
    named = [path.rstrip("/").removesuffix(".py") for path in rooms_on_the_map(language)]
    ours = [name for name in named if name in steps]

    assert sorted(set(steps)) == sorted(set(ours))
    assert ours == sorted(ours, key=steps.__getitem__)


@BOTH
def test_what_developing_names_is_there(language):
    there = [
        (path, line)
        for line, paths in lines_with_paths(pages.source("developing", language))
        for path in paths
        if COMING[language] not in line.lower()
    ]

    assert len(there) > 100
    assert [path for path, _line in there if not is_there(path)] == []


@BOTH
def test_what_is_said_to_be_coming_is_not_there_yet(language):
    coming = [
        paths
        for line, paths in lines_with_paths(pages.source("developing", language))
        if COMING[language] in line.lower()
    ]

    assert coming != []
    assert [paths for paths in coming if all(is_there(path) for path in paths)] == []


def test_what_the_readme_names_is_there():
    in_its_map = re.findall(r"(?:^|  )([a-z]+/)(?= )", README, re.M)

    assert {"config/", "lib/", "bureau/", "tests/"} <= set(in_its_map)
    assert [path for path in [*in_its_map, *PATH.findall(README)] if not is_there(path)] == []


def test_the_readme_can_be_read_in_one_sitting():
    assert len(README.splitlines()) <= 150


# --- the pictures ----------------------------------------------------------------------------------------------------


def test_the_readme_shows_what_it_is_before_it_says_it():
    title, shown, *_rest = re.split(r"\n\n+", README)

    assert title.startswith("# ")
    assert re.findall(r'src="([^"]+)"', shown) == [f"surveys/help/pictures/{name}.png" for name in NAMES]
    assert re.findall(r'src="([^"]+)"', README.replace(shown, "")) == []


def test_the_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}

    assert sorted(sizes) == sorted(f"{name}.png" for name in NAMES)
    assert [name for name, size in sizes.items() if not 0 < size <= MOST_BYTES] == []


# --- what is asked before a commit -------------------------------------------------------------------------------------


def test_the_hook_asks_for_steps_of_ci():
    told = subprocess.run([root() / ".ci" / "run", "--list"], capture_output=True, text=True, check=True).stdout
    steps = {line.split("\t")[0] for line in told.splitlines()}
    hook = root() / ".githooks" / "pre-commit"
    (asked,) = re.findall(r"^exec .*/\.ci/run\" (.+)$", hook.read_text(), re.M)

    assert hook.stat().st_mode & 0o111 == 0o111
    assert {"ruff", "format", "djlint", "imports", "migrations", "translations", "mypy"} == set(asked.split()) & steps
    assert set(asked.split()) - steps == set()

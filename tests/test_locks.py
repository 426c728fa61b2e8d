"""What the locks must hold so that the two lines of README go on working, whatever is published meanwhile."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.locks import DEV, ROOT, RUNTIME, pins

LOCKS = [RUNTIME, DEV]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
HERE = [pin for pin in pins(DEV) if pin.is_for_this_machine]
LOCKED = {(pin.name, pin.extras): pin.version for pin in HERE}


def required_by_the_project():
    for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]:
        yield "pyproject.toml", Requirement(line)


def required_by_what_is_locked():
    for pin in HERE:
        for requirement in map(Requirement, metadata.requires(pin.name) or []):
            if applies(requirement, {"", *pin.extras}):
                yield pin.requirement, requirement


def applies(requirement, extras):
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras)


def is_locked(requirement):
    """With just these extras: the pip of Python 3.11 does not see that name[extra] and name are one package."""
    version = LOCKED.get((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return version is not None and version in requirement.specifier


def test_what_is_required_is_locked_with_its_extras():
    required = [*required_by_the_project(), *required_by_what_is_locked()]

    assert [f"{who} asks for {what}" for who, what in required if not is_locked(what)] == []


def test_what_is_locked_is_what_is_installed():
    """Otherwise the test above has read the wishes of other releases. README's second line installs those locked."""
    assert [f"{pin.name} {pin.version}" for pin in HERE if metadata.version(pin.name) != pin.version] == []


def test_the_tests_run_with_what_the_program_runs_with():
    assert [pin for pin in pins(RUNTIME) if pin not in pins(DEV)] == []


def takes_one_release(pin):
    return re.fullmatch(r"==[\w.]+", str(pin.requirement.specifier))


def knows_its_files(pin):
    return pin.hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in pin.hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_takes_one_release_and_knows_its_files(lock):
    assert [pin for pin in pins(lock) if not takes_one_release(pin) or not knows_its_files(pin)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_line_says_where_to_take_it_from(lock):
    assert [str(pin.requirement) for pin in pins(lock) if pin.requirement.url] == []
    assert re.findall(r"\w+://\S+|^-\S+", (ROOT / lock).read_text(), re.M) == []

"""The locks, config/requirements.txt and -dev.txt: what they pin, and how they are made from pyproject.toml.

python -m tests.locks                             after a change in pyproject.toml; pins that still fit stay
python -m tests.locks --upgrade                   takes the newest release of everything
python -m tests.locks --upgrade-package django    takes the newest release of one package
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "config/requirements.txt"
DEV = "config/requirements-dev.txt"
COMPILER = "uv==0.13.9"
"""Always the same release, so that the same pyproject.toml makes the same files."""
OPTIONS = (
    "--universal",  # one lock for every system
    "--python-version=3.11",
    "--generate-hashes",
    "--no-strip-extras",
    "--custom-compile-command=python -m tests.locks",
    "--no-python-downloads",
    "--quiet",
)


@dataclass(frozen=True)
class Pin:
    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def extras(self) -> frozenset[str]:
        return frozenset(self.requirement.extras)

    @property
    def version(self) -> str:
        return str(self.requirement.specifier).removeprefix("==")

    @property
    def is_for_this_machine(self) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def pins(lock: str) -> list[Pin]:
    lines = [line for line in (ROOT / lock).read_text().splitlines() if not line.lstrip().startswith("#")]
    return [_pin(line) for line in "\n".join(lines).replace("\\\n", " ").splitlines()]


def _pin(line: str) -> Pin:
    requirement, *hashes = line.split(" --hash=")
    return Pin(Requirement(requirement.strip()), tuple(one.strip() for one in hashes))


def remake(*options: str) -> None:
    with TemporaryDirectory() as folder:
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
        subprocess.run([*pip, "install", "--quiet", "--target", folder, COMPILER], check=True)
        compiler = (f"{folder}/bin/uv", "pip", "compile", "pyproject.toml", *OPTIONS, *options)
        for lock, more in ((RUNTIME, ()), (DEV, ("--extra=dev", "--constraint", RUNTIME))):
            subprocess.run([*compiler, *more, "--output-file", lock], cwd=ROOT, check=True)
            (ROOT / lock).write_text(_also_without_extras((ROOT / lock).read_text()))


def _also_without_extras(lines: str) -> str:
    """To the pip that Python 3.11 brings, name and name[extra] are two things, and each has to be pinned.

    Of the one that is not, it takes the newest release, and then refuses it because the lock has no hash of it.
    """
    return re.sub(r"^(\S+?)\[.+?\](==.*\n(?: .*\n)+)", r"\1\2\g<0>", lines, flags=re.MULTILINE)


if __name__ == "__main__":
    remake(*sys.argv[1:])

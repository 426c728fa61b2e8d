"""Tomorrow, when newer releases of everything have been published: do the locks still bring what is locked?

python -m tests.tomorrow    asks the pip that `python3 -m venv` brings, then the newest

pip meets an index made on the spot. For every package of the locks it has three empty stand-ins: the locked release, a
later one that suits whoever the locked one suits, and one far ahead; each requires what the installed package requires.
Copies of the locks have the hashes of the first kind alone, just as the true locks know no file of tomorrow.
"""

import hashlib
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.locks import DEV, RUNTIME, Pin, pins

REQUIRING = ("Requires-Dist", "Provides-Extra", "Requires-Python")
WITHOUT_SETTINGS = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
WITHOUT_SETTINGS["PIP_CONFIG_FILE"] = os.devnull  # so that pip asks no other index, whatever this machine is set to


def publish(folder: Path) -> dict[str, str]:
    """Makes the index; returns for every package the hash of the locked release."""
    by_name = {pin.name: pin for pin in pins(DEV)}
    return {name: _publish_releases(pin, folder / name) for name, pin in by_name.items()}


def _publish_releases(pin: Pin, folder: Path) -> str:
    folder.mkdir(parents=True)
    later = f"{Version(pin.version).base_version}.post9999"
    locked, *newer = [_stand_in(pin, version, folder) for version in (pin.version, later, "9999")]
    links = [f'<a href="{wheel.name}#sha256={_sha256(wheel)}">{wheel.name}</a>' for wheel in (locked, *newer)]
    (folder / "index.html").write_text("<!DOCTYPE html>\n" + "\n".join(links))
    return _sha256(locked)


def _stand_in(pin: Pin, version: str, folder: Path) -> Path:
    """A wheel with nothing in it, for every platform."""
    name = pin.name.replace("-", "_")
    about = {
        "METADATA": f"Metadata-Version: 2.1\nName: {pin.name}\nVersion: {version}\n{_requirements(pin)}",
        "WHEEL": "Wheel-Version: 1.0\nGenerator: tests.tomorrow\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with ZipFile(wheel, "w") as archive:
        for file, text in about.items():
            archive.writestr(f"{name}-{version}.dist-info/{file}", text)
    return wheel


def _requirements(pin: Pin) -> str:
    if not pin.is_for_this_machine:  # then it is not installed, and nothing of it is going to be
        return ""
    headers = metadata.metadata(pin.name).items()
    return "".join(f"{key}: {value}\n" for key, value in headers if key in REQUIRING)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def with_hashes(lock: str, hashes: dict[str, str]) -> str:
    return "".join(f"{pin.requirement} --hash=sha256:{hashes[pin.name]}\n" for pin in pins(lock))


def environment(folder: Path, newest_pip: bool) -> Path:
    """The Python of a new environment."""
    python = folder / "bin/python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    if newest_pip:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--upgrade", "pip"], check=True)
    return python


def pip(python: Path, *arguments: str | Path) -> str:
    command = [python, "-m", "pip", "--isolated", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, env=WITHOUT_SETTINGS, check=True, stdout=subprocess.PIPE, text=True).stdout


def installed(python: Path) -> dict[str, str]:
    lines = [line.split("==") for line in pip(python, "freeze").splitlines()]
    return {canonicalize_name(name): version for name, version in lines}


def try_out(python: Path, index: Path, locks: list[Path]) -> None:
    """Installs one lock after the other, as README does."""
    print(pip(python, "--version").split(" from ")[0], flush=True)
    for lock in locks:
        pip(python, "install", "--quiet", "--index-url", index.as_uri(), "--requirement", lock)
    wanted = {pin.name: pin.version for pin in pins(DEV) if pin.is_for_this_machine}
    assert installed(python) == wanted, set(installed(python).items()) ^ set(wanted.items())


def main(folder: Path) -> None:
    hashes = publish(folder / "index")
    locks = [folder / Path(lock).name for lock in (RUNTIME, DEV)]
    for lock, copy in zip((RUNTIME, DEV), locks, strict=True):
        copy.write_text(with_hashes(lock, hashes))
    for newest_pip in (False, True):
        try_out(environment(folder / f"newest-{newest_pip}", newest_pip), folder / "index", locks)


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        main(Path(scratch))

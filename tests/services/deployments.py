"""The ways of running the background work that the manual names, as commands that can be started here."""

import re
import shlex
import sys

from tests.servers import root

DEPLOY = root() / "config" / "deploy"
COMPOSED = re.compile(r"command: (python manage\.py .+)")


def _here(command):
    """With the Python and the code of these tests."""
    words = shlex.split(command)
    return [sys.executable, *words[1:]] if words[0].endswith("python") else words


def by_systemd():
    commands = (re.search(r"^ExecStart=(.+)$", unit.read_text(), re.M)[1] for unit in sorted(DEPLOY.glob("*.service")))
    return [_here(command) for command in commands if "manage.py" in command]


def by_compose():
    return [_here(command) for command in COMPOSED.findall((DEPLOY / "compose.yaml").read_text())]


def by_serve():
    return [[sys.executable, "manage.py", "serve", "--no-web"]]


WAYS = {"serve": by_serve, "systemd": by_systemd, "compose": by_compose}


def _web_by_systemd():
    command = (DEPLOY / "surveys-web.service").read_text().replace("\\\n", " ")
    return re.search(r"^ExecStart=(.+)$", command, re.M)[1]


def _web_by_compose():
    return re.search(r"command: >-\n((?: {6}.+\n)+)", (DEPLOY / "compose.yaml").read_text())[1]


def web(way, port):
    """The command that serves the pages at this port."""
    if way == "serve":
        return [sys.executable, "manage.py", "serve", "--no-worker", "--no-beat", "--port", str(port)]
    words = shlex.split({"systemd": _web_by_systemd, "compose": _web_by_compose}[way]())
    words[words.index("--bind") + 1] = f"127.0.0.1:{port}"
    return [sys.executable, "-m", "gunicorn", *words[1:]]

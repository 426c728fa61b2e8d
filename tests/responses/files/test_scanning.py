import sys

import pytest

from surveys.lib.files.kinds import FileRefused
from tests.lib.files.contents import PDF
from tests.responses.evidence import attach_to

SCANNER = "import sys; content = open(sys.argv[1], 'rb').read(); sys.exit({answer})"


def scanner(answer):
    return [sys.executable, "-c", SCANNER.format(answer=answer)]


def test_a_scanner_that_finds_nothing_lets_the_file_in(world, response, settings):
    settings.ATTACHMENT_SCANNER = scanner("0 if content.startswith(b'%PDF') else 1")

    assert attach_to(response, world.alice).size == len(PDF)
    assert [path.name for path in settings.DATA_DIR.iterdir()] == ["attachments"]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (scanner("1"), "found something"),
        (scanner("2"), "could not be checked"),
        (scanner("[][0]"), "found something"),
        (["/no/such/scanner"], "could not be checked"),
    ],
)
def test_in_doubt_the_scanner_lets_nothing_in(world, response, settings, command, says):
    settings.ATTACHMENT_SCANNER = command

    with pytest.raises(FileRefused, match=says):
        attach_to(response, world.alice)


def test_a_scanner_that_does_not_end_is_not_waited_for(world, response, settings, monkeypatch):
    monkeypatch.setattr("surveys.lib.files.scanning.SECONDS", 0.2)
    settings.ATTACHMENT_SCANNER = [sys.executable, "-c", "import time; time.sleep(60)"]

    with pytest.raises(FileRefused, match="could not be checked"):
        attach_to(response, world.alice)

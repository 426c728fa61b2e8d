import struct
import zlib

import pytest

from surveys.lib.files.drawn_pages import MOST_HEIGHT, WIDTH, NotDrawn, page_drawn, pages_in
from tests.lib.files.contents import PDF
from tests.lib.files.papers import pdf

A4 = (595, 842)
RED, WHITE = bytes((255, 0, 0)), bytes((255, 255, 255))


def read_png(content):
    """Width, height, and the colours of a column in the middle, from above."""
    width, height = struct.unpack(">II", content[16:24])
    at = content.find(b"IDAT")
    (length,) = struct.unpack(">I", content[at - 4 : at])
    rows = zlib.decompress(content[at + 4 : at + 4 + length])
    row = 1 + 3 * width
    middle = 1 + 3 * (width // 2)
    return width, height, [rows[y * row + middle : y * row + middle + 3] for y in range(height)]


def test_a_page_is_drawn_in_its_colours():
    width, height, colours = read_png(page_drawn(pdf(A4), 1))

    assert (width, height) == (WIDTH, round(WIDTH * 842 / 595 + 0.5))
    assert (colours[10], colours[-10]) == (RED, WHITE)


def test_pages_are_counted_and_told_apart():
    content = pdf(A4, (842, 595))

    assert pages_in(content) == 2
    assert [read_png(page_drawn(content, number))[1] > WIDTH for number in (1, 2)] == [True, False]


@pytest.mark.parametrize("size", [(10, 10_000), (14_000, 14_000), (1, 1)])
def test_a_page_of_any_size_becomes_a_picture_of_a_usual_one(size):
    width, height, _colours = read_png(page_drawn(pdf(size), 1))

    assert 0 < width <= WIDTH + 1
    assert 0 < height <= MOST_HEIGHT + 1


@pytest.mark.parametrize("content", [PDF, b"%PDF-1.7", b"", pdf(A4)[:300], pdf(A4).replace(b"/Pages", b"/Nages")])
def test_what_is_no_pdf_is_not_drawn(content):
    with pytest.raises(NotDrawn) as found:
        page_drawn(content, 1)

    assert not found.value.is_busy


@pytest.mark.parametrize("number", [2, 10**9])
def test_a_page_there_is_not_is_not_drawn(number):
    with pytest.raises(NotDrawn):
        page_drawn(pdf(A4), number)
